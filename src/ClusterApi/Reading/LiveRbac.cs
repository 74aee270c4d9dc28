using System.Diagnostics;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.ClusterApi.Reading;

/// <summary>The RBAC of a live cluster, as far as it may be read.</summary>
public sealed class LiveRbac(
    IReadOnlyList<RbacRole> roles, IReadOnlyList<RbacBinding> bindings, IReadOnlyList<string> namespaces, IReadOnlyList<UnreadList> unread)
{
    public IReadOnlyList<RbacRole> Roles => roles;

    public IReadOnlyList<RbacBinding> Bindings => bindings;

    public IReadOnlyList<string> Namespaces => namespaces;

    /// <summary>What was forbidden, and so is missing above; empty when this is all there is.</summary>
    public IReadOnlyList<UnreadList> Unread => unread;

    public RbacPolicy Policy { get; } = new(roles, bindings);
}

/// <summary>A list that may not be read.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Why">In the words of the API server.</param>
public sealed record UnreadList(KubernetesKind Kind, string Why)
{
    /// <summary>What nobody can tell without it.</summary>
    public string LeavesUnknown => Kind switch
    {
        _ when Kind == KubernetesKind.ClusterRole => "what the ClusterRoles allow that bindings name",
        _ when Kind == KubernetesKind.Role => "what the Roles of namespaces allow that bindings name",
        _ when Kind == KubernetesKind.ClusterRoleBinding => "who is given rights in the whole cluster",
        _ when Kind == KubernetesKind.RoleBinding => "who is given rights in single namespaces",
        _ when Kind == KubernetesKind.Namespace => "which namespaces there are, besides those with a binding",
        _ when Kind == KubernetesKind.ServiceAccount => "which service accounts there are, and their roles in AWS",
        _ when Kind == KubernetesKind.ResourceQuota => "what the pods of a namespace may use together",
        _ when Kind == KubernetesKind.LimitRange => "what a container gets that does not say",
        _ when Kind == KubernetesKind.NetworkPolicy => "what the network lets through",
        _ when Kind == KubernetesKind.Node => "which nodes there are, and whether they are Ready",
        _ => throw new UnreachableException(),
    };

    public override string ToString() => $"list {Kind.Plural} is forbidden, which leaves unknown {LeavesUnknown} ({Why.TrimEnd('.')})";
}

/// <summary>What became of reading the RBAC of a cluster.</summary>
public abstract record RbacReading
{
    private RbacReading()
    {
    }

    public sealed record Read(LiveRbac Rbac) : RbacReading;

    /// <summary>The cluster does not answer, or does not let in.</summary>
    public sealed record Failed(Failure Failure) : RbacReading;
}
