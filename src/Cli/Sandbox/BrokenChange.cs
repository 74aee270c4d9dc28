using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Assemblies;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>
/// The second deployment of the demonstration: existing entries get another group, a quota shrinks, somebody new is let in, and at the
/// very end a RoleBinding goes to a namespace that does not exist, because its name is misspelt.
/// </summary>
internal static class BrokenChange
{
    public const string Newcomer = "arn:aws:iam::111122223333:role/Contractor";
    public const string Misspelt = "developement";

    private const string EntryType = "Custom::EksAwsAuthEntry";
    private const string ObjectType = "Custom::EksKubernetesObject";

    /// <summary>The change to the first stack of an assembly that writes to a cluster; null when none does. Its template is written
    /// beside the one that it changes, where the assets are.</summary>
    public static async Task<DeployRequest?> OfAsync(string folder, CancellationToken cancellationToken)
    {
        var assembly = await CloudAssembly.ReadAsync(folder, new ProblemList(), cancellationToken);
        foreach (var stack in assembly?.Stacks ?? [])
        {
            var template = JsonNode.Parse(await File.ReadAllTextAsync(stack.TemplatePath, cancellationToken))!;
            var resources = template["Resources"]!.AsObject();
            if (!Written(resources).Any())
            {
                continue;
            }

            Apply(resources);
            var path = Path.Combine(Path.GetDirectoryName(stack.TemplatePath)!, "broken.template.json");
            await File.WriteAllTextAsync(path, template.ToJsonString(), cancellationToken);
            return new DeployRequest { TemplatePath = path, StackName = stack.Name, AccountId = stack.AccountId, Region = stack.Region };
        }

        return null;
    }

    internal static void Apply(JsonObject resources)
    {
        var custom = Written(resources).ToList();
        foreach (var properties in custom.Where(resource => (string?)resource.Value!["Type"] == EntryType).Select(resource => resource.Value!["Properties"]!))
        {
            (properties["Groups"] as JsonArray)?.Add("on-call");
        }

        foreach (var properties in custom.Select(resource => resource.Value!["Properties"]!))
        {
            if ((string?)properties["Manifest"] is { } manifest && manifest.Contains("\"ResourceQuota\"", StringComparison.Ordinal))
            {
                properties["Manifest"] = WithFewerPods(manifest);
            }
        }

        var common = custom[0].Value!["Properties"]!;
        var before = custom.Select(resource => resource.Key).ToList();
        resources["Newcomer"] = Resource(EntryType, common, before, ("RoleArn", Newcomer), ("Username", "contractor:{{SessionName}}"), ("Groups", new JsonArray("viewers")));
        resources["LateBinding"] = Resource(ObjectType, common, [.. before, "Newcomer"], ("Manifest", Binding.ToJsonString()));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Written(JsonObject resources) =>
        resources.Where(resource => (string?)resource.Value?["Type"] is EntryType or ObjectType);

    private static JsonObject Binding => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "RoleBinding",
        ["metadata"] = new JsonObject { ["name"] = "contractors", ["namespace"] = Misspelt },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "view" },
        ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = "viewers" }),
    };

    private static JsonObject Resource(string type, JsonNode common, IEnumerable<string> after, params (string Name, JsonNode Value)[] own)
    {
        var properties = new JsonObject(own.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Value)))
        {
            ["ServiceToken"] = common["ServiceToken"]!.DeepClone(),
            ["Cluster"] = common["Cluster"]!.DeepClone(),
        };
        return new JsonObject { ["Type"] = type, ["Properties"] = properties, ["DependsOn"] = new JsonArray([.. after.Select(id => (JsonNode?)id)]) };
    }

    private static string WithFewerPods(string manifest)
    {
        var quota = JsonNode.Parse(manifest)!;
        quota["spec"]!["hard"]!["pods"] = "1";
        return quota.ToJsonString(JsonSerializerOptions.Default);
    }
}
