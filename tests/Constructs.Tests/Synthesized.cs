using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;

namespace EksIamCdk.Constructs.Tests;

/// <summary>A stack under test, with a package that needs no publishing.</summary>
internal static class Synthesized
{
    /// <summary>Synthesises a stack and gives its template.</summary>
    public static JsonObject Template(Action<Stack> fill, Amazon.CDK.Environment? env = null)
    {
        var app = new App(new AppProps { AnalyticsReporting = false });
        var stack = new Stack(app, "Stack", new StackProps { Env = env });
        fill(stack);
        var template = (JsonElement)JsonSerializer.SerializeToElement(Amazon.CDK.Assertions.Template.FromStack(stack).ToJSON());
        return JsonNode.Parse(template.GetRawText())!.AsObject();
    }

    /// <summary>A folder that stands for the published function.</summary>
    public static string PackageFolder { get; } = MakePackage();

    public static MappingProvider Provider(Stack stack, ClusterAttributes? cluster = null) => new(stack, "Provider", new()
    {
        Cluster = ClusterTarget.FromAttributes(cluster ?? new() { Name = "demo" }),
        PackageDirectory = PackageFolder,
    });

    /// <summary>The resource of a logical id.</summary>
    public static JsonObject At(this JsonObject template, string logicalId) => template["Resources"]![logicalId]!.AsObject();

    /// <summary>The one resource of a type.</summary>
    public static JsonObject One(this JsonObject template, string type) => Assert.Single(template.All(type)).Value;

    public static IReadOnlyDictionary<string, JsonObject> All(this JsonObject template, string type) =>
        template["Resources"]!.AsObject().Where(pair => pair.Value!["Type"]!.GetValue<string>() == type).ToDictionary(pair => pair.Key, pair => pair.Value!.AsObject());

    /// <summary>The notes of a synth, in order.</summary>
    public static IEnumerable<string> Notes(Stack stack) =>
        Amazon.CDK.Assertions.Annotations.FromStack(stack).FindInfo("*", Amazon.CDK.Assertions.Match.AnyValue())
            .Select(note => note.Entry.Data!.ToString()!).Order(StringComparer.Ordinal);

    /// <summary>Asserts that a node is this JSON, whatever the order of its members.</summary>
    public static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nbut got {actual?.ToJsonString()}");

    private static string MakePackage()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "package")).FullName;
        File.WriteAllText(Path.Combine(folder, "MappingLambda.dll"), "");
        File.WriteAllText(Path.Combine(folder, "bootstrap"), "");
        return folder;
    }
}
