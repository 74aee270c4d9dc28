using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class ClusterChecks
{
    public static void Check(ClusterSpec cluster, SpecProblems problems)
    {
        if (cluster.Arn is { } arn) CheckArn(cluster, arn, problems);
        CheckPair(cluster, problems);
        if (cluster.AccessRoleArn is { } role) CheckAccessRole(role, problems);
        else if (cluster.ExternalId is { } id) problems.Add(id, "externalId is given without accessRoleArn", "the role that asks for it");
    }

    private static void CheckArn(ClusterSpec cluster, Word arn, SpecProblems problems)
    {
        var parts = arn.Text.Split(':');
        var name = parts[5]["cluster/".Length..];
        if (!cluster.Name.IsMissing && name != cluster.Name.Text)
        {
            problems.Add(arn, "arn is of another cluster", $"the ARN of {cluster.Name}");
        }
        if (cluster.Region is { } region && region.Text != parts[3]) problems.Add(region, "region is not that of the arn", parts[3]);
        if (!Partitions.IsKnown(parts[1]))
        {
            problems.Add(arn, "arn is of a partition that does not exist", SpecProblems.OneOf(Partitions.All));
        }
    }

    private static void CheckPair(ClusterSpec cluster, SpecProblems problems)
    {
        const string Both = "both, or neither: then they are looked up at deploy time";
        if (cluster is { Endpoint: { } endpoint, CertificateAuthorityData: null })
        {
            problems.Add(endpoint, "endpoint is given without certificateAuthorityData", Both);
        }
        if (cluster is { Endpoint: null, CertificateAuthorityData: { } data })
        {
            problems.Add(data, "certificateAuthorityData is given without endpoint", Both);
        }
    }

    private static void CheckAccessRole(Word role, SpecProblems problems)
    {
        var wrong = new ProblemList();
        var arn = PrincipalArn.Parse("accessRoleArn", role.Text, wrong);
        problems.AddAll(role, "accessRoleArn is wrong", wrong);
        if (arn is not null and not { Kind: PrincipalKind.Role }) problems.Add(role, "accessRoleArn is wrong", "the ARN of an IAM role");
    }
}
