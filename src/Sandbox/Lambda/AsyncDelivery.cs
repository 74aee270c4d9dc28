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

/// <summary>How Lambda delivers an event that nobody waits for: again after an error, and now and then twice without one.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"/></summary>
internal static class AsyncDelivery
{
    /// <summary>Lambda waits a minute, then two; here it is shorter.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);

    /// <returns>How the first delivery ended, when all have.</returns>
    public static async Task<InvocationEnd> RunAsync(
        Func<Task<InvocationEnd>> invoke, int retries, Delivery delivery, Func<TimeSpan, Task> wait)
    {
        var first = OnceAsync(invoke, retries, wait);
        if (delivery == Delivery.TwiceInTurn)
            await first.ConfigureAwait(false);
        if (delivery != Delivery.Once)
            await OnceAsync(invoke, retries, wait).ConfigureAwait(false);
        return await first.ConfigureAwait(false);
    }

    private static async Task<InvocationEnd> OnceAsync(Func<Task<InvocationEnd>> invoke, int retries, Func<TimeSpan, Task> wait)
    {
        for (var attempt = 0; ; attempt++)
        {
            var end = await invoke().ConfigureAwait(false);
            if (end is InvocationEnd.Success || attempt >= retries)
                return end;
            await wait(FirstWait * (1 << attempt)).ConfigureAwait(false);
        }
    }
}
