using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Sandbox.Assemblies;

/// <summary>What <c>cdk synth</c> writes: templates, and a manifest that says in what order they are deployed.
/// <see href="https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-assemblies"/></summary>
/// <param name="Stacks">Each after all that it depends on; those of stages (of a pipeline) after those of the app itself.</param>
public sealed record CloudAssembly(IReadOnlyList<AssemblyStack> Stacks)
{
    private const string StackType = "aws:cloudformation:stack";
    private const string StageType = "cdk:cloud-assembly";

    /// <returns>The assembly, or null when a problem was added.</returns>
    public static async Task<CloudAssembly?> ReadAsync(string folder, ProblemList problems, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(problems);
        var stacks = new List<AssemblyStack>();
        await AddAsync(folder, "", stacks, problems, cancellationToken).ConfigureAwait(false);
        if (problems.Count > 0)
            return null;
        if (stacks.Count > 0)
            return new CloudAssembly(stacks);
        problems.Missing("app", "a stack: the assembly has none");
        return null;
    }

    private static async Task AddAsync(
        string folder, string stage, List<AssemblyStack> stacks, ProblemList problems, CancellationToken cancellationToken)
    {
        if (await ManifestAsync(Path.Combine(folder, "manifest.json"), problems, cancellationToken).ConfigureAwait(false) is not { } artifacts)
            return;
        var ordered = Ordered(artifacts);
        foreach (var (id, artifact) in ordered.Where(artifact => (string?)artifact.Value["type"] == StackType))
            stacks.Add(AssemblyStack.Read(folder, stage, id, artifact));
        foreach (var (id, artifact) in ordered.Where(artifact => (string?)artifact.Value["type"] == StageType))
        {
            var name = (string?)artifact["properties"]?["displayName"] ?? id;
            var inner = Path.Combine(folder, (string?)artifact["properties"]?["directoryName"] ?? id);
            await AddAsync(inner, name, stacks, problems, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<Dictionary<string, JsonObject>?> ManifestAsync(
        string path, ProblemList problems, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false));
            if ((manifest as JsonObject)?["artifacts"] is JsonObject artifacts)
                return artifacts.ToDictionary(artifact => artifact.Key, artifact => artifact.Value as JsonObject ?? [], StringComparer.Ordinal);
            problems.Add("app", path, "the manifest of a CDK assembly, with the member artifacts");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add("app", path, $"the folder that cdk synth writes, with its manifest.json ({e.Message})");
        }
        catch (JsonException e)
        {
            problems.Add("app", path, $"a manifest in JSON ({e.Message})");
        }
        return null;
    }

    /// <summary>In the order of the manifest, but each after what it depends on.</summary>
    private static List<KeyValuePair<string, JsonObject>> Ordered(Dictionary<string, JsonObject> artifacts)
    {
        var ordered = new List<KeyValuePair<string, JsonObject>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in artifacts.Keys)
            Visit(id);
        return ordered;

        void Visit(string id)
        {
            if (!artifacts.TryGetValue(id, out var artifact) || !seen.Add(id))
                return;
            foreach (var other in artifact["dependencies"] as JsonArray ?? [])
                Visit((string?)other ?? "");
            ordered.Add(KeyValuePair.Create(id, artifact));
        }
    }
}
