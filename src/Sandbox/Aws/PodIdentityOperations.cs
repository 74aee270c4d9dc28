using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>The Pod Identity associations that stacks have made, by the API of EKS.</summary>
internal sealed class PodIdentityOperations(Cloud cloud)
{
    private const string Type = "AWS::EKS::PodIdentityAssociation";
    private const string Associations = "/pod-identity-associations";

    public IReadOnlyList<EksOperation> Operations =>
    [
        new("GET", Associations, (request, _) => Task.FromResult(List(request))) { Action = "ListPodIdentityAssociations" },
        new("GET", $"{Associations}/*", (request, _) => Task.FromResult(Describe(request))) { Action = "DescribePodIdentityAssociation" },
    ];

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_ListPodIdentityAssociations.html"/></summary>
    private AwsAnswer List(EksRequest request) => AwsAnswer.Json(200, new JsonObject
    {
        ["associations"] = new JsonArray([.. Of(request.Cluster).Select(association =>
        {
            var summary = Written(association);
            summary.Remove("roleArn");
            return summary;
        })]),
    });

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribePodIdentityAssociation.html"/></summary>
    private AwsAnswer Describe(EksRequest request) => AwsAnswer.Json(200, new JsonObject
    {
        ["association"] = Of(request.Cluster).Select(Written).FirstOrDefault(association => (string?)association["associationId"] == request.Rest[1])
            ?? throw new AwsErrorException("ResourceNotFoundException", $"No association found for ID: {request.Rest[1]}", 404),
    });

    private IEnumerable<ResourceRecord> Of(RegionalName cluster) =>
        from stack in cloud.Stacks
        where (stack.Key with { Name = cluster.Name }) == cluster
        from resource in stack.Resources.Values
        where resource.Type == Type && resource.PhysicalId is not null && (string?)resource.Properties["ClusterName"] == cluster.Name
        select resource;

    private static JsonObject Written(ResourceRecord association) => new()
    {
        ["clusterName"] = association.Properties["ClusterName"]?.DeepClone(),
        ["namespace"] = association.Properties["Namespace"]?.DeepClone(),
        ["serviceAccount"] = association.Properties["ServiceAccount"]?.DeepClone(),
        ["roleArn"] = association.Properties["RoleArn"]?.DeepClone(),
        ["associationArn"] = association.PhysicalId,
        ["associationId"] = association.PhysicalId!.Split('/')[^1],
    };
}
