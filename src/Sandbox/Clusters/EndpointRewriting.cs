using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>Whatever endpoint and certificate authority a template gives for a cluster: the function receives those of the sandbox's
/// own API server for the cluster of that name.</summary>
internal static class EndpointRewriting
{
    // Nothing listens there: as after a cluster was deleted.
    private const string Nowhere = "https://127.0.0.1:1";

    public static async Task RewriteAsync(JsonObject customResourceEvent, ClusterRegistry clusters, CancellationToken cancellationToken)
    {
        foreach (var properties in new[] { "ResourceProperties", "OldResourceProperties" })
        {
            if (customResourceEvent[properties]?["Cluster"] is not JsonObject cluster || cluster["Name"] is not JsonValue value
                || !value.TryGetValue<string>(out var name))
                continue;
            if (clusters.IsDeleted(name))
            {
                Replace(cluster, "Endpoint", Nowhere);
                continue;
            }
            if (!cluster.ContainsKey("Endpoint") && !cluster.ContainsKey("CertificateAuthorityData"))
                continue;
            var backend = (await clusters.GetAsync(name, cancellationToken).ConfigureAwait(false)).Backend;
            Replace(cluster, "Endpoint", backend.Endpoint);
            Replace(cluster, "CertificateAuthorityData", backend.CertificateAuthorityData);
        }
    }

    private static void Replace(JsonObject cluster, string name, string value)
    {
        if (cluster.ContainsKey(name))
            cluster[name] = value;
    }
}
