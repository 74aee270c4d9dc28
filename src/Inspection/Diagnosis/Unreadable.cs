using EksIamCdk.Access.Objects;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Links that cannot be looked at.</summary>
internal static class Unreadable
{
    public const string AccessEntries = "access entries";
    public const string Associations = "Pod Identity associations";
    public const string Addons = "add-ons";
    public const string NodeGroups = "node groups";
    public const string IamRoles = "IAM roles";
    public const string Providers = "OIDC providers of IAM";

    private const string Map = "the entries of aws-auth";
    private const string KubernetesApi = "the Kubernetes API";

    private static readonly Dictionary<string, string> s_calls = new(StringComparer.Ordinal)
    {
        [AccessEntries] = "eks:ListAccessEntr",
        [Associations] = ":ListPodIdentityAssociations",
        [Addons] = ":ListAddons",
        [NodeGroups] = ":ListNodegroups",
        [IamRoles] = "iam:GetRole",
        [Providers] = "iam:ListOpenIDConnectProviders",
        [Map] = "aws-auth",
    };

    /// <summary>Null when all objects of the kind were read.</summary>
    /// <param name="cluster">The state.</param>
    /// <param name="kind">Of what.</param>
    /// <param name="leaves">What nobody can tell without them.</param>
    public static LinkState? List(ClusterState cluster, KubernetesKind kind, string leaves) =>
        cluster.Objects.ContainsKey(kind) ? null : Part(cluster, kind.Plural, leaves);

    /// <summary>Something that was not read, with the reason where one is known.</summary>
    /// <param name="cluster">The state.</param>
    /// <param name="what">In the plural: <c>nodes</c>, <c>add-ons</c>.</param>
    /// <param name="leaves">What nobody can tell without them.</param>
    public static LinkState Part(ClusterState cluster, string what, string leaves) => new LinkState.Unknown(
        Find(cluster, what) is { } unread
            ? $"{what} could not be read ({unread.Why.TrimEnd('.')}), which leaves unknown {leaves}"
            : $"{what} were not read, which leaves unknown {leaves}");

    /// <summary>Null when each of them was told in full, so that what is not among them is not there.</summary>
    /// <param name="cluster">The state.</param>
    /// <param name="what">The list.</param>
    /// <param name="isRead">Whether the list itself was read.</param>
    /// <param name="describe">The call by which each of the list is told.</param>
    /// <param name="leaves">What nobody can tell without them.</param>
    public static LinkState? Whole(ClusterState cluster, string what, bool isRead, string describe, string leaves) =>
        !isRead ? Part(cluster, what, leaves)
        : cluster.Unread.FirstOrDefault(part => part.What == describe) is { } unread
            ? new LinkState.Unknown($"some {what} could not be read ({unread.Why.TrimEnd('.')}), which leaves unknown {leaves}") : null;

    public static LinkState? Entries(ClusterState cluster, string leaves) =>
        Whole(cluster, AccessEntries, cluster.AccessEntries is not null, "eks:DescribeAccessEntry", leaves);

    /// <summary>Whether aws-auth is missing because it could not be read.</summary>
    public static bool IsMapUnread(ClusterState cluster) => cluster.AwsAuth is null && Find(cluster, Map) is not null;

    public static LinkState MapUnread(ClusterState cluster, string leaves) => Part(cluster, Map, leaves);

    /// <summary>By the name of the call that failed; a cluster that does not let in fails for all that Kubernetes holds.</summary>
    public static UnreadPart? Find(ClusterState cluster, string what)
    {
        var call = s_calls.GetValueOrDefault(what, $" {what}");
        return cluster.Unread.FirstOrDefault(part => part.What.Contains(call, StringComparison.OrdinalIgnoreCase))
            ?? (s_calls.TryGetValue(what, out var other) && other.Contains(':', StringComparison.Ordinal) ? null : cluster.Unread.FirstOrDefault(part => part.What == KubernetesApi));
    }
}
