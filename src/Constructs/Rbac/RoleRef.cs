using Constructs;

namespace EksIamCdk.Constructs.Rbac;

/// <summary>The role that a binding gives.</summary>
public sealed class RoleRef
{
    private RoleRef(string kind, string name, IDependable? before)
    {
        Kind = kind;
        Name = name;
        Before = before;
    }

    internal string Kind { get; }

    internal string Name { get; }

    /// <summary>What must be deployed before the binding.</summary>
    internal IDependable? Before { get; }

    internal IReadOnlyDictionary<string, object> Manifest =>
        new Dictionary<string, object> { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = Kind, ["name"] = Name };

    /// <summary>A Role of this app, in the binding's own namespace. The binding is deployed after it.</summary>
    public static RoleRef ToRole(KubernetesRole role) => new("Role", role.ObjectName, role);

    /// <summary>A ClusterRole of this app. The binding is deployed after it.</summary>
    public static RoleRef ToClusterRole(KubernetesClusterRole role) => new("ClusterRole", role.ObjectName, role);

    /// <summary>A Role that is in the binding's own namespace already.</summary>
    public static RoleRef ToRoleNamed(string name) => new("Role", name, null);

    /// <summary>A ClusterRole that is in the cluster already, such as view or edit.</summary>
    public static RoleRef ToClusterRoleNamed(string name) => new("ClusterRole", name, null);
}
