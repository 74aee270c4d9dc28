using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>The ConfigMap aws-auth that a cluster starts with.</summary>
/// <param name="Data">As the API server is to store it, byte for byte.</param>
/// <param name="Labels">May be empty.</param>
/// <param name="Annotations">May be empty.</param>
public sealed record AwsAuthSeed(
    IReadOnlyDictionary<string, string> Data, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations)
{
    public static AwsAuthSeed From(ConfigMapFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new AwsAuthSeed(file.Data, file.Labels, file.Annotations);
    }

    internal JsonObject ToConfigMap()
    {
        var metadata = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" };
        if (Labels.Count > 0)
            metadata["labels"] = Map(Labels);
        if (Annotations.Count > 0)
            metadata["annotations"] = Map(Annotations);
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = metadata, ["data"] = Map(Data) };
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> texts) =>
        new(texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));
}
