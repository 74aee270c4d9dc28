namespace EksIamCdk.Sandbox.Lambda;

/// <summary>How often each event arrives.</summary>
public enum Delivery
{
    Once,

    /// <summary>Again after the first has ended.</summary>
    TwiceInTurn,

    /// <summary>Two at the same time.</summary>
    TwiceInParallel,
}

/// <summary>How Lambda delivers an event that nobody waits for: again after an error, as long as it is not too old, and now and then twice
/// without one; what nothing came of goes to the OnFailure destination.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"/></summary>
/// <param name="invoke">Invokes the function, and waits no longer than it is given for a place in it.</param>
/// <param name="settings">Those of the function.</param>
/// <param name="bury">Takes what nothing came of.</param>
/// <param name="time">The clock.</param>
internal sealed class AsyncDelivery(
    Func<TimeSpan, Task<InvocationEnd>> invoke, AsyncSettings settings, Func<DeadEvent, Task> bury, TimeProvider time)
{
    /// <summary>Between two attempts, then twice as long. Here that is shorter, but counts as long as there.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShorterWait = TimeSpan.FromMilliseconds(500);

    /// <returns>How the first delivery ended, when all have.</returns>
    public async Task<InvocationEnd> RunAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var first = OnceAsync(cancellationToken);
        if (delivery == Delivery.TwiceInTurn)
            await first.ConfigureAwait(false);
        if (delivery != Delivery.Once)
            await OnceAsync(cancellationToken).ConfigureAwait(false);
        return await first.ConfigureAwait(false);
    }

    private async Task<InvocationEnd> OnceAsync(CancellationToken cancellationToken)
    {
        var sent = time.GetUtcNow();
        var saved = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            var end = await invoke(settings.MaximumAge - Age()).ConfigureAwait(false);
            if (end is InvocationEnd.Success)
                return end;
            var wait = FirstWait * (1 << (attempt - 1));
            var condition = end switch
            {
                InvocationEnd.NotTaken notTaken => notTaken.Condition,
                _ when attempt > settings.Retries => "RetriesExhausted",
                _ when Age() + wait > settings.MaximumAge => InvocationEnd.NotTaken.TooOld,
                _ => null,
            };
            if (condition is not null)
            {
                await bury(new DeadEvent(condition, end is InvocationEnd.NotTaken ? attempt - 1 : attempt, end)).ConfigureAwait(false);
                return end;
            }
            await Task.Delay(ShorterWait * (1 << (attempt - 1)), time, cancellationToken).ConfigureAwait(false);
            saved += wait;
        }

        TimeSpan Age() => time.GetUtcNow() - sent + saved;
    }
}

/// <summary>An <c>AWS::Lambda::EventInvokeConfig</c>, or what Lambda does without one.</summary>
internal sealed record AsyncSettings
{
    /// <summary>How often an event is delivered again after an error.</summary>
    public int Retries { get; init; } = 2;

    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The ARN of what takes the events that nothing came of, or null.</summary>
    public string? OnFailure { get; init; }
}
