using System.Collections.Concurrent;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Runs operations on stacks while callers watch: one at a time on each stack.</summary>
internal sealed class StackRunner(SandboxServices services, StackBook book) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StackOperations _operations = new(services);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _failed = new();

    /// <summary>Ends, with its exception, when an operation ended as none should.</summary>
    public Task Failed => _failed.Task;

    public Stack NewStack(RegionalName key) => _operations.NewStack(key);

    /// <summary>Starts an operation, and ends when the status of the stack says so.</summary>
    /// <param name="change">What the stack becomes; null when it becomes nothing new.</param>
    /// <param name="after">Done when the operation has ended, however it did.</param>
    /// <exception cref="Aws.AwsErrorException">Another operation runs.</exception>
    public async Task StartAsync(
        Stack stack,
        StackChange? change,
        string token,
        Func<StackEngine, CancellationToken, Task> operation,
        Action? after = null)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_running.TryAdd(stack.Id, running.Task))
        {
            if (stack.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal))
                throw CallError.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not be updated.");
            await EndedAsync(stack).ConfigureAwait(false);
        }
        if (change is not null)
        {
            var isUpdate = stack.WasEverWell || stack.Unfinished is not null;
            stack.Settings = change.Settings with { Updated = isUpdate ? services.Options.Time.GetUtcNow() : null };
            stack.Deploying = change.Template.Body;
            stack.Operation = Guid.NewGuid().ToString("N");
        }
        stack.History.Token = token;
        services.Cloud.Put(stack);
        _ = Task.Run(RunAsync, CancellationToken.None);
        await started.Task.ConfigureAwait(false);

        async Task RunAsync()
        {
            try
            {
                await _operations.RunAsync(stack, Took, engine => operation(engine, _stop.Token), _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                started.TrySetCanceled(_stop.Token);
            }
#pragma warning disable CA1031 // Nobody awaits this task: whoever serves has to be told.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                started.TrySetException(bug);
                _failed.TrySetException(bug);
            }
            finally
            {
                after?.Invoke();
                _running.TryRemove(stack.Id, out _);
                running.SetResult();
            }
        }

        void Took(StackEvent happened)
        {
            if (happened.PhysicalId != stack.Id)
                return;
            stack.Settings = SettingsAt(stack, happened);
            started.TrySetResult();
        }
    }

    /// <summary>Waits for an operation that has ended for those who watch the stack, while what it leaves is still being kept.</summary>
    public async Task EndedAsync(Stack stack)
    {
        if (!stack.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal))
            await _running.GetValueOrDefault(stack.Id, Task.CompletedTask).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>What was rolled back has the settings of before; what is deleted is remembered by its id.</summary>
    private StackSettings SettingsAt(Stack stack, StackEvent happened)
    {
        switch (happened.Status)
        {
            case "UPDATE_COMPLETE" or "CREATE_COMPLETE":
                return stack.Settings with { Before = null };
            case "UPDATE_ROLLBACK_COMPLETE" when stack.Settings.Before is { } before:
                return before with { Updated = stack.Settings.Updated };
            case "DELETE_COMPLETE":
                book.Remember(stack);
                return stack.Settings with { Deleted = happened.Time };
            default:
                return stack.Settings;
        }
    }
}
