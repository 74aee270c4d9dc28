using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Assemblies;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>The first stack of an assembly that writes to a cluster: its template, to be changed and deployed again.</summary>
internal sealed class AppStack
{
    public const string EntryType = "Custom::EksAwsAuthEntry";
    public const string ObjectType = "Custom::EksKubernetesObject";

    private readonly AssemblyStack _stack;
    private readonly JsonNode _template;

    private AppStack(AssemblyStack stack, JsonNode template) => (_stack, _template) = (stack, template);

    /// <summary>The resources of its template.</summary>
    public JsonObject Resources => _template[nameof(Resources)]!.AsObject();

    /// <summary>The logical ids and properties of what it writes to the cluster.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonObject>> Written => [.. WrittenIn(Resources)];

    /// <returns>Null when no stack of the assembly writes to a cluster.</returns>
    public static async Task<AppStack?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var assembly = await CloudAssembly.ReadAsync(folder, new ProblemList(), cancellationToken);
        foreach (var stack in assembly?.Stacks ?? [])
        {
            var template = JsonNode.Parse(await File.ReadAllTextAsync(stack.TemplatePath, cancellationToken))!;
            if (WrittenIn(template[nameof(Resources)]!.AsObject()).Any())
            {
                return new AppStack(stack, template);
            }
        }

        return null;
    }

    /// <summary>Adds a custom resource on the cluster that the others are on, deployed after all that the stack writes.</summary>
    public void Add(string logicalId, string type, params IEnumerable<(string Name, JsonNode Value)> properties)
    {
        var written = Written;
        var common = written[0].Value;
        var all = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Value)))
        {
            ["ServiceToken"] = common["ServiceToken"]!.DeepClone(),
            ["Cluster"] = common["Cluster"]!.DeepClone(),
        };
        Resources[logicalId] = new JsonObject
        {
            ["Type"] = type,
            ["Properties"] = all,
            ["DependsOn"] = new JsonArray([.. written.Select(resource => (JsonNode?)resource.Key)]),
        };
    }

    /// <summary>The deployment of the template as it is now. It is written beside the one that it changes, where the assets are.</summary>
    /// <param name="name">One word, for the file.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task<DeployRequest> RequestAsync(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetDirectoryName(_stack.TemplatePath)!, $"demo-{name}.template.json");
        await File.WriteAllTextAsync(path, _template.ToJsonString(), cancellationToken);
        return new DeployRequest { TemplatePath = path, StackName = _stack.Name, AccountId = _stack.AccountId, Region = _stack.Region };
    }

    private static IEnumerable<KeyValuePair<string, JsonObject>> WrittenIn(JsonObject resources) =>
        from resource in resources
        where (string?)resource.Value?["Type"] is EntryType or ObjectType
        select KeyValuePair.Create(resource.Key, resource.Value!["Properties"]!.AsObject());
}
