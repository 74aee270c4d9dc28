using Constructs;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Constructs.Rbac;

/// <summary>Properties of a <see cref="KubernetesRoleBinding"/>.</summary>
public sealed class KubernetesRoleBindingProps : NamespacedObjectProps
{
    /// <summary>The role to give: of the binding's own namespace, or a ClusterRole.</summary>
    public required RoleRef Role { get; init; }

    /// <summary>Who gets it; at least one.</summary>
    public required IReadOnlyList<Subject> Subjects { get; init; }
}

/// <summary>RBAC: gives a role in one namespace. It is deployed after the role, where that is of this app.</summary>
public sealed class KubernetesRoleBinding : KubernetesObject
{
    /// <exception cref="ArgumentException">There is no subject, or the role does not fit.</exception>
    public KubernetesRoleBinding(Construct scope, string id, KubernetesRoleBindingProps props)
        : base(
            scope,
            id,
            props.As(
                KubernetesKind.RoleBinding, Bindings.Members($"{scope.Node.Path}/{id}", props.Role, props.Subjects, clusterWide: false)))
    {
        if (props.Role.Before is { } role) Node.AddDependency(role);
    }
}
