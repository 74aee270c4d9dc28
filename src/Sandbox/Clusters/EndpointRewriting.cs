using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>Whatever endpoint and certificate authority a template gives for a cluster: the function receives those of the sandbox's
/// own API server for that cluster.</summary>
internal static class EndpointRewriting
{
    // Nothing listens there: as after a cluster was deleted.
    private const string Nowhere = "https://127.0.0.1:1";

    public static async Task RewriteAsync(JsonObject customResourceEvent, CustomResourceRequest request, ClusterRegistry clusters, CancellationToken cancellationToken)
    {
        foreach (var properties in new[] { "ResourceProperties", "OldResourceProperties" })
        {
            if (customResourceEvent[properties]?["Cluster"] is not JsonObject cluster || Text(cluster, "Name") is not { } name)
                continue;
            var key = KeyOf(cluster, name, request.StackId);
            if (clusters.IsDeleted(key))
            {
                Replace(cluster, "Endpoint", Nowhere);
                continue;
            }
            if (!cluster.ContainsKey("Endpoint") && !cluster.ContainsKey("CertificateAuthorityData"))
                continue;
            var backend = (await clusters.GetAsync(key, cancellationToken).ConfigureAwait(false)).Backend;
            Replace(cluster, "Endpoint", backend.Endpoint);
            Replace(cluster, "CertificateAuthorityData", backend.CertificateAuthorityData);
        }
    }

    /// <summary>Where the function would look for it: in the account that it acts in, in the Region that it was given.</summary>
    private static RegionalName KeyOf(JsonObject cluster, string name, string stackId)
    {
        var (region, account) = stackId.Split(':') is ["arn", _, _, var r, var a, ..] ? (r, a) : ("", "");
        return new RegionalName(
            Text(cluster, "AccessRoleArn")?.Split(':') is ["arn", _, "iam", _, var other, ..] ? other : account,
            Text(cluster, "Region") ?? region,
            name);
    }

    private static string? Text(JsonObject cluster, string name) =>
        cluster[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static void Replace(JsonObject cluster, string name, string value)
    {
        if (cluster.ContainsKey(name))
            cluster[name] = value;
    }
}
