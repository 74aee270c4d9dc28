using System.Text.Json;

namespace EksIamCdk.Histories.Tests;

/// <summary>The templates of stacks, as the constructs would write them.</summary>
internal sealed class TemplateOf(ICluster cluster, string ns)
{
    /// <param name="resources">In the order of the template.</param>
    /// <param name="atOnce">What is written does not wait for each other; a check is always between what is before and what is behind it.</param>
    public JsonObject Stack(IReadOnlyList<Declared> resources, bool atOnce) => new()
    {
        ["Resources"] = new JsonObject(resources
            .Select((resource, index) => KeyValuePair.Create(resource.Id, (JsonNode?)Resource(
                resource, resources.Take(index).Where(other => !atOnce || resource is Declared.Check || other is Declared.Check).Select(other => other.Id))))
            .Append(KeyValuePair.Create("Always", (JsonNode?)new JsonObject { ["Type"] = "AWS::SQS::Queue" }))),
    };

    private JsonObject Resource(Declared resource, IEnumerable<string> dependsOn)
    {
        var (type, properties) = resource switch
        {
            Declared.Entry entry => ("Custom::EksAwsAuthEntry", new JsonObject
            {
                ["RoleArn"] = MapText.ArnOf(entry.Role),
                ["Username"] = entry.Username,
                ["Groups"] = JsonSerializer.SerializeToNode(entry.Groups),
                ["OnConflict"] = entry.Adopt ? "Adopt" : "Fail",
            }),
            Declared.Object value => Manifest("v1", "ConfigMap", value.Name, Content.ConfigMap(value.Data), value.Adopt, value.Retain),
            Declared.Binding binding => Manifest(
                "rbac.authorization.k8s.io/v1", "RoleBinding", binding.Name, Content.Binding(binding.Group, binding.Role), binding.Adopt, retain: false),
            Declared.Check check => ("Custom::EksAccessCheck", new JsonObject
            {
                ["Username"] = "somebody",
                ["Groups"] = new JsonArray(check.Group),
                [check.Allowed ? "Allowed" : "Denied"] = new JsonArray(new JsonObject { ["Verb"] = "get", ["Resource"] = "configmaps", ["Namespace"] = ns }),
                ["WaitSeconds"] = "1",
            }),
            Declared.Broken => ("AWS::SQS::Queue", new JsonObject()),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (resource is not Declared.Broken)
        {
            properties["ServiceToken"] = "arn:aws:lambda:eu-central-1:111122223333:function:eks-iam-cdk";
            properties["Cluster"] = new JsonObject
            {
                ["Name"] = "prod",
                ["Endpoint"] = cluster.Endpoint,
                ["CertificateAuthorityData"] = cluster.CertificateAuthorityData,
            };
        }

        return new() { ["Type"] = type, ["DependsOn"] = JsonSerializer.SerializeToNode(dependsOn), ["Properties"] = properties };
    }

    private (string Type, JsonObject Properties) Manifest(string apiVersion, string kind, string name, JsonObject content, bool adopt, bool retain)
    {
        content["apiVersion"] = apiVersion;
        content["kind"] = kind;
        content["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns };
        return ("Custom::EksKubernetesObject", new JsonObject
        {
            ["Manifest"] = content.ToJsonString(),
            ["OnConflict"] = adopt ? "Adopt" : "Fail",
            ["OnDelete"] = retain ? "Retain" : "Delete",
        });
    }
}
