using Amazon.CDK;

namespace EksIamCdk.Constructs.Pipeline;

/// <summary>One step of the rollout: an account and a Region, and the stacks that they get.</summary>
public sealed class AccessPipelineStage
{
    public required string Name { get; init; }

    /// <summary>12 digits.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>Whether somebody has to approve the plan. Default: false.</summary>
    public bool Approval { get; init; }

    /// <summary>Declares the stacks.</summary>
    public required Action<Stage> Stacks { get; init; }
}
