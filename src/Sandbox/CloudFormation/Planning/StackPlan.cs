using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Planning;

/// <summary>A template that can be deployed: parameters bound, conditions decided, every reference there, no circle.</summary>
internal sealed record StackPlan
{
    public required TemplateScope Scope { get; init; }

    /// <summary>The resources that are made: those whose condition holds.</summary>
    public required IReadOnlyDictionary<string, PlannedResource> Resources { get; init; }

    public required IReadOnlyList<OutputDefinition> Outputs { get; init; }

    /// <summary>Parameters as they were given, to be used again by the next update.</summary>
    public required IReadOnlyDictionary<string, string> GivenParameters { get; init; }

    /// <summary>Logical ids of resources that are to fail as if AWS had refused them.</summary>
    public required IReadOnlySet<string> FailAt { get; init; }

    /// <summary>What the sandbox made up, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public Template Template => Scope.Template;

    public JsonObject Properties(string logicalId, IResourceValues values, ProblemList problems)
    {
        var evaluated = new Evaluator(Scope, values, problems)
            .Evaluate(Resources[logicalId].Definition.Properties, $"Resources.{logicalId}.Properties");
        return evaluated as JsonObject ?? [];
    }

    public string? Output(OutputDefinition output, IResourceValues values, ProblemList problems) =>
        new Evaluator(Scope, values, problems).EvaluateText(output.Value, $"Outputs.{output.Name}.Value");

    public string? ExportName(OutputDefinition output, ProblemList problems) =>
        new Evaluator(Scope, new NoResources(), problems).EvaluateText(output.ExportName, $"Outputs.{output.Name}.Export.Name");
}

/// <param name="Definition">As the template has it.</param>
/// <param name="Dependencies">Logical ids of the resources that it needs first: those it refers to, and DependsOn.</param>
internal sealed record PlannedResource(ResourceDefinition Definition, IReadOnlySet<string> Dependencies);
