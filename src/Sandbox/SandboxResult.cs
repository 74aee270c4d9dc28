using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox;

/// <summary>How an operation came out; the numbers are the exit codes of <c>eksiam sandbox</c>.</summary>
public enum SandboxOutcome
{
    Done = 0,
    RolledBack = 1,

    /// <summary>Nothing was started.</summary>
    BadInput = 2,
    RollbackFailed = 3,
}

/// <summary>What became of a deployment or a deletion.</summary>
public sealed record SandboxResult
{
    public required SandboxOutcome Outcome { get; init; }

    public required string StackName { get; init; }

    /// <summary>The ARN; empty when there is no stack.</summary>
    public string StackId { get; init; } = "";

    /// <summary>As CloudFormation names it; empty when there is no stack.</summary>
    public string StackStatus { get; init; } = "";

    /// <summary>Every problem of the input, when the outcome is <see cref="SandboxOutcome.BadInput"/>.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public IReadOnlyList<StackEvent> Events { get; init; } = [];

    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>What the sandbox made up or took for granted, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where a function broke the protocol (invariant 3 of the contract): a second answer that differs from the first, an
    /// answer that is not one, a PUT that S3 refuses. Empty is right.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];
}

/// <summary>A cluster as it is now.</summary>
/// <param name="Key">Name, account and Region.</param>
/// <param name="AwsAuth">The whole ConfigMap, or null.</param>
/// <param name="Objects">Every object that says that a resource of ours owns it.</param>
/// <param name="Entries">ARNs of the people and programs that access entries of stacks let in; functions of stacks are left out.</param>
/// <param name="Label">The name, with account and Region where several clusters have it.</param>
public sealed record ClusterView(
    RegionalName Key, JsonObject? AwsAuth, IReadOnlyList<JsonObject> Objects, IReadOnlyList<string> Entries, string Label)
{
    /// <summary>By which templates call it.</summary>
    public string Name => Key.Name;
}
