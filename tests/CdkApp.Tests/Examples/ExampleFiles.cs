using System.Text.Json.Nodes;
using Amazon.CDK;
using static EksIamCdk.CdkApp.Tests.Synthesis;

namespace EksIamCdk.CdkApp.Tests.Examples;

/// <summary>Every spec of the repository, synthesised once in this process.</summary>
internal static class ExampleFiles
{
    private static readonly Lazy<IReadOnlyList<Example>> s_all = new(() => [.. Specs().Select(Synthesize)]);

    public static IReadOnlyList<Example> All => s_all.Value;

    /// <summary>All templates that are written, those within stack sets too.</summary>
    public static IEnumerable<(Example Example, string Name, JsonObject Template)> Templates =>
        All.SelectMany(example => example.Templates.Select(pair => (example, pair.Key, pair.Value)));

    private static IEnumerable<string> Specs() => Directory.EnumerateFiles(Path.Combine(Root, "examples"), "*access.yaml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path)).Append("access.yaml").Order(StringComparer.Ordinal);

    private static Example Synthesize(string path)
    {
        var errors = new StringWriter();
        var file = SpecFile.Read(Path.Combine(Root, path), errors);
        Assert.Equal("", errors.ToString());
        var folder = Path.Combine(AppContext.BaseDirectory, "examples", path.Replace('/', '-'));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var app = new App(new AppProps { AnalyticsReporting = false, Outdir = folder });
        SpecStacks.Declare(app, file!, new Amazon.CDK.Environment(), Package);
        app.Synth();
        return new(path, folder, Read(folder));
    }

    private static SortedDictionary<string, JsonObject> Read(string folder)
    {
        var templates = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.template.json", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(file).Replace(".template.json", "", StringComparison.Ordinal);
            var template = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            templates[name] = template;
            foreach (var (id, resource) in Resources(template))
            {
                if (resource!["Properties"]?["TemplateBody"] is not { } body) continue;
                File.WriteAllText(Path.Combine(folder, $"{name}-{id}.template.json"), body.GetValue<string>());
                templates[$"{name}/{id}"] = JsonNode.Parse(body.GetValue<string>())!.AsObject();
            }
        }

        return templates;
    }
}

/// <param name="Path">The spec, from the root of the repository.</param>
/// <param name="Folder">Where its assembly is.</param>
/// <param name="Templates">By the names of their stacks.</param>
internal sealed record Example(string Path, string Folder, IReadOnlyDictionary<string, JsonObject> Templates);
