using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Amazon.CDK;

namespace EksIamCdk.EndToEnd.Tests.Moving;

/// <summary>The assembly of each step: synthesised once, as that takes longer than to deploy it.</summary>
public sealed class Assemblies : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moving-");
    private readonly ConcurrentDictionary<MovingStep, string> _made = new();

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = Above(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The folder of the assembly.</summary>
    public string Of(MovingStep step) => _made.GetOrAdd(step, Synthesize);

    /// <summary>The logical ids that a change from one step to another makes or changes.</summary>
    public IReadOnlyList<string> Touched(MovingStep from, MovingStep to)
    {
        var before = Resources(from);
        return
        [
            .. Resources(to).Where(resource => !JsonNode.DeepEquals(before[resource.Key]?["Properties"], resource.Value!["Properties"]))
                .Select(resource => resource.Key),
        ];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private JsonObject Resources(MovingStep step) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Of(step), "Access.template.json")))!["Resources"]!.AsObject();

    private string Synthesize(MovingStep step)
    {
        var output = Path.Combine(_folder.FullName, $"{_made.Count}");
        var app = new App(new AppProps { AnalyticsReporting = false, StackTraces = false, Outdir = output });
        _ = new MovingStack(app, "Access", Path.Combine(Root, ".eksiam", "lambda"), step);
        app.Synth();
        return output;
    }

    private static string Above(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")) ? folder.FullName : Above(folder.Parent!);
}
