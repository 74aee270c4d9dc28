using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Clusters.AccessEntries;
using EksIamCdk.Sandbox.Iam;
using EksIamCdk.Sandbox.StackSets;

namespace EksIamCdk.Sandbox;

/// <summary>Keeps the stacks of a sandbox in a folder, so that the next run goes on from there. The clusters have files of their
/// own.</summary>
internal sealed class StateFolder(string path)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private string File => System.IO.Path.Combine(path, "stacks.json");

    public async Task<KeptState> LoadAsync(CancellationToken cancellationToken) => System.IO.File.Exists(File)
        ? JsonSerializer.Deserialize<KeptState>(
            await System.IO.File.ReadAllTextAsync(File, cancellationToken).ConfigureAwait(false), Format)!
        : new KeptState();

    /// <summary>Whole or not at all: a run that is stopped in the middle leaves the state of before.</summary>
    public async Task SaveAsync(KeptState state, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        var beside = $"{File}.new";
        await System.IO.File.WriteAllTextAsync(beside, JsonSerializer.Serialize(state, Format), cancellationToken).ConfigureAwait(false);
        System.IO.File.Move(beside, File, overwrite: true);
    }
}

internal sealed record KeptState
{
    public IReadOnlyList<KeptStack> Stacks { get; init; } = [];

    public IReadOnlyList<KeptStackSet> StackSets { get; init; } = [];

    public IReadOnlyList<RegionalName> DeletedClusters { get; init; } = [];

    public IReadOnlyList<KeptMode> AuthenticationModes { get; init; } = [];

    public IReadOnlyList<AccessEntry> AccessEntries { get; init; } = [];

    public IReadOnlyList<KnownPrincipal> Principals { get; init; } = [];
}

internal sealed record KeptStackSet(RegionalName Key, string Id, IReadOnlyList<StackInstance> Instances)
{
    public static KeptStackSet Of(StackSet set) => new(set.Key, set.Id, set.Instances);

    public void AddTo(StackSetService sets)
    {
        var set = sets.Add(Key, Id);
        foreach (var instance in Instances)
            set.Put(instance);
    }
}

internal sealed record KeptStack
{
    public required PseudoParameters Pseudo { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    public string? StackSetId { get; init; }

    public string Operation { get; init; } = "";

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public JsonObject? Template { get; init; }

    public string? TemplateFolder { get; init; }

    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Exports { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Imports { get; init; } = [];

    public IReadOnlyList<ResourceRecord> Resources { get; init; } = [];

    public UnfinishedUpdate? Unfinished { get; init; }

    public StackSettings Settings { get; init; } = new();

    public IReadOnlyList<RecordedEvent> Events { get; init; } = [];

    public static KeptStack Of(Stack stack) => new()
    {
        Pseudo = stack.Pseudo,
        Status = stack.Status,
        Created = stack.Created,
        StackSetId = stack.StackSetId,
        Operation = stack.Operation,
        Parameters = stack.Parameters,
        Template = stack.Template,
        TemplateFolder = stack.TemplateFolder,
        Outputs = stack.Outputs,
        Exports = stack.Exports,
        Imports = stack.Imports,
        Resources = [.. stack.Resources.Values],
        Unfinished = stack.Unfinished,
        Settings = stack.Settings,
        Events = stack.History.Events,
    };

    public Stack ToStack() => new(Pseudo)
    {
        Status = Status,
        Created = Created,
        StackSetId = StackSetId,
        Operation = Operation,
        Parameters = Parameters,
        Template = Template,
        TemplateFolder = TemplateFolder,
        Outputs = Outputs,
        Exports = Exports,
        Unfinished = Unfinished,
        Settings = Settings,
        History = new StackHistory(Events),
        Imports = Imports,
        Resources = Resources.ToImmutableSortedDictionary(resource => resource.LogicalId, resource => resource, StringComparer.Ordinal),
    };
}
