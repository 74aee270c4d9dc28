using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>The add-ons and managed node groups that stacks have made, by the API of EKS: all of them are well.</summary>
internal sealed class ClusterPartOperations(Cloud cloud)
{
    private const string Active = "ACTIVE";

    public IReadOnlyList<EksOperation> Operations =>
    [
        new("GET", "/addons", (request, _) => Task.FromResult(List("addons", Addons(request.Cluster), "addonName"))) { Action = "ListAddons" },
        new("GET", "/addons/*", (request, _) => Task.FromResult(Describe("addon", Addons(request.Cluster), "addonName", request.Rest[1]))) { Action = "DescribeAddon" },
        new("GET", "/node-groups", (request, _) => Task.FromResult(List("nodegroups", NodeGroups(request.Cluster), "nodegroupName"))) { Action = "ListNodegroups" },
        new("GET", "/node-groups/*", (request, _) => Task.FromResult(Describe("nodegroup", NodeGroups(request.Cluster), "nodegroupName", request.Rest[1]))) { Action = "DescribeNodegroup" },
    ];

    private static AwsAnswer List(string member, IEnumerable<JsonObject> parts, string name) =>
        AwsAnswer.Json(200, new JsonObject { [member] = new JsonArray([.. parts.Select(part => part[name]?.DeepClone())]) });

    private static AwsAnswer Describe(string member, IEnumerable<JsonObject> parts, string name, string wanted) => AwsAnswer.Json(200, new JsonObject
    {
        [member] = parts.FirstOrDefault(part => (string?)part[name] == wanted) ?? throw new AwsErrorException("ResourceNotFoundException", $"No {member} found for name: {wanted}.", 404),
    });

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html"/></summary>
    private IEnumerable<JsonObject> Addons(RegionalName cluster) => Of(cluster, "AWS::EKS::Addon").Select(addon => new JsonObject
    {
        ["addonName"] = addon.Properties["AddonName"]?.DeepClone(),
        ["clusterName"] = cluster.Name,
        ["status"] = Active,
        ["serviceAccountRoleArn"] = addon.Properties["ServiceAccountRoleArn"]?.DeepClone(),
        ["health"] = new JsonObject { ["issues"] = new JsonArray() },
    });

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html"/></summary>
    private IEnumerable<JsonObject> NodeGroups(RegionalName cluster) => Of(cluster, "AWS::EKS::Nodegroup").Select(group => new JsonObject
    {
        ["nodegroupName"] = group.PhysicalId!.Split('/')[^1],
        ["clusterName"] = cluster.Name,
        ["status"] = Active,
        ["nodeRole"] = group.Properties["NodeRole"]?.DeepClone(),
        // No instance ever starts in a sandbox.
        ["scalingConfig"] = new JsonObject { ["desiredSize"] = 0 },
        ["health"] = new JsonObject { ["issues"] = new JsonArray() },
    });

    private IEnumerable<ResourceRecord> Of(RegionalName cluster, string type) =>
        from stack in cloud.Stacks
        where (stack.Key with { Name = cluster.Name }) == cluster
        from resource in stack.Resources.Values
        where resource.Type == type && resource.PhysicalId is not null && (string?)resource.Properties["ClusterName"] == cluster.Name
        select resource;
}
