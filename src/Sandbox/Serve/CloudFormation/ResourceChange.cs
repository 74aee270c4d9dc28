using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>What would become of one resource.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html"/></summary>
internal sealed record ResourceChange(string LogicalId, string Type)
{
    /// <summary><c>Add</c>, <c>Modify</c> or <c>Remove</c>.</summary>
    public required string Action { get; init; }

    public string? PhysicalId { get; init; }

    /// <summary>Of a modification: <c>True</c>, <c>False</c> or <c>Conditional</c>.</summary>
    public string? Replacement { get; init; }

    /// <summary>What becomes of the old resource, where something does.</summary>
    public string? PolicyAction { get; init; }

    public IReadOnlyList<ChangeDetail> Details { get; init; } = [];

    public JsonObject? Before { get; init; }

    public JsonObject? After { get; init; }
}

/// <summary>One property, or another attribute of a resource, that would change.</summary>
/// <param name="Attribute"><c>Properties</c>, <c>Metadata</c>, <c>DeletionPolicy</c>…</param>
/// <param name="Name">Of the property.</param>
internal sealed record ChangeDetail(string Attribute, string? Name)
{
    /// <summary><c>Never</c>, <c>Conditionally</c> or <c>Always</c>.</summary>
    public string RequiresRecreation { get; init; } = "Never";

    public JsonNode? Before { get; init; }

    public JsonNode? After { get; init; }

    /// <summary>What is known only once it is done.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>What it comes from: <c>DirectModification</c>, <c>ParameterReference</c>, <c>ResourceReference</c>.</summary>
    public string Source { get; init; } = "DirectModification";

    public string? CausedBy { get; init; }
}
