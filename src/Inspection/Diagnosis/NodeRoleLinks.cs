using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Iam;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Whether the roles of nodes are let in as nodes; of several, the first that is not is told.</summary>
internal sealed class NodeRoleLinks(ClusterState cluster, IReadOnlyList<PrincipalArn> roles)
{
    private const string Edit = "kubectl edit configmap aws-auth -n kube-system";
    private static readonly string[] s_services = ["ec2.amazonaws.com", "eks-fargate-pods.amazonaws.com", "ssm.amazonaws.com", "rolesanywhere.amazonaws.com", "ec2.amazonaws.com.cn"];
    private static readonly string[] s_needed = ["system:bootstrappers", "system:nodes"];

    private readonly ClusterCommands _commands = new(cluster);

    public IEnumerable<Link> All =>
        [new("node role", () => Each(Exists)), new("let in", () => Each(LetIn)), new("username", () => Each(Username)), new("groups", () => Each(Groups))];

    private LinkState Each(Func<PrincipalArn, LinkState> look)
    {
        if (roles.Count == 0)
        {
            if (cluster.Mode != AuthenticationMode.ConfigMap && Unreadable.Entries(cluster, "which roles come in as nodes") is { } unknown) return unknown;
            if (Unreadable.IsMapUnread(cluster)) return Unreadable.MapUnread(cluster, "which roles come in as nodes");
            return LinkState.Mend("no role is let in as a node: there is no access entry of a type for nodes, and no entry of aws-auth", "let the role of the nodes in", LetInCommands(null));
        }

        var states = roles.Select(look).ToList();
        return states.Find(state => state is LinkState.Broken) ?? states.Find(state => state is LinkState.Unknown)
            ?? new LinkState.Holds(Names.Some(states.OfType<LinkState.Holds>().Select(state => state.What)));
    }

    private LinkState Exists(PrincipalArn role)
    {
        var link = new RoleLink(cluster, role);
        if (link.Exists(near => $"aws iam get-role --role-name {ShellText.Word(near[(near.LastIndexOf('/') + 1)..])}") is var exists and not LinkState.Holds
            && !(exists is LinkState.Broken && link.Trust is not null)) return exists;
        if (link.Trust is not { } trust) return link.UnknownTrust;
        var nothing = new Dictionary<string, string>();
        return s_services.Any(service => RoleTrust.Decide(trust, new AssumeRequest.ByService(service, nothing)).Effect is IamEffect.Allowed or IamEffect.Undecided)
            ? new LinkState.Holds(role.Full)
            : LinkState.Mend(
                $"the trust policy of {role.Name} lets no instance assume it: it does not name ec2.amazonaws.com", "let the role trust it",
                link.Retrust(RoleLink.Document(new() { ["Service"] = "ec2.amazonaws.com" }, "sts:AssumeRole", null)));
    }

    private LinkState LetIn(PrincipalArn role)
    {
        var who = Who(role, out var principal);
        switch (who.Identity?.By)
        {
            case MappedBy.AccessEntry { Entry: { Content.IsStandard: true } entry }:
                return LinkState.Mend(
                    $"the access entry of {role.Name} has type STANDARD, and so does not make its nodes nodes; it comes before aws-auth", "make it anew with the type of its nodes; nodes are out in between",
                    _commands.DeleteEntry(entry.PrincipalArn), _commands.Eks("create-access-entry", $"--principal-arn {ShellText.Word(entry.PrincipalArn)} --type EC2_LINUX"));
            case MappedBy.AccessEntry { Entry: var entry }:
                return new LinkState.Holds($"access entry of {role.Name}, type {entry.Content.Type}");
            case MappedBy.AwsAuthEntry by:
                return new LinkState.Holds(NamedEntries.Place((by.Section, by.Entry)));
        }

        if (who.Notes.FirstOrDefault(note => note.Kind == IdentityNoteKind.DeadEntry) is { } dead)
        {
            var entry = NamedEntries.AccessEntry(cluster, principal)!;
            return LinkState.Mend(
                $"{dead.Place} is dead: {dead.Message}", "delete it and create it again",
                [_commands.DeleteEntry(entry.PrincipalArn), .. _commands.CreateEntry(entry.PrincipalArn, entry.Content)]);
        }

        if (who.Notes.FirstOrDefault(note => note.Kind == IdentityNoteKind.Unreachable) is { } unreachable)
            return LinkState.Mend($"{unreachable.Place}: {unreachable.Message}", $"write rolearn: {role.AsWritten} there", Edit);
        if (UnreadEntry.Of(cluster, principal) is { } lost)
            return LinkState.Mend($"{lost.Place}: {lost.Why}", "correct it", Edit);
        if (cluster.Mode != AuthenticationMode.Api && Unreadable.IsMapUnread(cluster))
            return Unreadable.MapUnread(cluster, $"whether it maps {role.Name}");
        if (cluster.Mode != AuthenticationMode.ConfigMap && Unreadable.Entries(cluster, $"whether {role.Name} has one; aws-auth does not map it") is { } unknown) return unknown;
        return LinkState.Mend($"nothing lets {role.Full} in: its instances get 401, and never register", "let it in as a node", LetInCommands(role));
    }

