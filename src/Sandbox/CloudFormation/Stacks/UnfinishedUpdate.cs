using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>What is needed to put a stack back to how it last stood well, while an operation that failed is not rolled back, or its
/// rollback is stuck.</summary>
internal sealed record UnfinishedUpdate
{
    /// <summary>The resources as they were.</summary>
    public required IReadOnlyDictionary<string, ResourceRecord> Before { get; init; }

    /// <summary>Of each of them that was asked to change and is not put back yet: the properties it was last asked to take.</summary>
    public IReadOnlyDictionary<string, JsonObject> Attempted { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>Resources as they were before another took their place on the way forward.</summary>
    public IReadOnlyList<ResourceRecord> Replaced { get; init; } = [];

    /// <summary>Resources whose place another took on the way back.</summary>
    public IReadOnlyList<ResourceRecord> Superseded { get; init; } = [];

    /// <summary>The same after one more attempt: what was stable is what was stable before the first.</summary>
    public static UnfinishedUpdate After(ChangeRun run, UnfinishedUpdate? earlier)
    {
        var before = earlier?.Before ?? run.Before;
        var attempted = (earlier?.Attempted ?? new Dictionary<string, JsonObject>()).ToDictionary(StringComparer.Ordinal);
        foreach (var (id, properties) in run.Attempted.Where(attempt => before.ContainsKey(attempt.Key)))
            attempted[id] = properties;
        return new UnfinishedUpdate { Before = before, Attempted = attempted, Replaced = [.. earlier?.Replaced ?? [], .. run.Replaced] };
    }
}
