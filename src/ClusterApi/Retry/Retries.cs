namespace EksIamCdk.ClusterApi;

/// <summary>The tries of one invocation on the clock: counts for <see cref="RetryPolicy"/> what it needs to know.</summary>
public sealed class Retries(RetryPolicy policy, TimeProvider clock, DateTimeOffset deadline)
{
    private int _others;
    private int _conflicts;
    private DateTimeOffset? _refusedSince;

    /// <summary>What failed last: the deadline's message names it.</summary>
    public StepFailure? Last { get; private set; }

    /// <summary>Call it after each step that failed; when it says to wait, wait and begin anew: read, decide, write.</summary>
    public RetryDecision After(StepFailure failure)
    {
        Last = failure;
        var now = clock.GetUtcNow();
        _refusedSince = RetryPolicy.IsRefusal(failure) ? _refusedSince ?? now : null;
        var count = RetryPolicy.IsConflict(failure) ? ++_conflicts : ++_others;
        return policy.Decide(failure, new Tries(count, now - (_refusedSince ?? now), deadline - now));
    }
}
