using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>
/// "IRSA not working": AccessDenied at sts:AssumeRoleWithWebIdentity, InvalidIdentityToken, or pods that come to AWS as their node. Source of the
/// chain: https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html.
/// </summary>
public static class IrsaGuide
{
    internal const string Annotation = "eks.amazonaws.com/role-arn";
    private const string Audience = "sts.amazonaws.com";

    /// <param name="cluster">The cluster whose pods they are.</param>
    /// <param name="account">The service account that they run as.</param>
    /// <param name="live">What a live cluster told.</param>
    public static Examination Examine(ClusterState cluster, Principal.ServiceAccount account, LiveFindings live)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(live);
        return Examination.Of(
            $"do the pods of {account.Namespace}/{account.Name} get the role of their service account (IRSA)?",
            [.. ClusterLinks.Of(cluster, live), .. Links(cluster, account, live.Pods)]);
    }

    internal static IEnumerable<Link> Links(ClusterState cluster, Principal.ServiceAccount account, PodsFinding? pods)
    {
        var written = ServiceAccountLinks.Find(cluster, account.Namespace, account.Name)?.RoleArn;
        var arn = Role(written);
        var links = new List<Link>
        {
            ServiceAccountLinks.Exists(cluster, account).Single(),
            new("annotation", () => Annotated(cluster, account, written)),
            new("annotation is a role", () => IsRole(cluster, account, written, arn)),
            new("no Pod Identity before it", () => NoAssociation(cluster, account, arn)),
        };
        if (arn is null)
        {
            // Named, so that it is seen what comes after the link that is broken.
            string[] rest = ["IAM role", "OIDC provider in IAM", "trust names the provider", "trust: sub", "trust: aud", "trust as a whole"];
            links.AddRange(rest.Select(name => new Link(name, () => new LinkState.Unknown("no role is known"))));
        }
        else
        {
            links.Add(new("IAM role", () => new RoleLink(cluster, arn).Exists(near => Annotate(account, near))));
            var token = cluster.OidcIssuer is { } issuer ? new ShownToken(issuer, account.ToString(), Audience, "this cluster") : null;
            links.AddRange(new WebIdentityLinks(cluster, new RoleLink(cluster, arn), token).All);
        }

        if (pods is not null) links.Add(new("pods", () => PodLinks.Irsa(account, pods, arn?.Full ?? "")));
        return links;
    }

    private static LinkState Annotated(ClusterState cluster, Principal.ServiceAccount account, string? written)
    {
        if (ServiceAccountLinks.Find(cluster, account.Namespace, account.Name) is not { } found) return new LinkState.Unknown("the service account was not read");
        if (written is { Length: > 0 }) return new LinkState.Holds($"{Annotation}: {written}");
        var misspelt = found.Annotations.FirstOrDefault(pair => pair.Value.StartsWith("arn:", StringComparison.Ordinal) && pair.Value.Contains(":role/", StringComparison.Ordinal));
        if (misspelt.Key is not null)
        {
            return LinkState.Mend(
                $"the service account has no annotation {Annotation}; {misspelt.Key} names a role, and nobody reads it", "annotate it by the right key",
                Annotate(account, misspelt.Value), $"kubectl annotate serviceaccount {ShellText.Word(account.Name)} -n {ShellText.Word(account.Namespace)} {ShellText.Word($"{misspelt.Key}-")}");
        }

        var association = cluster.PodIdentities?.FirstOrDefault(one => one.Namespace == account.Namespace && one.ServiceAccount == account.Name);
        return association is not null
            ? LinkState.Mend(
                $"the service account has no annotation {Annotation}; its pods get {association.RoleArn} by EKS Pod Identity", "ask for that chain instead",
                $"eksiam doctor pod-identity {account.Namespace}/{account.Name}")
            : LinkState.Mend(
                $"the service account has no annotation {Annotation}, so its pods come to AWS as their node", "annotate it, then start its pods anew",
                Annotate(account, Trusting(cluster, account) ?? $"arn:{new ClusterCommands(cluster).Partition}:iam::{cluster.AccountId ?? "ACCOUNT"}:role/ROLE"),
                PodLinks.Restart(account));
    }

    private static LinkState IsRole(ClusterState cluster, Principal.ServiceAccount account, string? written, PrincipalArn? arn)
    {
        if (written is null) return new LinkState.Unknown("there is no annotation");
        var partition = new ClusterCommands(cluster).Partition;
        if (arn is null)
        {
            var problems = new ProblemList();
            var other = PrincipalArn.Parse(Annotation, written, problems);
            return LinkState.Mend(
                other is not null ? $"the annotation names {written}, which is no role" : $"\"{written}\" is not the ARN of a role: expected {problems[0].Expected}", "annotate it with the ARN of the role",
                Annotate(account, Meant(written) ?? $"arn:{partition}:iam::{cluster.AccountId ?? "ACCOUNT"}:role/ROLE"));
        }

        return arn.Partition != partition
            ? LinkState.Mend(
                $"the annotation names a role of partition {arn.Partition}, and the cluster is in {partition}", "name the role of the right partition",
                Annotate(account, $"arn:{partition}:iam::{arn.AccountId}:role{arn.Path}{arn.Name}"))
            : new LinkState.Holds($"role {arn.Name} of account {arn.AccountId}");
    }

    // Source of the order: https://github.com/aws/amazon-eks-pod-identity-webhook, where container credentials come first.
    private static LinkState NoAssociation(ClusterState cluster, Principal.ServiceAccount account, PrincipalArn? arn)
    {
        if (Unreadable.Whole(cluster, Unreadable.Associations, cluster.PodIdentities is not null, "eks:DescribePodIdentityAssociation", "whether one comes before the annotation") is { } unknown)
            return unknown;
        return cluster.PodIdentities!.FirstOrDefault(one => one.Namespace == account.Namespace && one.ServiceAccount == account.Name) is { } association && association.RoleArn != arn?.Full
            ? LinkState.Mend(
                $"an association of EKS Pod Identity gives the pods {association.RoleArn}: it comes before the annotation", "delete the association, or ask for that chain",
                new ClusterCommands(cluster).Eks("list-pod-identity-associations", $"--namespace {ShellText.Word(account.Namespace)} --service-account {ShellText.Word(account.Name)}"),
                new ClusterCommands(cluster).Eks("delete-pod-identity-association", "--association-id ID"))
            : new LinkState.Holds("none for this service account, or of the same role");
    }

    /// <summary>Without white space and quotes, and the role in place of an instance profile of the same name.</summary>
    private static string? Meant(string written) => Role(
        string.Concat(written.Where(character => !char.IsWhiteSpace(character) && character is not '"' and not '\'')).Replace(":instance-profile/", ":role/", StringComparison.Ordinal))?.Full;

    private static PrincipalArn? Role(string? written) =>
        written is not null && PrincipalArn.Parse("", written, new ProblemList()) is { Kind: PrincipalKind.Role } arn ? arn : null;

    /// <summary>A role that trusts this service account: probably the one that was to be named.</summary>
    private static string? Trusting(ClusterState cluster, Principal.ServiceAccount account) => cluster.IamRoles?.FirstOrDefault(role =>
        role.Trust?.Statements.SelectMany(statement => statement.Conditions).Any(condition =>
            condition.Key.EndsWith(":sub", StringComparison.OrdinalIgnoreCase) && condition.Values.Contains(account.ToString(), StringComparer.Ordinal)) == true)?.Arn;

    private static string Annotate(Principal.ServiceAccount account, string arn) =>
        $"kubectl annotate serviceaccount {ShellText.Word(account.Name)} -n {ShellText.Word(account.Namespace)} --overwrite {ShellText.Word($"{Annotation}={arn}")}";
}
