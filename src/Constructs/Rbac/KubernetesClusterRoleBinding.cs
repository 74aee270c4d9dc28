using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Rbac;

/// <summary>Properties of a <see cref="KubernetesClusterRoleBinding"/>.</summary>
public sealed class KubernetesClusterRoleBindingProps : ObjectProps
{
    /// <summary>The ClusterRole to give.</summary>
    public required RoleRef Role { get; init; }

    /// <summary>Who gets it; at least one.</summary>
    public required IReadOnlyList<Subject> Subjects { get; init; }
}

/// <summary>RBAC: gives a ClusterRole in the whole cluster. It is deployed after the role, where that is of this app.</summary>
public sealed class KubernetesClusterRoleBinding : KubernetesObject
{
    /// <exception cref="ArgumentException">There is no subject, or the role does not fit.</exception>
    public KubernetesClusterRoleBinding(Construct scope, string id, KubernetesClusterRoleBindingProps props)
        : base(
            scope,
            id,
            props.As(
                KubernetesKind.ClusterRoleBinding,
                Bindings.Members($"{scope.Node.Path}/{id}", props.Role, props.Subjects, clusterWide: true)))
    {
        if (props.Role.Before is { } role) Node.AddDependency(role);
    }
}
