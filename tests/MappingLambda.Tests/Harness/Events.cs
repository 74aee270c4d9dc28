using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>Requests as CloudFormation writes them.</summary>
internal static class Events
{
    public const string EntryType = "Custom::EksAwsAuthEntry";
    public const string ObjectType = "Custom::EksKubernetesObject";
    public const string AccessEntryType = "Custom::EksAccessEntry";
    public const string CheckType = "Custom::EksAccessCheck";
    public const string LookupType = "Custom::EksClusterLookup";
    public const string ModeType = "Custom::EksAuthenticationMode";
    public const string RoleArn = "arn:aws:iam::111122223333:role/Dev";

    private const string ServiceToken = "arn:aws:lambda:eu-central-1:111122223333:function:eks-iam-cdk";

    /// <summary>The cluster of this world.</summary>
    public static JsonObject ClusterOf(World world) => new()
    {
        ["Name"] = "demo",
        ["Endpoint"] = world.Kubernetes.Address.ToString().TrimEnd('/'),
        ["CertificateAuthorityData"] = FakeKubernetes.AuthorityData,
    };

    public static JsonObject Entry(World world, string roleArn = RoleArn, string username = "dev", params string[] groups) => new()
    {
        ["ServiceToken"] = ServiceToken,
        ["ServiceTimeout"] = "180",
        ["Cluster"] = ClusterOf(world),
        ["RoleArn"] = roleArn,
        ["Username"] = username,
        ["Groups"] = new JsonArray([.. groups.Select(group => (JsonNode)group)]),
    };

    public static JsonObject KubernetesObject(World world, string manifest) => new()
    {
        ["ServiceToken"] = ServiceToken,
        ["Cluster"] = ClusterOf(world),
        ["Manifest"] = manifest,
    };

    /// <summary>An access entry; <paramref name="others"/> holds all properties but cluster and principal.</summary>
    public static JsonObject AccessEntry(World world, string others = "{}", string principal = RoleArn)
    {
        var properties = JsonNode.Parse(others)!.AsObject();
        properties["ServiceToken"] = ServiceToken;
        properties["Cluster"] = ClusterOf(world);
        properties["PrincipalArn"] = principal;
        return properties;
    }

    /// <summary>A check; <paramref name="about"/> holds all properties but the cluster.</summary>
    public static JsonObject Check(World world, string about)
    {
        var properties = JsonNode.Parse(about)!.AsObject();
        properties["ServiceToken"] = ServiceToken;
        properties["Cluster"] = ClusterOf(world);
        return properties;
    }

    public static JsonObject Mode(World world, string mode) => new()
    {
        ["ServiceToken"] = ServiceToken,
        ["Cluster"] = ClusterOf(world),
        ["Mode"] = mode,
    };

    public static JsonObject Create(JsonObject properties, string type = EntryType, string logicalId = "Dev", string? stackId = null) => new()
    {
        ["RequestType"] = "Create",
        ["ServiceToken"] = ServiceToken,
        ["StackId"] = stackId ?? World.StackId,
        ["LogicalResourceId"] = logicalId,
        ["ResourceType"] = type,
        ["ResourceProperties"] = properties.DeepClone(),
    };

    public static JsonObject Update(
        string physicalId, JsonObject before, JsonObject properties, string type = EntryType, string logicalId = "Dev")
    {
        var request = Create(properties, type, logicalId);
        request["RequestType"] = "Update";
        request["PhysicalResourceId"] = physicalId;
        request["OldResourceProperties"] = before.DeepClone();
        return request;
    }

    public static JsonObject Delete(
        string physicalId, JsonObject properties, string type = EntryType, string logicalId = "Dev", string? stackId = null)
    {
        var request = Create(properties, type, logicalId, stackId);
        request["RequestType"] = "Delete";
        request["PhysicalResourceId"] = physicalId;
        return request;
    }

    public static JsonObject With(this JsonObject request, string name, JsonNode? value)
    {
        var changed = (JsonObject)request.DeepClone();
        changed[name] = value;
        return changed;
    }

    public static JsonObject Without(this JsonObject request, string name)
    {
        var changed = (JsonObject)request.DeepClone();
        changed.Remove(name);
        return changed;
    }
}
