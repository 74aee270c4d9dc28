using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Snapshots;

namespace EksIamCdk.Access.Diagnosis;

/// <summary>Links that cannot be looked at.</summary>
internal static class Unreadable
{
    /// <summary>Null when all objects of the kind were read.</summary>
    /// <param name="cluster">The state.</param>
    /// <param name="kind">Of what.</param>
    /// <param name="leaves">What nobody can tell without them.</param>
    public static LinkState? List(ClusterState cluster, KubernetesKind kind, string leaves) =>
        cluster.Objects.ContainsKey(kind) ? null : Part(cluster, kind.Plural, leaves);

    /// <summary>Something that was not read, with the reason where one is known.</summary>
    public static LinkState Part(ClusterState cluster, string what, string leaves) => new LinkState.Unknown(
        Find(cluster, what) is { } unread
            ? $"{what} could not be read ({unread.Why.TrimEnd('.')}), which leaves unknown {leaves}"
            : $"{what} were not read, which leaves unknown {leaves}");

    public static UnreadPart? Find(ClusterState cluster, string what) =>
        cluster.Unread.FirstOrDefault(part => part.What.Contains(what, StringComparison.OrdinalIgnoreCase));
}
