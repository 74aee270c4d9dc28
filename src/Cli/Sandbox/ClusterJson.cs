using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>What is in the clusters, as JSON.</summary>
internal static class ClusterJson
{
    /// <summary><c>awsAuth</c> is the data of the first cluster's map (most sandboxes have one cluster), null where there is none;
    /// <c>clusters</c> has each by its name, with account and Region where several have that name.</summary>
    public static JsonObject Of(IReadOnlyList<ClusterView> clusters) => new()
    {
        ["awsAuth"] = clusters.Count == 0 ? null : Data(clusters[0]),
        ["clusters"] = new JsonObject(clusters.Select(cluster => KeyValuePair.Create<string, JsonNode?>(cluster.Label, new JsonObject
        {
            ["awsAuth"] = Data(cluster),
            ["entries"] = JsonOutput.Array(Ownership.OfEntries(cluster).Select(entry => new JsonObject
            {
                ["section"] = entry.Section,
                ["id"] = entry.Id,
                ["owner"] = Owner(entry.Owner),
            })),
            ["objects"] = JsonOutput.Array(cluster.Objects.Select(live => new JsonObject
            {
                ["apiVersion"] = (string?)live["apiVersion"],
                ["kind"] = (string?)live["kind"],
                ["namespace"] = (string?)live["metadata"]?["namespace"],
                ["name"] = (string?)live["metadata"]?["name"],
                ["owner"] = Owner(Ownership.OfObject(live)),
            })),
        }))),
    };

    private static JsonNode? Data(ClusterView cluster) => cluster.AwsAuth is null ? null : cluster.AwsAuth["data"]?.DeepClone() ?? new JsonObject();

    private static JsonObject? Owner(Access.Ownership.Owner? owner) =>
        owner is null ? null : new JsonObject { ["stackId"] = owner.StackId, ["logicalId"] = owner.LogicalId };
}
