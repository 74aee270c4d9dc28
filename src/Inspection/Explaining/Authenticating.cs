using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>
/// Who a principal becomes in a cluster: its access entry if it has one that is read, else its entry of aws-auth. Source of the order:
/// https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html.
/// </summary>
public sealed class Authenticating
{
    private readonly ClusterState _cluster;
    private readonly Dictionary<string, AccessEntryState> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IamRoleState> _roles = new(StringComparer.Ordinal);
    private readonly HashSet<(string Namespace, string Name)> _accounts;
    private readonly MapIndex _map;

    public Authenticating(ClusterState cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        _cluster = cluster;
        foreach (var entry in cluster.AccessEntries ?? []) _entries[KeyOf(entry.PrincipalArn)] = entry;
        foreach (var role in cluster.IamRoles ?? []) _roles[KeyOf(role.Arn)] = role;
        _accounts = [.. cluster.ServiceAccounts.Select(account => (account.Namespace, account.Name))];
        _map = new(cluster.WrittenMap);
    }

    /// <summary>What the cluster makes of somebody.</summary>
    public Authentication Of(Principal principal) => principal switch
    {
        Principal.ServiceAccount account => new(principal, OfServiceAccount(account), "", ServiceAccountNotes(account)),
        Principal.Iam iam => Of(iam),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Authentication Of(Principal.Iam principal)
    {
        var notes = new List<IdentityNote>();
        var fromMap = new MapLookup(_cluster, _map.Of(principal), principal);
        var entry = _entries.GetValueOrDefault(KeyOf(principal.CallerArn));
        var live = EntryInForce(entry, notes);
        Identity? identity;
        if (live is not null)
        {
            identity = new(UserOf(live, principal), new MappedBy.AccessEntry(live), live.Content.Policies);
            if (fromMap.Match is { } shadowed)
            {
                notes.Add(new(
                    IdentityNoteKind.Shadowed, MapLookup.Place(shadowed.Section, shadowed.Entry), "has no effect: the access entry of the principal comes first",
                    "remove the entry of aws-auth, or the access entry"));
            }
        }
        else
        {
            identity = fromMap.Identity;
        }

        notes.AddRange(fromMap.Notes);
        if (_cluster.AccessEntries is null && _cluster.Mode != AuthenticationMode.ConfigMap)
        {
            notes.Add(new(
                IdentityNoteKind.Unknown, "", "the access entries of the cluster are not known here; one of the principal would come before aws-auth",
                "ask with --cluster NAME, which reads them"));
        }

        if (identity?.User.Groups.Contains(NodeIdentity.NodesGroup, StringComparer.Ordinal) == true)
        {
            notes.Add(new(
                IdentityNoteKind.Unknown, "", "nodes are also let by the Node authorizer, to what their own pods need: that is not looked at here"));
        }

        var whyNot = identity is not null ? "" : entry is not null && live is null ? notes[0].Message : fromMap.WhyNot;
        return new(principal, identity, whyNot, notes);
    }

    /// <summary>The entry if it lets somebody in.</summary>
    private AccessEntryState? EntryInForce(AccessEntryState? entry, List<IdentityNote> notes)
    {
        if (entry is null) return null;
        var place = $"access entry of {entry.PrincipalArn}";
        if (_cluster.Mode == AuthenticationMode.ConfigMap)
        {
            notes.Add(new(
                IdentityNoteKind.NotRead, place, "access entries are not read in the authentication mode CONFIG_MAP",
                "change the mode to API_AND_CONFIG_MAP"));
            return null;
        }

        if (_roles.GetValueOrDefault(KeyOf(entry.PrincipalArn)) is { } role)
        {
            // IAM and a saved state tell whole seconds: an entry of the same second as its role is not older.
            if (!role.Exists || (role.CreatedAt is { } roleMade && entry.CreatedAt is { } entryMade && roleMade.ToUnixTimeSeconds() > entryMade.ToUnixTimeSeconds()))
            {
                notes.Add(new(
                    IdentityNoteKind.DeadEntry, place,
                    role.Exists
                        ? "the role was deleted and made anew after the entry: it is for the old one, which nobody can be any more"
                        : "IAM has no such role any more",
                    role.Exists ? "delete the access entry and create it again" : "delete the access entry"));
                return null;
            }
        }

        return entry;
    }

    private static RbacUser UserOf(AccessEntryState entry, Principal.Iam principal)
    {
        var content = entry.Content;
        var type = AccessEntryTypes.Find(content.Type) ?? AccessEntryType.Standard;
        var username = content.Username.Length > 0
            ? content.Username
            : PrincipalArn.Parse("", entry.PrincipalArn, new ProblemList()) is { } arn ? AccessEntryUsername.Default(arn, type) : entry.PrincipalArn;
        IEnumerable<string> groups = type == AccessEntryType.Standard ? content.Groups : content.Groups.Union(NodeGroups(type), StringComparer.Ordinal);
        return new(SessionText.Fill(username, principal), [.. groups.Select(group => SessionText.Fill(group, principal)), RbacUser.Authenticated]);
    }

    private static IEnumerable<string> NodeGroups(AccessEntryType type) => type switch
    {
        AccessEntryType.Ec2Windows => [NodeIdentity.NodesGroup, NodeIdentity.WindowsGroup],
        AccessEntryType.FargateLinux => [NodeIdentity.NodesGroup, NodeIdentity.FargateGroup],
        _ => [NodeIdentity.NodesGroup],
    };

    private static Identity OfServiceAccount(Principal.ServiceAccount account) => new(
        new(account.ToString(), ["system:serviceaccounts", $"system:serviceaccounts:{account.Namespace}", RbacUser.Authenticated]),
        new MappedBy.ServiceAccount(account.Namespace, account.Name), []);

    private IReadOnlyList<IdentityNote> ServiceAccountNotes(Principal.ServiceAccount account) =>
        _accounts.Contains((account.Namespace, account.Name))
            ? []
            : [new(IdentityNoteKind.Unknown, "", $"no service account {account.Name} was read in namespace {account.Namespace}")];

    /// <summary>A name is unique in its account, whatever its path; sessions are known by their role.</summary>
    private static string KeyOf(string arn) => arn.Split(':', 6) switch
    {
        [_, _, "sts", _, var account, var resource] when resource.Split('/') is ["assumed-role", var role, ..] => $"{account}:role/{role}",
        [_, _, _, _, var account, var resource] when resource.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash =>
            $"{account}:{resource[..slash]}/{resource[(resource.LastIndexOf('/') + 1)..]}",
        _ => arn,
    };
}
