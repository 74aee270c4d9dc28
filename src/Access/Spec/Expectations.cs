using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>
/// What the RBAC of a spec says to a request: its roles, the grants that bind them and the profiles, and the default roles of every
/// cluster. What is bound outside of the spec does not count, as nothing here can tell it.
/// </summary>
public sealed class Expectations
{
    private readonly AccessSpec _spec;
    private readonly List<HeldGrant> _grants;
    private readonly RbacPolicy _defaults = new(DefaultRoles.Roles, DefaultRoles.Bindings);

    public Expectations(AccessSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _spec = spec;
        RbacRole[] roles = [.. DefaultRoles.Roles, .. spec.Roles.SelectMany(Roles)];
        _grants =
        [
            .. spec.Mappings.SelectMany(holder => holder.Grant.Select(
                grant => new HeldGrant(holder, grant, new(roles, Bindings(holder, grant))))),
        ];
    }

    /// <summary>Whether <paramref name="who"/> may do it, and by which grant.</summary>
    public ExpectedAccess Decide(MappingSpec who, AccessRequest request)
    {
        var user = UserOf(who);
        if (user.IsMaster) return new(true, null, $"group {RbacUser.Masters}, which may do everything");
        var grant = _grants.Find(held => held.Policy.Decide(user, request).Allowed);
        if (grant is not null) return new(true, grant.Grant, $"the grant of {Describe(grant.Grant)} in line {grant.Grant.At.Line}");
        return _defaults.Decide(user, request).Allowed
            ? new(true, null, "a ClusterRole that every cluster gives to everybody")
            : new(false, null, "");
    }

    /// <summary>The grants that reach it: its own, and those of others of this spec whose groups it is in.</summary>
    public IEnumerable<GrantSpec> GrantsOf(MappingSpec who)
    {
        var groups = UserOf(who).Groups;
        return _grants.Where(held => groups.Contains(AccessGroups.Of(held.Holder.Name.Text))).Select(held => held.Grant);
    }

    /// <summary><c>view in dev and staging</c>.</summary>
    public string Describe(GrantSpec grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return NamespacesOf(grant) is { Count: > 0 } namespaces
            ? $"{RoleOf(grant)} in {SpecProblems.AllOf(namespaces.Select(ns => ns.Text))}"
            : RoleOf(grant);
    }

    private static string RoleOf(GrantSpec grant) => grant.Profile is { } profile ? Profiles.Name(profile) : grant.Role?.Text ?? "";

    private static RbacUser UserOf(MappingSpec who) => new(
        who.Username?.Text ?? who.Name.Text,
        [AccessGroups.Of(who.Name.Text), .. who.Groups.Select(group => group.Text), RbacUser.Authenticated]);

    private static IEnumerable<RbacRole> Roles(RoleSpec role)
    {
        PolicyRule[] rules = [.. role.Rules.Select(Rule)];
        var namespaces = role.Namespaces?.Select(ns => ns.Text) ?? [""];
        return namespaces.Select(ns => new RbacRole { Namespace = ns, Name = role.Name.Text, Rules = rules });
    }

    private static PolicyRule Rule(RuleSpec rule) => new()
    {
        Verbs = Texts(rule.Verbs),
        ApiGroups = Texts(rule.ApiGroups ?? []),
        Resources = Texts(rule.Resources),
        ResourceNames = Texts(rule.ResourceNames),
        NonResourceUrls = Texts(rule.NonResourceUrls),
    };

    private IEnumerable<RbacBinding> Bindings(MappingSpec holder, GrantSpec grant)
    {
        var group = AccessGroups.Of(holder.Name.Text);
        var namespaces = NamespacesOf(grant)?.Select(ns => ns.Text) ?? [""];
        return namespaces.Select(ns => new RbacBinding
        {
            Namespace = ns,
            Name = group,
            RoleIsClusterRole = OwnRoleOf(grant)?.Namespaces is null,
            RoleName = RoleOf(grant),
            Subjects = [new(SubjectKind.Group, group)],
        });
    }

    // A role is bound where it is, unless the grant says where; what has no namespaces is bound in the whole cluster.
    private Items<Word>? NamespacesOf(GrantSpec grant) => grant.Namespaces ?? OwnRoleOf(grant)?.Namespaces;

    private RoleSpec? OwnRoleOf(GrantSpec grant) => grant.Role is { } name
        ? _spec.Roles.FirstOrDefault(role => role.Name.Text == name.Text)
        : null;

    private static string[] Texts(IEnumerable<Word> words) => [.. words.Select(word => word.Text)];

    private sealed record HeldGrant(MappingSpec Holder, GrantSpec Grant, RbacPolicy Policy);
}
