using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>EKS: where a cluster is.</summary>
internal sealed class EksService(ClusterRegistry clusters, ICloudView cloud) : IAwsService
{
    private const string Clusters = "/clusters/";

    public string Name => "eks";

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html"/></summary>
    public async Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        if (request.Method != "GET" || !request.Path.StartsWith(Clusters, StringComparison.Ordinal))
            throw new AwsErrorException("UnknownOperationException", $"The sandbox serves no {request.Method} {request.Path} of EKS", 404);
        var key = new RegionalName(request.AccountId, request.Region, Uri.UnescapeDataString(request.Path[Clusters.Length..]));
        if (clusters.IsDeleted(key))
            throw new AwsErrorException("ResourceNotFoundException", $"No cluster found for name: {key.Name}.", 404);
        var cluster = await clusters.GetAsync(key, cancellationToken).ConfigureAwait(false);
        var made = cloud.ClusterResource(key);
        var arn = $"arn:{PseudoParameters.PartitionOf(key.Region)}:eks:{key.Region}:{key.AccountId}:cluster/{key.Name}";
        return AwsAnswer.Json(200, new JsonObject
        {
            ["cluster"] = new JsonObject
            {
                ["name"] = key.Name,
                ["arn"] = arn,
                ["status"] = "ACTIVE",
                ["endpoint"] = cluster.Backend.Endpoint,
                ["certificateAuthority"] = new JsonObject { ["data"] = cluster.Backend.CertificateAuthorityData },
                ["identity"] = new JsonObject { ["oidc"] = new JsonObject { ["issuer"] = (string?)made?.Attributes["OpenIdConnectIssuerUrl"] ?? OidcIssuer.Of(arn, key.Region) } },
                ["accessConfig"] = new JsonObject { ["authenticationMode"] = cloud.AuthenticationModeOf(key) ?? "API_AND_CONFIG_MAP" },
            },
        });
    }

    public AwsAnswer Refuse(AwsErrorException error) => JsonProtocol.Error(error, "application/json");

    public AwsErrorException Refusal(SignatureFault fault) => JsonProtocol.Refusal(fault);
}
