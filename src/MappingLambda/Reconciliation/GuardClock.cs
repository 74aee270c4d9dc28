using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>How long a guard waits for nodes to go: 30 s, or about half of the time that there is.</summary>
internal sealed class GuardClock(Deadline deadline, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _end = time.GetUtcNow() + Shorter(Patience, Left(deadline, time) * 0.6);

    // Far shorter than an attempt on Delete may last, which would count as an API server that hangs.
    private readonly TimeSpan _pause = Shorter(LongestPause, Left(deadline, time) / 10);

    public bool IsOver => time.GetUtcNow() >= _end;

    /// <summary>Between two looks.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(_pause, time, cancellationToken);

    private static TimeSpan Left(Deadline deadline, TimeProvider time) =>
        deadline.AttemptsEnd > time.GetUtcNow() ? deadline.AttemptsEnd - time.GetUtcNow() : TimeSpan.Zero;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
