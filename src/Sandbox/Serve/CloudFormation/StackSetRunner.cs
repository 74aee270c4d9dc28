using System.Collections.Concurrent;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.StackSets;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>The stack sets that callers see, and the operations on them: one at a time on each.</summary>
internal sealed class StackSetRunner(SandboxServices services) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ServedStackSet> _served = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _failed = new();

    /// <summary>Ends, with its exception, when an operation ended as none should.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Those that callers made, and those of templates.</summary>
    public IEnumerable<ServedStackSet> All => services.StackSets.All.Select(Served);

    /// <param name="key">By name or by id.</param>
    public ServedStackSet? Find(RegionalName key) =>
        All.FirstOrDefault(served => served.Set.Key == key || served.Set.Id == key.Name);

    public void Put(ServedStackSet served) => _served[served.Set.Id] = served;

    public void Remove(ServedStackSet served)
    {
        services.StackSets.Remove(served.Set);
        _served.TryRemove(served.Set.Id, out _);
    }

    /// <summary>Brings the instances to what is wanted from now on.</summary>
    /// <returns>The id of the operation.</returns>
    /// <exception cref="AwsErrorException">Another operation runs.</exception>
    public string Start(ServedStackSet before, StackSetDefinition wanted, string action, string? id)
    {
        var run = new StackSetRun(id ?? Guid.NewGuid().ToString("D"), action, services.Options.Time.GetUtcNow());
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_running.TryAdd(before.Set.Id, ended.Task))
            throw new AwsErrorException(
                "OperationInProgressException", $"Another Operation on StackSet {before.Set.Id} is in progress", 409);
        Put(before with { Wanted = wanted, Runs = [.. before.Runs, run] });
        _ = Task.Run(RunAsync, CancellationToken.None);
        return run.Id;

        async Task RunAsync()
        {
            try
            {
                var removed = before.Set.Instances.Where(instance => !wanted.Instances.ContainsKey(instance.Place)).ToList();
                var failure = await services.StackSets.ApplyAsync(before.Set, wanted, _stop.Token).ConfigureAwait(false);
                var gone = removed.Where(instance => before.Set.Find(instance.Place) is null)
                    .Select(instance => instance with { DetailedStatus = "SUCCEEDED", StatusReason = "" });
                var done = run with
                {
                    Status = failure is null ? "SUCCEEDED" : "FAILED",
                    Ended = services.Options.Time.GetUtcNow(),
                    Reason = failure ?? "",
                    Results = [.. before.Set.Instances, .. gone],
                };
                var served = Served(before.Set);
                _running.TryRemove(before.Set.Id, out _);
                Put(served with { Runs = [.. served.Runs.SkipLast(1), done] });
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The sandbox ends; nobody asks any more.
            }
#pragma warning disable CA1031 // Nobody awaits this task: whoever serves has to be told.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                _failed.TrySetException(bug);
            }
            finally
            {
                _running.TryRemove(before.Set.Id, out _);
                ended.SetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    private ServedStackSet Served(StackSet set) =>
        _served.GetValueOrDefault(set.Id) ?? new ServedStackSet(set, new StackSetDefinition { TemplateText = "" });
}
