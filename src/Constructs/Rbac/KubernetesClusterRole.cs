using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Rbac;

/// <summary>Properties of a <see cref="KubernetesClusterRole"/>.</summary>
public sealed class KubernetesClusterRoleProps : ObjectProps
{
    /// <summary>What may be done.</summary>
    public required IReadOnlyList<PolicyRule> Rules { get; init; }
}

/// <summary>RBAC: a ClusterRole: what may be done in the whole cluster, or in the namespaces it is bound in.</summary>
public sealed class KubernetesClusterRole : KubernetesObject
{
    /// <exception cref="ArgumentException">A rule is wrong; all problems are listed.</exception>
    public KubernetesClusterRole(Construct scope, string id, KubernetesClusterRoleProps props)
        : base(
            scope,
            id,
            props.As(KubernetesKind.ClusterRole, ("rules", PolicyRule.Manifest($"{scope.Node.Path}/{id}", props.Rules, namespaced: false))))
    {
    }
}
