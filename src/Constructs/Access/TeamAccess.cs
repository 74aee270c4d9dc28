using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs.Rbac;

namespace EksIamCdk.Constructs.Access;

/// <summary>
/// Some principals, and what they may do in a cluster. Bindings come before principals and checks, so that nobody is let in before what he may
/// do is there; when it is torn down, the principals go first. All ids are made of names, so that their order says nothing.
/// </summary>
public sealed class TeamAccess : Construct
{
    // No namespace can have this name: they have no upper case.
    private const string ClusterWide = "ClusterWide";

    // No role can have these: they have no percent signs.
    private const string OwnRoles = "%roles";
    private const string OwnPrincipals = "%principals";
    private const string Check = "%expect";

    private readonly TeamAccessProps _props;
    private readonly List<IDependable> _bindings = [];
    private readonly List<IDependable> _mappings = [];

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public TeamAccess(Construct scope, string id, TeamAccessProps props)
        : base(scope, id)
    {
        _props = props;
        Group = AccessGroups.Of(props.Name);
        Validate();
        foreach (var grant in Grants) Bind(grant);
        var principals = props.PrincipalsIn ?? new Construct(this, OwnPrincipals);
        foreach (var principal in props.Principals) Map(principals, principal);
        if (props.Expect is { } expect) Ask(expect);
    }

    /// <summary>The Kubernetes group that the grants are bound to.</summary>
    public string Group { get; }

    /// <summary>What is to come after the principals depends on these.</summary>
    internal IDependable[] LetIn => [.. _mappings];

    private IReadOnlyList<TeamGrant> Grants => _props.Grants ?? [];

    private string[] Groups => [.. (Grants.Count > 0 ? [Group] : Array.Empty<string>()).Concat(_props.Groups ?? []).Distinct()];

    private void Bind(TeamGrant grant)
    {
        // Two grants may give the same role in different namespaces.
        var scope = Child(this, grant.Name);
        Subject[] group = [Subject.Group(Group)];
        var name = $"{Group}:{grant.Name}";
        if (grant.Namespaces is null)
        {
            After(new KubernetesClusterRoleBinding(
                scope, ClusterWide, new() { Provider = _props.Provider, Name = name, Role = Role(grant, null), Subjects = group }));
            return;
        }

        foreach (var ns in grant.Namespaces)
        {
            After(new KubernetesRoleBinding(
                scope, ns, new() { Provider = _props.Provider, Namespace = ns, Name = name, Role = Role(grant, ns), Subjects = group }));
        }
    }

    private RoleRef Role(TeamGrant grant, string? ns)
    {
        if (grant.Rules is not { } rules) return grant.IsClusterRole ? RoleRef.ToClusterRoleNamed(grant.Name) : RoleRef.ToRoleNamed(grant.Name);

        var scope = Child(Child(this, OwnRoles), grant.Name);
        var name = $"{Group}:{grant.Name}";
        return ns is null
            ? RoleRef.ToClusterRole(new(scope, ClusterWide, new() { Provider = _props.Provider, Name = name, Rules = rules }))
            : RoleRef.ToRole(new(scope, ns, new() { Provider = _props.Provider, Namespace = ns, Name = name, Rules = rules }));
    }

    private void Map(Construct scope, TeamPrincipal principal)
    {
        var mapped = principal.In(scope, _props);
        var isAccount = mapped.AccountId is not null;
        var mapping = new PrincipalMapping(scope, mapped.Id, new()
        {
            Provider = _props.Provider,
            RoleArn = mapped.RoleArn,
            UserArn = mapped.UserArn,
            AccountId = mapped.AccountId,
            Username = isAccount ? null : _props.Username ?? mapped.Username,
            Groups = isAccount ? null : Groups,
            Via = _props.Via,
            OnConflict = _props.OnConflict,
        });
        if (_bindings.Count > 0) mapping.Node.AddDependency([.. _bindings]);
        _mappings.Add(mapping);
    }

    // Whom a session is of says nothing about what its groups may do: a username of one's own is asked about as it is written.
    private void Ask(TeamExpectation expect)
    {
        var check = new AccessCheck(this, Check, new()
        {
            Provider = _props.Provider,
            Username = _props.Username ?? Group,
            Groups = Groups,
            Allowed = expect.Allowed,
            Denied = expect.Denied,
            AskAgainOn = [.. Grants.Select(grant => grant.Fingerprint)],
        });
        if (_bindings.Count > 0) check.Node.AddDependency([.. _bindings]);
    }

    private void Validate()
    {
        var problems = new ConstructProblems(Node.Path);
        problems.Required(nameof(_props.Name), _props.Name, "the team's name");
        if (_props.Principals.Count == 0) problems.Add(nameof(_props.Principals), null, "at least one principal");
        for (var i = 0; i < _props.Principals.Count; i++) _props.Principals[i].Validate($"Principals[{i}]", problems);
        foreach (var twice in _props.Principals.GroupBy(principal => principal.Identity).Where(same => same.Count() > 1))
        {
            problems.Add(nameof(_props.Principals), twice.Key, "each principal once");
        }

        for (var i = 0; i < Grants.Count; i++)
        {
            problems.Required($"Grants[{i}]", Grants[i].Name, "the name of a role");
            if (Grants[i].Namespaces is { Count: 0 }) problems.Add($"Grants[{i}].Namespaces", null, "at least one; null for the whole cluster");
        }

        var granted = Grants.SelectMany(grant => (grant.Namespaces ?? [ClusterWide]).Select(ns => (grant.Name, Namespace: ns)));
        foreach (var twice in granted.GroupBy(item => item).Where(same => same.Count() > 1))
        {
            problems.Add(nameof(_props.Grants), twice.Key.Name, $"it once in {twice.Key.Namespace}");
        }

        problems.Throw();
    }

    private void After(KubernetesObject binding) => _bindings.Add(binding);

    private static Construct Child(Construct scope, string id) => scope.Node.TryFindChild(id) as Construct ?? new Construct(scope, id);
}
