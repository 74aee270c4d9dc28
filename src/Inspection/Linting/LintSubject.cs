using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Linting;

/// <summary>A cluster that is looked over: what is known of it, and what is not.</summary>
internal sealed class LintSubject
{
    private readonly List<string> _notChecked = [];

    public LintSubject(ClusterState cluster)
    {
        Cluster = cluster;
        Known = new(cluster);
        Holders = new(Known);
        _notChecked.AddRange(cluster.Unread.Select(part => part.ToString()));
    }

    public ClusterState Cluster { get; }

    public KnownPrincipals Known { get; }

    public Holders Holders { get; }

    public IReadOnlyList<string> NotChecked => _notChecked;

    public bool KnowsBindings => Knows(KubernetesKind.RoleBinding) && Knows(KubernetesKind.ClusterRoleBinding);

    /// <summary>Whether everybody who is let in is known, and not only some.</summary>
    public bool KnowsEverybody =>
        !Cluster.IsDeclared
        && Cluster.Mode is { } mode
        && (mode == AuthenticationMode.ConfigMap || Cluster.AccessEntries is not null)
        && (mode == AuthenticationMode.Api || Cluster.AwsAuth is not null || !Cluster.Unread.Any(part => part.What.Contains("aws-auth", StringComparison.Ordinal)));

    /// <summary>Whether all objects of a kind are known, so that one of them can be told to be missing.</summary>
    public bool Knows(KubernetesKind kind) => !Cluster.IsDeclared && Cluster.Objects.ContainsKey(kind);

    public bool Knows(RbacBinding binding) => Knows(binding.RoleIsClusterRole ? KubernetesKind.ClusterRole : KubernetesKind.Role);

    /// <summary>Something that would have been checked. Of a spec it is said once that only what it declares is.</summary>
    /// <param name="what">What was not checked, and why.</param>
    public void Missed(string what)
    {
        if (!Cluster.IsDeclared) _notChecked.Add(what);
    }
}
