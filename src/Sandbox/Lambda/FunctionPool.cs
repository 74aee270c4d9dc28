using System.Collections.Concurrent;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>The execution environments of one function: one event at a time in each, warm ones first, new ones up to a limit.</summary>
internal sealed class FunctionPool(Func<CancellationToken, Task<ExecutionEnvironment>> start, int limit, WarmEnvironments warm, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(limit);
    private readonly ConcurrentDictionary<ExecutionEnvironment, bool> _all = new();
    private int _coldStarts;

    /// <summary>How many environments were started.</summary>
    public int ColdStarts => _coldStarts;

    /// <param name="payload">The event.</param>
    /// <param name="fault">What befalls the process, or null.</param>
    /// <param name="patience">How long the event may wait for a place; null: until there is one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<InvocationEnd> InvokeAsync(
        ReadOnlyMemory<byte> payload, PlannedFault? fault, TimeSpan? patience, CancellationToken cancellationToken)
    {
        if (!await HasPlaceAsync(patience, cancellationToken).ConfigureAwait(false))
            return new InvocationEnd.NotTaken(InvocationEnd.NotTaken.TooOld);
        try
        {
            var environment = await TakeAsync(cancellationToken).ConfigureAwait(false);
            var end = await environment.InvokeAsync(payload, fault, cancellationToken).ConfigureAwait(false);
            if (end is not InvocationEnd.Killed && !environment.IsDead)
                await warm.AddAsync(this, environment).ConfigureAwait(false);
            else
                await EndAsync(environment).ConfigureAwait(false);
            return end;
        }
        finally
        {
            _free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var environment in _all.Keys)
            await EndAsync(environment).ConfigureAwait(false);
        _free.Dispose();
    }

    private async Task<bool> HasPlaceAsync(TimeSpan? patience, CancellationToken cancellationToken)
    {
        if (patience is null)
        {
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        if (patience <= TimeSpan.Zero)
            return _free.Wait(0, cancellationToken);
        using var over = new CancellationTokenSource(patience.Value, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _free.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<ExecutionEnvironment> TakeAsync(CancellationToken cancellationToken)
    {
        while (warm.Take(this) is { } waiting)
        {
            if (!waiting.IsDead)
                return waiting;
            await EndAsync(waiting).ConfigureAwait(false);
        }
        var cold = await start(cancellationToken).ConfigureAwait(false);
        _all[cold] = true;
        Interlocked.Increment(ref _coldStarts);
        return cold;
    }

    public async Task EndAsync(ExecutionEnvironment environment)
    {
        if (_all.TryRemove(environment, out _))
            await environment.DisposeAsync().ConfigureAwait(false);
    }
}
