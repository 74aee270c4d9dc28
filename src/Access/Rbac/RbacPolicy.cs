namespace EksIamCdk.Access.Rbac;

/// <summary>All roles and bindings of a cluster, and what follows from them, as kube-apiserver evaluates it.</summary>
public sealed class RbacPolicy
{
    private readonly Dictionary<(string Namespace, string Name), RbacRole> _roles = [];
    private readonly List<RbacBinding> _clusterBindings = [];
    private readonly Dictionary<string, List<RbacBinding>> _bindings = new(StringComparer.Ordinal);
    private readonly BindingIndex _index = new();
    private IReadOnlyList<string>? _namespaces;

    public RbacPolicy(IEnumerable<RbacRole> roles, IEnumerable<RbacBinding> bindings)
    {
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(bindings);
        foreach (var role in roles) _roles[(role.Namespace, role.Name)] = role;
        foreach (var binding in bindings)
        {
            _index.Add(binding);
            if (binding.Namespace.Length == 0) _clusterBindings.Add(binding);
            else if (_bindings.TryGetValue(binding.Namespace, out var list)) list.Add(binding);
            else _bindings[binding.Namespace] = [binding];
        }
    }

    /// <summary>Where there are bindings.</summary>
    public IReadOnlyList<string> Namespaces => _namespaces ??= [.. _bindings.Keys.Order(StringComparer.Ordinal)];

    /// <summary>All bindings: those of the whole cluster first, then by namespace.</summary>
    public IEnumerable<RbacBinding> Bindings => _clusterBindings.Concat(Namespaces.SelectMany(name => _bindings[name]));

    /// <summary>Whether <paramref name="user"/> may do it, and because of which binding.</summary>
    public RbacDecision Decide(RbacUser user, AccessRequest request)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(request);
        if (user.IsMaster) return new RbacDecision(true, "", []);
        var missing = new List<string>();
        foreach (var (binding, subject) in BindingsOf(user, request is AccessRequest.OfResource resource ? resource.Namespace : ""))
        {
            if (RoleOf(binding) is not { } role) missing.Add(NotFound(binding));
            else if (role.Rules.Any(rule => rule.Allows(request))) return new RbacDecision(true, binding.Describe(subject), []);
        }

        return new RbacDecision(false, "", missing);
    }

    /// <summary>The rules that hold for <paramref name="user"/> in a namespace (empty: those of the whole cluster only).</summary>
    public IReadOnlyList<PolicyRule> RulesOf(RbacUser user, string inNamespace)
    {
        ArgumentNullException.ThrowIfNull(user);
        return [.. BindingsOf(user, inNamespace).SelectMany(bound => RoleOf(bound.Binding)?.Rules ?? [])];
    }

    /// <summary>
    /// The bindings that reach <paramref name="user"/> in a namespace (empty: those of the whole cluster only), each with whom it means: those of the
    /// whole cluster first. Costs what it finds, not what the cluster has.
    /// </summary>
    public IEnumerable<(RbacBinding Binding, RbacSubject Subject)> BindingsOf(RbacUser user, string inNamespace)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(inNamespace);
        return inNamespace.Length == 0 ? _index.Of(user, "") : _index.Of(user, "").Concat(_index.Of(user, inNamespace));
    }

    /// <summary>All bindings that reach <paramref name="user"/>: those of the whole cluster first, then by namespace.</summary>
    public IEnumerable<(RbacBinding Binding, RbacSubject Subject)> BindingsOf(RbacUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Namespaces.Prepend("").SelectMany(name => _index.Of(user, name));
    }

    /// <summary>The rules of the role that a binding names; null when there is no such role.</summary>
    public IReadOnlyList<PolicyRule>? RulesOf(RbacBinding binding)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return RoleOf(binding)?.Rules;
    }

    /// <summary>Bindings of <paramref name="user"/> to roles that do not exist.</summary>
    public IReadOnlyList<RbacBinding> WithoutRole(RbacUser user, string inNamespace)
    {
        ArgumentNullException.ThrowIfNull(user);
        return [.. BindingsOf(user, inNamespace).Select(bound => bound.Binding).Where(binding => RoleOf(binding) is null)];
    }

    /// <summary>What of <paramref name="wanted"/> goes beyond <paramref name="held"/>, broken down; empty when all of it is held.</summary>
    public static IReadOnlyList<PolicyRule> Beyond(IReadOnlyList<PolicyRule> held, IReadOnlyList<PolicyRule> wanted)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(wanted);
        return [.. wanted.SelectMany(rule => rule.BreakDown()).Where(narrow => !held.Any(rule => rule.Covers(narrow)))];
    }

    private RbacRole? RoleOf(RbacBinding binding) => _roles.GetValueOrDefault((binding.RoleIsClusterRole ? "" : binding.Namespace, binding.RoleName));

    private static string NotFound(RbacBinding binding) =>
        $"{(binding.RoleIsClusterRole ? "clusterrole.rbac.authorization.k8s.io" : "role.rbac.authorization.k8s.io")} \"{binding.RoleName}\" not found";
}
