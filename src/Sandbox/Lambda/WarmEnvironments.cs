namespace EksIamCdk.Sandbox.Lambda;

/// <summary>The environments that wait for work, of all functions together. Lambda keeps as many as it likes; one machine does not: the
/// one that has waited longest ends when there are too many.</summary>
internal sealed class WarmEnvironments(int limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(FunctionPool Pool, ExecutionEnvironment Environment)> _waiting = new();

    /// <summary>The one of this pool that has worked last.</summary>
    public ExecutionEnvironment? Take(FunctionPool pool)
    {
        lock (_lock)
        {
            for (var node = _waiting.Last; node is not null; node = node.Previous)
            {
                if (node.Value.Pool != pool)
                    continue;
                _waiting.Remove(node);
                return node.Value.Environment;
            }
            return null;
        }
    }

    public async Task AddAsync(FunctionPool pool, ExecutionEnvironment environment)
    {
        (FunctionPool Pool, ExecutionEnvironment Environment)? tooMany = null;
        lock (_lock)
        {
            _waiting.AddLast((pool, environment));
            if (_waiting.Count > limit)
            {
                tooMany = _waiting.First!.Value;
                _waiting.RemoveFirst();
            }
        }
        if (tooMany is { } oldest)
            await oldest.Pool.EndAsync(oldest.Environment).ConfigureAwait(false);
    }
}
