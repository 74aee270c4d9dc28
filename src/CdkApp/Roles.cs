using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Namespaces;
using EksIamCdk.Constructs.Rbac;

namespace EksIamCdk.CdkApp;

/// <summary>The roles of a spec, and what binds them and the profiles to the groups of its accesses.</summary>
internal sealed class Roles
{
    // No namespace can have this name: they have no upper case.
    private const string ClusterWide = "ClusterWide";

    private readonly MappingProvider _provider;
    private readonly IReadOnlyDictionary<string, KubernetesNamespace> _namespaces;
    private readonly Dictionary<string, RoleSpec> _specs;
    private readonly Dictionary<(string Role, string Namespace), KubernetesRole> _roles = [];
    private readonly Dictionary<string, KubernetesClusterRole> _clusterRoles = [];

    public Roles(
        Construct scope,
        MappingProvider provider,
        IReadOnlyDictionary<string, KubernetesNamespace> namespaces,
        IReadOnlyList<RoleSpec> roles)
    {
        _provider = provider;
        _namespaces = namespaces;
        _specs = roles.ToDictionary(role => role.Name.Text);
        var all = new Construct(scope, "Roles");
        foreach (var role in roles) Declare(new Construct(all, role.Name.Text), role);
    }

    /// <summary>Binds what one grant gives to the group of its access.</summary>
    public void Bind(Construct scope, string access, GrantSpec grant)
    {
        var name = grant.Profile is { } profile ? Profiles.Name(profile) : grant.Role!.Text;
        var own = grant.Role is null ? null : _specs[name];
        var namespaces = grant.Namespaces ?? own?.Namespaces;
        // Two grants may give the same role in different namespaces.
        var bindings = scope.Node.TryFindChild(name) as Construct ?? new Construct(scope, name);
        Subject[] group = [Subject.Group(AccessGroups.Of(access))];
        if (namespaces is null)
        {
            _ = new KubernetesClusterRoleBinding(bindings, ClusterWide, new()
            {
                Provider = _provider,
                Name = BindingName(access, name),
                Role = ClusterRole(name),
                Subjects = group,
            });
            return;
        }

        foreach (var ns in namespaces.Select(ns => ns.Text))
        {
            var binding = new KubernetesRoleBinding(bindings, ns, new()
            {
                Provider = _provider,
                Namespace = ns,
                Name = BindingName(access, name),
                Role = own?.Namespaces is null ? ClusterRole(name) : RoleRef.ToRole(_roles[(name, ns)]),
                Subjects = group,
            });
            After(ns, binding);
        }
    }

    private static string BindingName(string access, string role) => $"{AccessGroups.Of(access)}:{role}";

    private RoleRef ClusterRole(string name) =>
        _clusterRoles.TryGetValue(name, out var own) ? RoleRef.ToClusterRole(own) : RoleRef.ToClusterRoleNamed(name);

    private void Declare(Construct scope, RoleSpec role)
    {
        PolicyRule[] rules = [.. role.Rules.Select(Rule)];
        if (role.Namespaces is null)
        {
            _clusterRoles[role.Name.Text] = new(scope, ClusterWide, new() { Provider = _provider, Name = role.Name.Text, Rules = rules });
            return;
        }

        foreach (var ns in role.Namespaces.Select(ns => ns.Text))
        {
            var declared = new KubernetesRole(
                scope, ns, new() { Provider = _provider, Namespace = ns, Name = role.Name.Text, Rules = rules });
            After(ns, declared);
            _roles[(role.Name.Text, ns)] = declared;
        }
    }

    // A namespace that is not of this stack is in the cluster already.
    private void After(string ns, KubernetesObject member)
    {
        if (_namespaces.TryGetValue(ns, out var declared)) member.Node.AddDependency(declared);
    }

    private static PolicyRule Rule(RuleSpec rule) => new()
    {
        ApiGroups = Texts(rule.ApiGroups ?? []),
        Resources = Texts(rule.Resources),
        Verbs = Texts(rule.Verbs),
        ResourceNames = Texts(rule.ResourceNames),
        NonResourceUrls = Texts(rule.NonResourceUrls),
    };

    private static string[] Texts(IReadOnlyList<Word> words) => [.. words.Select(word => word.Text)];
}
