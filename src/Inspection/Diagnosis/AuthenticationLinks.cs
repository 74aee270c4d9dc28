using System.Globalization;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>From an IAM principal to who it is in the cluster.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="authentication">What it makes of the principal.</param>
/// <param name="principal">The principal.</param>
/// <param name="isDenied">Whether what was asked is denied to who it becomes.</param>
/// <param name="request">What was asked, if anything.</param>
internal sealed class AuthenticationLinks(
    ClusterState cluster, Authentication authentication, Principal.Iam principal, bool isDenied, AccessRequest? request)
{
    private readonly ClusterCommands _commands = new(cluster);
    private readonly NamedEntries _written = new(cluster, principal);
    private readonly AccessEntryState? _entry = NamedEntries.AccessEntry(cluster, principal);

    public IEnumerable<Link> All => [new("principal", Known), new("authentication mode", Mode), new("access entry", Entry), new("aws-auth", Map), new("identity", Identity)];

    private static string EditMap => "kubectl edit configmap aws-auth -n kube-system";

    private LinkState Known()
    {
        if (cluster.IamRoles?.FirstOrDefault(role => NamedEntries.IsSame(role.Arn, principal)) is { Exists: false } gone && _entry is null)
        {
            return LinkState.Mend(
                $"IAM has no role {principal.Name} in account {principal.AccountId}: nobody can come as it",
                "correct the ARN, or create the role",
                $"aws iam get-role --role-name {ShellText.Word(principal.Name)}");
        }

        return new LinkState.Holds(
            principal.CallerArn == principal.Arn ? $"callers arrive as {principal.Arn}" : $"callers arrive as {principal.CallerArn}, without the path");
    }

    private LinkState Mode()
    {
        if (cluster.Mode is not { } mode)
            return new LinkState.Unknown("EKS was not asked for the authentication mode, which leaves unknown whether access entries, aws-auth or both are read");
        if (authentication.Identity is not null) return new LinkState.Holds(mode.Name());
        if (mode == AuthenticationMode.ConfigMap && _entry is not null)
        {
            return LinkState.Mend(
                $"the principal has an access entry, and the mode {mode.Name()} reads aws-auth only",
                "let the cluster read both; this is never taken back", _commands.SetMode(AuthenticationMode.ApiAndConfigMap.Name()));
        }

        if (mode == AuthenticationMode.Api && _entry is null && Unreadable.Entries(cluster, "") is null && _written.Reachable is { } written)
        {
            return LinkState.Mend(
                $"the mode {mode.Name()} reads access entries only, and the principal has none: it stands in {NamedEntries.Place(written)}, which is not read any more",
                "make an access entry of it", _commands.CreateEntry(principal.Arn, Content(written.Entry.Entry)));
        }

        return new LinkState.Holds(mode.Name());
    }

    private LinkState Entry()
    {
        if (cluster.Mode == AuthenticationMode.ConfigMap) return new LinkState.Holds("none is read in the mode CONFIG_MAP");
        if (_entry is { } entry)
        {
            return authentication.Notes.FirstOrDefault(note => note.Kind == IdentityNoteKind.DeadEntry) is { } dead
                ? LinkState.Mend(
                    $"the access entry is dead: {dead.Message}", "delete it and create it again",
                    [_commands.DeleteEntry(entry.PrincipalArn), .. _commands.CreateEntry(entry.PrincipalArn, entry.Content)])
                : new LinkState.Holds($"{entry.PrincipalArn}, type {entry.Content.Type}, {Policies(entry.Content)}");
        }

        if (Unreadable.Entries(cluster, "whether the principal has one, which comes before aws-auth") is { } unknown) return unknown;
        return cluster.Mode == AuthenticationMode.Api
            ? LinkState.Mend(
                $"the principal has no access entry{Names.Meant(principal.Arn, cluster.AccessEntries!.Select(other => other.PrincipalArn))}",
                "create one; who made the cluster has one only if bootstrapClusterCreatorAdminPermissions was true", _commands.CreateEntry(principal.Arn, Content(null)))
            : new LinkState.Holds("the principal has none, so aws-auth decides");
    }

    private LinkState Map()
    {
        var byMap = authentication.Identity?.By as MappedBy.AwsAuthEntry;
        if (isDenied && _written.All.FirstOrDefault(other => other.Entry != byMap?.Entry && WouldAllow(other.Entry.Entry)) is { Entry: not null } idle)
            return WithoutEffect(idle, byMap);
        if (byMap is not null) return new LinkState.Holds($"{NamedEntries.Place((byMap.Section, byMap.Entry))} decides");
        if (authentication.Identity is not null) return new LinkState.Holds("is not asked: the access entry comes first");
        if (cluster.Mode == AuthenticationMode.Api) return new LinkState.Holds("is not read in the mode API");
        return NotMapped();
    }

    private LinkState NotMapped()
    {
        if (Unreadable.IsMapUnread(cluster))
            return Unreadable.MapUnread(cluster, "who it maps");
        if (Note(IdentityNoteKind.Unreachable) is { } unreachable)
            return LinkState.Mend($"{unreachable.Place}: {unreachable.Message}", $"write {AsWritten} there", EditMap);
        if (UnreadEntry.Of(cluster, principal) is { } lost)
        {
            return LinkState.Mend(
                $"{lost.Place}: {lost.Why}", "correct it, and check the map before it is applied",
                "kubectl get configmap aws-auth -n kube-system -o yaml > aws-auth.yaml", "eksiam aws-auth check aws-auth.yaml",
                "kubectl apply -f aws-auth.yaml");
        }

        if (cluster.Mode != AuthenticationMode.ConfigMap && Unreadable.Entries(cluster, "") is not null)
            return new LinkState.Unknown("aws-auth does not map the principal; whether an access entry does is not known");
        return LinkState.Mend(
            $"{authentication.WhyNot}{Names.Meant(principal.CallerArn, _written.Ids)}", "let it in",
            cluster.Mode is null or AuthenticationMode.ConfigMap
                ? [EditMap, .. Snippet()]
                : _commands.CreateEntry(principal.Arn, Content(null)));
    }

    private LinkState Identity() => authentication.Identity is { } identity
        ? new LinkState.Holds($"user {identity.User.Username}, groups {string.Join(", ", identity.User.Groups)}")
        : new LinkState.Unknown("who the principal becomes hangs on what could not be read");

    private LinkState WithoutEffect((Section Section, EntryInForce Entry) idle, MappedBy.AwsAuthEntry? byMap)
    {
        var place = NamedEntries.Place(idle);
        if (authentication.Identity!.By is MappedBy.AccessEntry live)
        {
            return LinkState.Mend(
                $"{place} would allow it, and has no effect: the access entry of the principal comes first", "give the access entry what the entry of aws-auth gives",
                Give(live.Entry, idle.Entry.Entry));
        }

        var why = authentication.Notes.FirstOrDefault(note => note.Place == place)?.Message
            ?? $"has no effect: {NamedEntries.Place((byMap!.Section, byMap.Entry))} has the same ARN, and the last wins";
        return LinkState.Mend($"{place} would allow it, but {why}", "leave one entry for the ARN, with all its groups", EditMap);
    }

    private IEnumerable<string> Give(AccessEntryState live, MappingEntry idle)
    {
        var groups = AccessEntryGroups.Of(idle.Groups);
        if (groups.Groups.Count > 0) yield return _commands.UpdateGroups(live.PrincipalArn, live.Content.Groups.Union(groups.Groups, StringComparer.Ordinal));
        if (groups.IsClusterAdmin)
            yield return _commands.Associate(live.PrincipalArn, AccessPolicy.Arn(_commands.Partition, AccessPolicy.ClusterAdmin), []);
    }

    private bool WouldAllow(MappingEntry entry) =>
        request is not null && new Rights(cluster, new(new(entry.Username, [.. entry.Groups, RbacUser.Authenticated]), authentication.Identity!.By, [])).Decide(request).Allowed;

    private IdentityNote? Note(IdentityNoteKind kind) => authentication.Notes.FirstOrDefault(note => note.Kind == kind);

    private static AccessEntryContent Content(MappingEntry? entry) =>
        new() { Type = "STANDARD", Username = entry?.Username ?? "", Groups = entry?.Groups ?? ["GROUP"], Policies = [] };

    private IEnumerable<string> Snippet() =>
    [
        $"# {(principal.IsRole ? "mapRoles" : "mapUsers")}, at the end of the section:",
        $"#   - {(principal.IsRole ? "rolearn" : "userarn")}: {AsWritten}",
        string.Create(CultureInfo.InvariantCulture, $"#     username: {(principal.IsRole ? $"{principal.Name}:{{{{SessionName}}}}" : principal.Name)}"),
        "#     groups: [GROUP]",
    ];

    private string AsWritten => Authenticator.Canonicalize(principal.CallerArn) ?? principal.CallerArn;

    private static string Policies(AccessEntryContent content) => content.Policies.Count == 0
        ? $"groups {(content.Groups.Count == 0 ? "none" : string.Join(", ", content.Groups))}, no access policy"
        : string.Join(", ", content.Policies.Select(policy => $"{policy.PolicyArn[(policy.PolicyArn.LastIndexOf('/') + 1)..]}{(policy.Namespaces.Count == 0 ? "" : $" in {string.Join(", ", policy.Namespaces)}")}"));
}
