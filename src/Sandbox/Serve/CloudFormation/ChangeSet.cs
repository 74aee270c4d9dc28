using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>A change set: what would become of a stack.</summary>
internal sealed record ChangeSet
{
    public const string Create = "CREATE";

    public const string NoChanges =
        "The submitted information didn't contain changes. Submit different information to create a change set.";

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary><c>CREATE</c> or <c>UPDATE</c>.</summary>
    public required string Type { get; init; }

    public string Description { get; init; } = "";

    public required DateTimeOffset Created { get; init; }

    public required StackChange Change { get; init; }

    public required IReadOnlyList<ResourceChange> Changes { get; init; }

    public OnFailure OnFailure { get; init; }

    /// <summary>False: there is nothing to do.</summary>
    public required bool HasChanges { get; init; }

    public bool IsExecuting { get; init; }

    public string Status => HasChanges ? "CREATE_COMPLETE" : "FAILED";

    public string ExecutionStatus => IsExecuting ? "EXECUTE_IN_PROGRESS" : HasChanges ? "AVAILABLE" : "UNAVAILABLE";

    public string? StatusReason => HasChanges ? null : NoChanges;
}
