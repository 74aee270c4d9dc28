using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>Whom a spec lets in: the entries of aws-auth and the access entries that the app makes of it, and the roles that it makes.</summary>
internal sealed class SpecPrincipals
{
    private static readonly string[] s_nodeGroups = ["system:bootstrappers", NodeIdentity.NodesGroup];

    private readonly Dictionary<string, string> _map = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _entries = [];
    private readonly List<JsonObject> _roles = [];
    private readonly AccessSpec _spec;
    private readonly SpecPlace _place;

    public SpecPrincipals(AccessSpec spec, SpecPlace place)
    {
        (_spec, _place) = (spec, place);
        foreach (var role in spec.Cluster.Create?.AdminRoles ?? [])
            AddEntry(role.Value.Full, AccessEntryType.Standard, AccessEntryUsername.Default(role.Value, AccessEntryType.Standard), [RbacMasters]);
        foreach (var item in spec.Access)
        {
            foreach (var principal in item.Principals) Add(principal, item);
        }

        foreach (var node in spec.Nodes) Add(node);
        foreach (var item in spec.Automation)
        {
            AddMade(item.Name.Text, item.AssumedBy);
            Add(Parsed(place.RoleArn(item.Name.Text)), item.Via, item.Username?.Text ?? Usernames.Default(item.Name.Text), GroupsOf(item));
        }

        foreach (var role in spec.ArgoCd?.ControllerRoles ?? [])
            Add(role.Value, Via.Auto, Usernames.Default(role.Value), [AccessGroups.Of(SpecBindings.ArgoCd)]);
    }

    /// <summary>The sections, by key.</summary>
    public IReadOnlyDictionary<string, string> AwsAuth => _map;

    public IReadOnlyList<JsonObject> AccessEntries => _entries;

    public IReadOnlyList<JsonObject> CreatedRoles => _roles;

    private static string RbacMasters => AccessEntryGroups.Masters;

    private void Add(PrincipalSpec principal, AccessItem item)
    {
        switch (principal)
        {
            case PrincipalSpec.Account account:
                AddToMap(Section.MapAccounts, new MappingEntry { Id = account.Id.Text });
                break;
            case PrincipalSpec.CreateRole made:
                AddMade(made.Name.Text, made.Trust);
                Add(Parsed(_place.RoleArn(made.Name.Text)), item.Via, item.Username?.Text ?? Usernames.Default(made.Name.Text), GroupsOf(item));
                break;
            case PrincipalSpec.Arn { Value: var arn }:
                Add(arn, item.Via, item.Username?.Text ?? Usernames.Default(arn), GroupsOf(item));
                break;
            case PrincipalSpec.PermissionSet { Value: var role }:
                Add(role, item.Via, item.Username?.Text ?? Usernames.Default(role), GroupsOf(item));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Add(NodeSpec node)
    {
        var isSession = node.Kind is NodeKind.Fargate or NodeKind.Hybrid;
        string[] groups = node.Kind switch
        {
            NodeKind.Windows => [.. s_nodeGroups, NodeIdentity.WindowsGroup],
            NodeKind.Fargate => [.. s_nodeGroups, NodeIdentity.FargateGroup],
            _ => s_nodeGroups,
        };
        var type = node.Kind switch
        {
            NodeKind.Windows => AccessEntryType.Ec2Windows,
            NodeKind.Fargate => AccessEntryType.FargateLinux,
            NodeKind.Hybrid => AccessEntryType.HybridLinux,
            _ => AccessEntryType.Ec2Linux,
        };
        var (role, username) = (node.Role.Value, isSession ? NodeIdentity.SessionUsername : NodeIdentity.Ec2Username);
        var ways = _spec.Cluster.BackendsOf(node.Via);
        if (ways.HasFlag(Backends.AccessEntry)) AddEntry(role.Full, type, username, []);
        if (ways.HasFlag(Backends.AwsAuth)) AddToMap(Section.MapRoles, new MappingEntry { Id = role.AsWritten, Username = username, Groups = groups });
    }

    private void Add(PrincipalArn principal, Via via, string username, IReadOnlyList<string> groups)
    {
        var ways = _spec.Cluster.BackendsOf(via);
        if (ways.HasFlag(Backends.AccessEntry)) AddEntry(principal.Full, AccessEntryType.Standard, username, groups);
        if (!ways.HasFlag(Backends.AwsAuth)) return;
        AddToMap(
            principal.Kind == PrincipalKind.User ? Section.MapUsers : Section.MapRoles,
            new MappingEntry { Id = principal.AsWritten, Username = username, Groups = groups });
    }

    private void AddToMap(Section section, MappingEntry entry)
    {
        if (SectionEditor.Upsert(section, _map.GetValueOrDefault(section.Key()), entry) is SectionEdit.Changed changed) _map[section.Key()] = changed.Text;
    }

    private void AddEntry(string principal, AccessEntryType type, string username, IReadOnlyList<string> groups)
    {
        var carried = AccessEntryGroups.Of(groups);
        _entries.Add(new JsonObject
        {
            ["principalArn"] = principal,
            ["type"] = AccessEntryTypes.Name(type),
            ["username"] = username,
            ["kubernetesGroups"] = SpecState.Array(carried.Groups),
            ["associatedAccessPolicies"] = carried.IsClusterAdmin
                ? new JsonArray(new JsonObject
                {
                    ["policyArn"] = AccessPolicy.Arn(_place.Partition, AccessPolicy.ClusterAdmin),
                    ["accessScope"] = new JsonObject { ["type"] = "cluster", ["namespaces"] = new JsonArray() },
                })
                : new JsonArray(),
        });
    }

    /// <param name="name">The name of the role.</param>
    /// <param name="trust">Null where a pipeline assumes it by a token: its trust is not shown.</param>
    private void AddMade(string name, TrustSpec? trust)
    {
        var role = new JsonObject { ["arn"] = _place.RoleArn(name), ["exists"] = true };
        if (trust is not null) role["assumeRolePolicyDocument"] = SpecTrust.OfArns(trust);
        _roles.Add(role);
    }

    private static IReadOnlyList<string> GroupsOf(MappingSpec item) =>
        [.. (item.Grant.Count > 0 ? [AccessGroups.Of(item.Name.Text)] : Array.Empty<string>()).Concat(item.Groups.Select(group => group.Text)).Distinct(StringComparer.Ordinal)];

    private static PrincipalArn Parsed(string arn) => PrincipalArn.Parse("", arn, new ProblemList())!;
}
