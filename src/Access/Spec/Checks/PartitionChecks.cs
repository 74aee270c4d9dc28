using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>IAM has an identity in one partition only: who is of another never signs in.</summary>
internal static class PartitionChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        if (PartitionOf(spec.Cluster) is not { } partition) return;
        foreach (var (written, arn) in All(spec).Where(one => one.Arn.Partition != partition))
        {
            problems.Add(
                written,
                $"{arn.Full} is of partition {arn.Partition}, and the cluster of {partition}",
                $"an ARN that begins with arn:{partition}:, or the region of the permission set");
        }
    }

    private static string? PartitionOf(ClusterSpec cluster) => cluster switch
    {
        { Arn: { } arn } => arn.Text.Split(':')[1],
        { Region: { } region } => Partitions.OfRegion(region.Text),
        _ => null,
    };

    private static IEnumerable<(Word Written, PrincipalArn Arn)> All(AccessSpec spec)
    {
        var trusts = spec.Automation.Select(item => item.AssumedBy).OfType<TrustSpec>().ToList();
        foreach (var principal in spec.Access.SelectMany(item => item.Principals))
        {
            switch (principal)
            {
                case PrincipalSpec.Arn { Value: var arn }:
                    yield return (principal.Written, arn);
                    break;
                case PrincipalSpec.PermissionSet { Value: var arn }:
                    yield return (principal.Written, arn);
                    break;
                case PrincipalSpec.CreateRole role:
                    trusts.Add(role.Trust);
                    break;
                default:
                    break;
            }
        }

        var others = trusts.SelectMany(trust => trust.Arns)
            .Concat(spec.Cluster.Create?.AdminRoles ?? [])
            .Concat(spec.Nodes.Select(node => node.Role))
            .Concat(spec.Workloads.Select(workload => workload.Role).OfType<WrittenArn>())
            .Concat(spec.ArgoCd?.ControllerRoles ?? []);
        foreach (var other in others) yield return (other.Written, other.Value);
    }
}