    private LinkState Username(PrincipalArn role)
    {
        var who = Who(role, out var principal);
        if (who.Identity is not { } identity) return NotKnown(role);
        if (identity.By is not MappedBy.AwsAuthEntry by) return new LinkState.Holds("given by EKS");
        if (NodeIdentity.IsUsername(by.Entry.Entry.Username)) return new LinkState.Holds(by.Entry.Entry.Username);
        var shadowed = new NamedEntries(cluster, principal).All.FirstOrDefault(other => other.Entry != by.Entry && NodeIdentity.IsUsername(other.Entry.Entry.Username));
        return LinkState.Mend(
            $"{NamedEntries.Place((by.Section, by.Entry))} makes the nodes \"{by.Entry.Entry.Username}\", which no node may be"
            + (shadowed.Entry is null ? Names.Meant(by.Entry.Entry.Username, NodeIdentity.Usernames) : $"; {NamedEntries.Place(shadowed)} would be right, and has no effect, since the last of equal ARNs wins"),
            shadowed.Entry is null ? $"write username: {NodeIdentity.Ec2Username} there" : "take the later entry out, or give it a role of its own", Edit);
    }

    private LinkState Groups(PrincipalArn role)
    {
        if (Who(role, out _).Identity is not { } identity) return NotKnown(role);
        if (identity.By is not MappedBy.AwsAuthEntry by) return new LinkState.Holds("given by EKS");
        var missing = s_needed.Except(by.Entry.Entry.Groups, StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? new LinkState.Holds(string.Join(", ", by.Entry.Entry.Groups))
            : LinkState.Mend(
                $"{NamedEntries.Place((by.Section, by.Entry))} does not give {string.Join(" and ", missing)}{(by.Entry.Entry.Groups.Count == 0 ? "; groups must be a list, one a line" : "")}",
                $"write groups: [{string.Join(", ", by.Entry.Entry.Groups.Union(s_needed, StringComparer.Ordinal).Where(group => group.Length > 0))}] there", Edit);
    }

    private Authentication Who(PrincipalArn role, out Principal.Iam principal) => new Authenticating(cluster).Of(principal = Principal.Role(role, null));

    private static LinkState.Unknown NotKnown(PrincipalArn role) => new($"who {role.Name} becomes hangs on what could not be read");

    private IEnumerable<string> LetInCommands(PrincipalArn? role)
    {
        if (cluster.Mode is AuthenticationMode.Api or AuthenticationMode.ApiAndConfigMap)
            return _commands.CreateEntry(role?.Full ?? "ROLE", new AccessEntryContent { Type = AccessEntryTypes.Name(AccessEntryType.Ec2Linux), Username = "", Groups = [], Policies = [] });
        return
        [
            Edit,
            "# mapRoles, at the end of the section:",
            $"#   - rolearn: {role?.AsWritten ?? "ROLE, without its path"}",
            $"#     username: {NodeIdentity.Ec2Username}",
            "#     groups: [system:bootstrappers, system:nodes]",
        ];
    }
}
