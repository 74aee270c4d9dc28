namespace EksIamCdk.ClusterApi;

/// <summary>A cluster whose API server can be asked.</summary>
/// <param name="Api">The API server, called with a token of <paramref name="Principal"/>.</param>
/// <param name="Cluster">The reference, with endpoint and CA filled in.</param>
/// <param name="Principal">The role that the token speaks for, as far as it is known: an ARN, or words that say which.</param>
public sealed record ClusterConnection(IKubernetesApi Api, ClusterReference Cluster, string Principal);
