using System.Collections.Immutable;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>A stack: what is deployed, and how it stands. Its resources can be read while it changes.</summary>
internal sealed class Stack(PseudoParameters pseudo)
{
    private readonly Lock _lock = new();
    private volatile ImmutableSortedDictionary<string, ResourceRecord> _resources =
        ImmutableSortedDictionary.Create<string, ResourceRecord>(StringComparer.Ordinal);

    public PseudoParameters Pseudo { get; } = pseudo;

    public RegionalName Key => new(Pseudo.AccountId, Pseudo.Region, Pseudo.StackName);

    public string Name => Pseudo.StackName;

    public string Id => Pseudo.StackId;

    public string Status { get; set; } = "REVIEW_IN_PROGRESS";

    /// <summary>Kept by a deployment that tries a failed one again: it gives the same RequestIds then.</summary>
    public string Operation { get; set; } = "";

    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();

    /// <summary>The template of the last operation that succeeded.</summary>
    public JsonObject? Template { get; set; }

    /// <summary>Whether any operation on it ever succeeded.</summary>
    public bool WasEverWell => Template is not null;

    /// <summary>How to go back, while an operation that failed is not rolled back.</summary>
    public UnfinishedUpdate? Unfinished { get; set; }

    /// <summary>The template that is being deployed now.</summary>
    public JsonObject? Deploying { get; set; }

    /// <summary>Where the template was, with the assets beside it.</summary>
    public string? TemplateFolder { get; set; }

    /// <summary>The stack set that it is an instance of.</summary>
    public string? StackSetId { get; init; }

    public DateTimeOffset Created { get; init; }

    /// <summary>What callers of the API said about it besides template and parameters.</summary>
    public StackSettings Settings { get; set; } = new();

    public StackHistory History { get; init; } = new();

    public IEnumerable<JsonObject> TemplatesInForce => new[] { Template, Deploying }.OfType<JsonObject>();

    public IReadOnlyDictionary<string, string> Outputs { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Exports { get; set; } = new Dictionary<string, string>();

    /// <summary>Names of the exports of other stacks that the template uses.</summary>
    public IReadOnlyList<string> Imports { get; set; } = [];

    public ImmutableSortedDictionary<string, ResourceRecord> Resources
    {
        get => _resources;
        init => _resources = value;
    }

    public void Put(ResourceRecord record)
    {
        lock (_lock)
            _resources = _resources.SetItem(record.LogicalId, record);
    }

    /// <summary>Forgets exactly this one: not one that took its place meanwhile.</summary>
    public void Forget(ResourceRecord record)
    {
        lock (_lock)
        {
            if (_resources.TryGetValue(record.LogicalId, out var live) && live.PhysicalId == record.PhysicalId)
                _resources = _resources.Remove(record.LogicalId);
        }
    }
}
