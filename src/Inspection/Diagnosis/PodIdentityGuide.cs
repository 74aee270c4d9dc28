using System.Text.Json.Nodes;
using EksIamCdk.Access.Iam;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>
/// Pods do not get the role of their Pod Identity association. Source of the chain:
/// https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html.
/// </summary>
public static class PodIdentityGuide
{
    internal const string Service = "pods.eks.amazonaws.com";
    private const string Agent = "eks-pod-identity-agent";
    private static readonly string[] s_actions = ["sts:AssumeRole", "sts:TagSession"];

    /// <param name="cluster">The cluster whose pods they are.</param>
    /// <param name="account">The service account that they run as.</param>
    /// <param name="live">What a live cluster told.</param>
    public static Examination Examine(ClusterState cluster, Principal.ServiceAccount account, LiveFindings live)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(live);
        var association = cluster.PodIdentities?.FirstOrDefault(one => one.Namespace == account.Namespace && one.ServiceAccount == account.Name);
        var arn = association is null ? null : PrincipalArn.Parse("", association.RoleArn, new ProblemList());
        var role = arn is null ? null : new RoleLink(cluster, arn);
        var links = new List<Link>
        {
            ServiceAccountLinks.Exists(cluster, account).Single(),
            new("association", () => Associated(cluster, account, association)),
            new("agent", () => AgentRuns(cluster)),
            new("IAM role", () => role?.Exists(near => Update(cluster, near)) ?? new LinkState.Unknown("no role is known")),
            new("account of the role", () => SameAccount(cluster, role)),
            new("trust", () => Trusted(cluster, account, role)),
        };
        if (live.Pods is { } pods) links.Add(new("pods", () => PodLinks.PodIdentity(account, pods)));
        return Examination.Of(
            $"do the pods of {account.Namespace}/{account.Name} get the role of their association (EKS Pod Identity)?", [.. ClusterLinks.Of(cluster, live), .. links]);
    }

    private static LinkState Associated(ClusterState cluster, Principal.ServiceAccount account, PodIdentityState? association)
    {
        if (association is not null) return new LinkState.Holds(association.RoleArn);
        if (Unreadable.Whole(cluster, Unreadable.Associations, cluster.PodIdentities is not null, "eks:DescribePodIdentityAssociation", "whether there is one for the service account") is { } unknown)
            return unknown;
        var known = cluster.PodIdentities!.Select(one => $"{one.Namespace}/{one.ServiceAccount}").ToList();
        var role = ServiceAccountLinks.Find(cluster, account.Namespace, account.Name)?.RoleArn;
        return LinkState.Mend(
            $"there is no association for {account.Namespace}/{account.Name}{Names.Meant($"{account.Namespace}/{account.Name}", known)}"
            + (role is null ? "" : $"; the service account is annotated for IRSA with {role} (eksiam doctor irsa {account.Namespace}/{account.Name})"),
            "create it, then start the pods anew",
            new ClusterCommands(cluster).Eks(
                "create-pod-identity-association",
                $"--namespace {ShellText.Word(account.Namespace)} --service-account {ShellText.Word(account.Name)} --role-arn "
                + ShellText.Word(role ?? $"arn:{new ClusterCommands(cluster).Partition}:iam::{cluster.AccountId ?? "ACCOUNT"}:role/ROLE")),
            PodLinks.Restart(account));
    }

    private static LinkState AgentRuns(ClusterState cluster)
    {
        if (cluster.Addons is not { } addons) return Unreadable.Part(cluster, Unreadable.Addons, $"whether {Agent} runs, which hands the credentials to pods");
        return addons.FirstOrDefault(addon => addon.Name == Agent) switch
        {
            null => LinkState.Mend(
                $"the cluster does not have the add-on {Agent}, which hands the credentials to pods (EKS Auto Mode has it built in)", "add it",
                new ClusterCommands(cluster).Eks("create-addon", $"--addon-name {Agent}")),
            { Status: "ACTIVE" or "UPDATING" } => new LinkState.Holds($"{Agent} is there"),
            var addon => AddonLinks.NotActive(cluster, addon),
        };
    }

    private static LinkState SameAccount(ClusterState cluster, RoleLink? role) =>
        role is null ? new LinkState.Unknown("no role is known")
        : cluster.AccountId is null ? new LinkState.Unknown("the account of the cluster is not known; the role must be of the same")
        : cluster.AccountId == role.Arn.AccountId ? new LinkState.Holds(role.Arn.AccountId)
        : LinkState.Mend(
            $"the role is of account {role.Arn.AccountId}, and an association takes roles of the cluster's account {cluster.AccountId}",
            "associate a role of the cluster's account, and let it assume the other as its target",
            new ClusterCommands(cluster).Eks("update-pod-identity-association", $"--association-id ID --role-arn ROLE --target-role-arn {ShellText.Word(role.Arn.Full)}"));

    private static LinkState Trusted(ClusterState cluster, Principal.ServiceAccount account, RoleLink? role)
    {
        if (role is null) return new LinkState.Unknown("no role is known");
        if (role.Trust is not { } trust) return role.UnknownTrust;
        var keys = new Dictionary<string, string>
        {
            ["aws:SourceAccount"] = cluster.AccountId ?? "",
            ["aws:SourceArn"] = cluster.Arn ?? "",
            ["aws:RequestTag/eks-cluster-arn"] = cluster.Arn ?? "",
            ["aws:RequestTag/eks-cluster-name"] = new ClusterCommands(cluster).Name,
            ["aws:RequestTag/kubernetes-namespace"] = account.Namespace,
            ["aws:RequestTag/kubernetes-service-account"] = account.Name,
        };
        var request = new AssumeRequest.ByService(Service, keys).ToRequest();
        foreach (var action in s_actions)
        {
            var decision = trust.Decide(request with { Action = action });
            if (decision.Effect == IamEffect.Undecided) return new LinkState.Unknown($"it hangs on something that is not known here: {decision.Reason}");
            if (decision.IsAllowed) continue;
            var federated = trust.Statements.Any(statement => statement.Principals?.Federated.Count > 0) ? "; it trusts an OIDC provider, as IRSA needs it" : "";
            return LinkState.Mend(
                $"the trust policy of {role.Arn.Name} does not let {Service} {action}{federated}", "let the role trust it; what else it trusts has to be written along",
                role.Retrust(RoleLink.Document(new JsonObject { ["Service"] = Service }, new JsonArray([.. s_actions.Select(name => (JsonNode)name)]), null)));
        }

        return new LinkState.Holds($"{role.Arn.Name} trusts {Service}");
    }

    private static string Update(ClusterState cluster, string roleArn) =>
        new ClusterCommands(cluster).Eks("update-pod-identity-association", $"--association-id ID --role-arn {ShellText.Word(roleArn)}");
}
