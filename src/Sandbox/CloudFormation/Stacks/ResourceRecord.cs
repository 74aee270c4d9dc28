using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Templates;
using EksIamCdk.Sandbox.Clusters.AccessEntries;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>A resource of a stack, as CloudFormation remembers it.</summary>
internal sealed record ResourceRecord
{
    public required string LogicalId { get; init; }

    public required string Type { get; init; }

    /// <summary>Null while nothing was made.</summary>
    public string? PhysicalId { get; init; }

    public string Status { get; init; } = "";

    /// <summary>As they were sent last, with every function resolved.</summary>
    public JsonObject Properties { get; init; } = [];

    public JsonObject Attributes { get; init; } = [];

    /// <summary>Logical ids of what must outlive it.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    public DeletionPolicy DeletionPolicy { get; init; }

    public DeletionPolicy UpdateReplacePolicy { get; init; }

    /// <summary>Its attributes are not to be shown.</summary>
    public bool NoEcho { get; init; }

    /// <summary>A resource of AWS with something behind it: what it says is really done.</summary>
    public bool IsReal => Type is "AWS::CloudFormation::StackSet" or AccessEntry.ResourceType;

    public bool IsCustom => ResourceDefinition.IsCustomType(Type);
}
