using System.Collections.Concurrent;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>The execution environments of one function: one event at a time in each, warm ones first, new ones up to a limit.</summary>
internal sealed class FunctionPool(Func<CancellationToken, Task<ExecutionEnvironment>> start, int limit, WarmEnvironments warm) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(limit);
    private readonly ConcurrentDictionary<ExecutionEnvironment, bool> _all = new();
    private int _coldStarts;

    /// <summary>How many environments were started.</summary>
    public int ColdStarts => _coldStarts;

    public async Task<InvocationEnd> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var environment = await TakeAsync(cancellationToken).ConfigureAwait(false);
            var end = await environment.InvokeAsync(payload, cancellationToken).ConfigureAwait(false);
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
