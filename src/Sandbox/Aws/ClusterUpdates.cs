using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>Changes of a cluster's authentication mode.</summary>
internal sealed class ClusterUpdates(ICloudView cloud, ClusterModes modes)
{
    public IReadOnlyList<EksOperation> Operations =>
    [
        new("POST", "/update-config", UpdateAsync) { Action = "UpdateClusterConfig" },
        new("GET", "/updates/*", DescribeAsync) { Action = "DescribeUpdate" },
    ];

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html"/></summary>
    private Task<AwsAnswer> UpdateAsync(EksRequest request, CancellationToken cancellationToken)
    {
        var key = request.Cluster;
        var name = (string?)(JsonProtocol.Read(request.Http)["accessConfig"] as JsonObject)?["authenticationMode"];
        if (AuthenticationModes.Find(name) is not { } wanted)
            throw new AwsErrorException("InvalidParameterException", "The sandbox changes accessConfig.authenticationMode only: CONFIG_MAP, API_AND_CONFIG_MAP or API");
        var live = cloud.ModeOf(key);
        if (modes.UnderWay(key) is { } other)
            throw InUse(key, other.Id);
        if (ClusterModes.Refusal(live, wanted) is { } refusal)
            throw new AwsErrorException("InvalidParameterException", refusal);
        return Task.FromResult(Answer(modes.Begin(key, live, wanted) ?? throw InUse(key, "of another caller")));
    }

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeUpdate.html"/></summary>
    private Task<AwsAnswer> DescribeAsync(EksRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(modes.Find(request.Cluster, request.Rest[1])
            ?? throw new AwsErrorException("ResourceNotFoundException", $"No update found for ID: {request.Rest[1]}", 404)));

    private AwsAnswer Answer(ModeUpdate update) => AwsAnswer.Json(200, new JsonObject
    {
        ["update"] = new JsonObject
        {
            ["id"] = update.Id,
            ["status"] = modes.IsOver(update) ? "Successful" : "InProgress",
            ["type"] = "AccessConfigUpdate",
            ["params"] = new JsonArray(new JsonObject { ["type"] = "AuthenticationMode", ["value"] = update.To.Name() }),
            ["errors"] = new JsonArray(),
        },
    });

    private static AwsErrorException InUse(RegionalName cluster, string update) => new(
        "ResourceInUseException", $"Cannot UpdateClusterConfig because cluster {cluster.Name} currently has update {update} in progress", 409);
}
