using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>Where a cluster is, and how it is entered.</summary>
internal sealed class ClusterDescriptions(ClusterRegistry clusters, ICloudView cloud, ClusterModes modes)
{
    public IReadOnlyList<EksOperation> Operations => [new("GET", "", DescribeAsync)];

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html"/></summary>
    private async Task<AwsAnswer> DescribeAsync(EksRequest request, CancellationToken cancellationToken)
    {
        var key = request.Cluster;
        var cluster = await clusters.GetAsync(key, cancellationToken).ConfigureAwait(false);
        var made = cloud.ClusterResource(key);
        var arn = $"arn:{PseudoParameters.PartitionOf(key.Region)}:eks:{key.Region}:{key.AccountId}:cluster/{key.Name}";
        return AwsAnswer.Json(200, new JsonObject
        {
            ["cluster"] = new JsonObject
            {
                ["name"] = key.Name,
                ["arn"] = arn,
                ["status"] = modes.UnderWay(key) is null ? "ACTIVE" : "UPDATING",
                ["endpoint"] = cluster.Backend.Endpoint,
                ["certificateAuthority"] = new JsonObject { ["data"] = cluster.Backend.CertificateAuthorityData },
                ["identity"] = new JsonObject { ["oidc"] = new JsonObject { ["issuer"] = (string?)made?.Attributes["OpenIdConnectIssuerUrl"] ?? OidcIssuer.Of(arn, key.Region) } },
                ["accessConfig"] = new JsonObject { ["authenticationMode"] = cloud.ModeOf(key).Name() },
            },
        });
    }
}
