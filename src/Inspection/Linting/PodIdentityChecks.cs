using EksIamCdk.Access.Iam;
using EksIamCdk.Access.Objects;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Roles of service accounts in AWS, by Pod Identity. Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html.</summary>
internal static class PodIdentityChecks
{
    private static readonly IamPrincipal.Service s_eks = new("pods.eks.amazonaws.com");
    private static readonly string[] s_actions = ["sts:AssumeRole", "sts:TagSession"];

    public static IEnumerable<LintFinding> Of(LintSubject subject)
    {
        var accounts = subject.Cluster.ServiceAccounts.Select(account => (account.Namespace, account.Name)).ToHashSet();
        foreach (var association in subject.Cluster.PodIdentities ?? [])
        {
            var place = LintPlace.Of(association);
            if (subject.Knows(KubernetesKind.ServiceAccount) && !accounts.Contains((association.Namespace, association.ServiceAccount)))
                yield return LintRules.AssociationOfNobody.At(place, $"there is no service account {association.Namespace}/{association.ServiceAccount}");

            switch (RoleReading.Of(subject, association.RoleArn))
            {
                case { Exists: false }:
                    yield return LintRules.IamRoleMissing.At(place, $"IAM has no role {association.RoleArn}");
                    break;
                case { Trust: { } trust }:
                    var decisions = s_actions.Select(action => (Action: action, Decision: trust.Decide(Request(subject.Cluster, association, action)))).ToList();
                    if (decisions.Where(asked => asked.Decision.Effect is IamEffect.NotStated or IamEffect.Denied).Select(asked => asked.Action).ToList() is { Count: > 0 } refused)
                        yield return LintRules.PodIdentityDistrusts.At(place, $"{association.RoleArn} does not allow {s_eks.Name} {string.Join(" and ", refused)}");
                    else if (decisions.Find(asked => asked.Decision.Effect == IamEffect.Undecided) is { Decision: { } unclear })
                        subject.Missed($"whether {association.RoleArn} trusts {s_eks.Name}: {unclear.Reason}");
                    break;
                default:
                    subject.Missed($"whether {association.RoleArn} exists and trusts {s_eks.Name}: IAM did not tell of it");
                    break;
            }
        }
    }

    private static IamRequest Request(ClusterState cluster, PodIdentityState association, string action) => new()
    {
        Action = action,
        Principal = s_eks,
        Context = new (string Key, string? Value)[]
        {
            ("aws:SourceArn", cluster.Arn),
            ("aws:SourceAccount", cluster.AccountId),
            ("aws:RequestTag/eks-cluster-arn", cluster.Arn),
            ("aws:RequestTag/eks-cluster-name", cluster.Name),
            ("aws:RequestTag/kubernetes-namespace", association.Namespace),
            ("aws:RequestTag/kubernetes-service-account", association.ServiceAccount),
        }.Where(key => key.Value is not null).ToDictionary(key => key.Key, IReadOnlyList<string> (key) => [key.Value!], StringComparer.OrdinalIgnoreCase),
    };
}
