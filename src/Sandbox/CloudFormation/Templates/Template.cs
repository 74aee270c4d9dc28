using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.CloudFormation.Templates;

/// <summary>A CloudFormation template as it was written: nothing is resolved.</summary>
internal sealed record Template
{
    /// <summary>The whole template, as JSON.</summary>
    public required JsonObject Body { get; init; }

    public required IReadOnlyDictionary<string, ParameterDefinition> Parameters { get; init; }

    public required IReadOnlyDictionary<string, JsonObject> Mappings { get; init; }

    public required IReadOnlyDictionary<string, JsonNode?> Conditions { get; init; }

    public required IReadOnlyDictionary<string, ResourceDefinition> Resources { get; init; }

    public required IReadOnlyDictionary<string, OutputDefinition> Outputs { get; init; }
}

internal enum DeletionPolicy
{
    Delete,
    Retain,
    RetainExceptOnCreate,
}

internal sealed record ResourceDefinition
{
    public required string LogicalId { get; init; }

    public required string Type { get; init; }

    public JsonObject Properties { get; init; } = [];

    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public string? Condition { get; init; }

    public DeletionPolicy DeletionPolicy { get; init; }

    public DeletionPolicy UpdateReplacePolicy { get; init; }

    /// <summary><c>Custom::…</c> and <c>AWS::CloudFormation::CustomResource</c>: a function behind ServiceToken plays it.</summary>
    public bool IsCustom => IsCustomType(Type);

    public static bool IsCustomType(string type) =>
        type.StartsWith("Custom::", StringComparison.Ordinal) || type == "AWS::CloudFormation::CustomResource";
}

internal sealed record OutputDefinition(string Name, JsonNode? Value, JsonNode? ExportName, string? Condition);
