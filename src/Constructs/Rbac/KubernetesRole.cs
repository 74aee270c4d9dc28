using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Rbac;

/// <summary>Properties of a <see cref="KubernetesRole"/>.</summary>
public sealed class KubernetesRoleProps : NamespacedObjectProps
{
    /// <summary>What may be done.</summary>
    public required IReadOnlyList<PolicyRule> Rules { get; init; }
}

/// <summary>RBAC: a Role: what may be done in one namespace.</summary>
public sealed class KubernetesRole : KubernetesObject
{
    /// <exception cref="ArgumentException">A rule is wrong; all problems are listed.</exception>
    public KubernetesRole(Construct scope, string id, KubernetesRoleProps props)
        : base(
            scope,
            id,
            props.As(KubernetesKind.Role, ("rules", PolicyRule.Manifest($"{scope.Node.Path}/{id}", props.Rules, namespaced: true))))
    {
    }
}
