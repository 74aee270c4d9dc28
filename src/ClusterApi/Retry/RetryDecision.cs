using EksIamCdk.Access.Problems;

namespace EksIamCdk.ClusterApi;

/// <summary>What to do after a step failed.</summary>
public abstract record RetryDecision
{
    private RetryDecision()
    {
    }

    /// <summary>Wait, then read, decide and write anew.</summary>
    public sealed record Wait(TimeSpan Delay) : RetryDecision;

    public sealed record GiveUp(Failure Failure) : RetryDecision;
}
