using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>The commands that give somebody a right: the least that Kubernetes or EKS has ready, else a role of its own.</summary>
internal sealed class Granting(ClusterState cluster, Authentication who)
{
    private static readonly string[] s_policies = [AccessPolicy.View, AccessPolicy.Edit, AccessPolicy.Admin];
    private static readonly string[] s_roles = ["view", "edit", "admin"];

    /// <param name="request">What is to be given; null for reading in a namespace that nobody named.</param>
    public IEnumerable<string> Commands(AccessRequest? request)
    {
        var ns = request is null ? "NAMESPACE" : request is AccessRequest.OfResource resource ? resource.Namespace : "";
        if (who.Identity?.By is MappedBy.AccessEntry { Entry: { Content.IsStandard: true } entry }
            && s_policies.FirstOrDefault(policy => request is null || Allows(AccessPolicyRules.Of(policy), request)) is { } name)
        {
            var commands = new ClusterCommands(cluster);
            return [commands.Associate(entry.PrincipalArn, AccessPolicy.Arn(commands.Partition, name), ns.Length == 0 ? [] : [ns])];
        }

        return Subject() is { } subject ? Bind(request, ns, subject) : [$"# {who.Principal} has no group that could be bound, and its username is another in each session: give it a group where it is mapped"];
    }

    /// <summary>As kubectl takes it: <c>deployments.apps</c>.</summary>
    public static string TypeOf(AccessRequest.OfResource request) => ShellText.Word(string.Concat(
        request.Resource, request.ApiGroup.Length == 0 ? "" : $".{request.ApiGroup}", request.Subresource.Length == 0 ? "" : $"/{request.Subresource}"));

    private static IEnumerable<string> Bind(AccessRequest? request, string ns, (string Flag, string Label) subject)
    {
        var ready = s_roles.FirstOrDefault(role => request is null || Allows(DefaultRoles.Roles.First(known => known.Name == role).Rules, request));
        var scope = ns.Length == 0 ? "" : $" -n {ShellText.Word(ns)}";
        var kind = ns.Length == 0 ? "clusterrole" : "role";
        var role = ready ?? ShellText.Word(NameOf($"{subject.Label}-{request!.Verb}"));
        if (ready is null)
        {
            var what = request switch
            {
                AccessRequest.OfResource resource => $"--resource={TypeOf(resource)}{(resource.Name.Length == 0 ? "" : $" --resource-name={ShellText.Word(resource.Name)}")}",
                AccessRequest.OfUrl url => $"--non-resource-url={ShellText.Word(url.Path)}",
                _ => "",
            };
            yield return $"kubectl create {kind} {role}{scope} --verb={ShellText.Word(request!.Verb)} {what}";
        }

        yield return $"kubectl create {kind}binding {ShellText.Word(NameOf($"{subject.Label}-{(ready ?? request!.Verb)}"))}{scope} --{(ready is null ? kind : "clusterrole")}={role} {subject.Flag}";
    }

    /// <summary>A group of its own, else its name where that is the same in each session.</summary>
    private (string Flag, string Label)? Subject()
    {
        if (who.Identity is not { } identity) return ("--group=GROUP", "group");
        if (who.Principal is Principal.ServiceAccount account) return ($"--serviceaccount={ShellText.Word($"{account.Namespace}:{account.Name}")}", account.Name);
        if (identity.User.Groups.FirstOrDefault(group => !group.StartsWith("system:", StringComparison.Ordinal) && !group.Contains("{{", StringComparison.Ordinal)) is { Length: > 0 } group)
            return ($"--group={ShellText.Word(group)}", group);
        return identity.HangsOnSession ? null : ($"--user={ShellText.Word(identity.User.Username)}", identity.User.Username);
    }

    private static bool Allows(IReadOnlyList<PolicyRule>? rules, AccessRequest request) => rules?.Any(rule => rule.Allows(request)) == true;

    private static string NameOf(string text) =>
        string.Concat(text.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' ? character : '-')).Trim('-');
}
