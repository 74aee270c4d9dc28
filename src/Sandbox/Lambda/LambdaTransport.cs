using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>From CloudFormation to the function and back: an event to Lambda, an answer by the ResponseURL. For one operation on one
/// stack.</summary>
internal sealed class LambdaTransport(
    FunctionService functions,
    ResponseSink sink,
    Func<CustomResourceRequest, DeployedFunction?> find,
    Func<JsonObject, CustomResourceRequest, CancellationToken, Task> rewrite,
    IReadOnlyDictionary<string, FunctionFault> faults,
    TimeProvider time,
    CancellationToken stop)
    : ICustomResourceTransport
{
    // From cancelling a resource to its next request CloudFormation takes a few seconds (aws-cdk#26139), in which a request to a warm
    // function ends. On a busy machine that takes longer; what still runs after this runs at the same time as the next.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<TaskCompletionSource, bool> _underWay = new();
    private readonly ConcurrentDictionary<string, bool> _struck = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _latest = new(StringComparer.Ordinal);

    public async Task<CustomResourceReply> SendAsync(CustomResourceRequest request, CancellationToken cancellationToken)
    {
        var before = _latest.GetValueOrDefault(request.LogicalResourceId, Task.CompletedTask);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _latest[request.LogicalResourceId] = ended.Task;
        // Starting a server or a process takes a while: resources that do not need each other start at the same time all the same.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (find(request) is not { } function)
                return new CustomResourceReply.Undeliverable(
                    $"Function not found: {request.ServiceToken} (Service: Lambda, Status Code: 404)");
            if (functions.Problem(function) is { } problem)
                return new CustomResourceReply.Undeliverable(problem);
            if (!before.IsCompleted)
                await Task.WhenAny(before, Task.Delay(Pace, time, cancellationToken)).ConfigureAwait(false);
            return await SendAsync(function, request, ended, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!_underWay.ContainsKey(ended))
                ended.TrySetResult();
        }
    }

    private async Task<CustomResourceReply> SendAsync(
        DeployedFunction function, CustomResourceRequest request, TaskCompletionSource ended, CancellationToken cancellationToken)
    {
        var fault = FaultOf(request);
        var exchange = sink.Open(request, fault);
        var json = request.ToEvent(exchange.Url);
        await rewrite(json, request, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var delivering = DeliverAsync(function, Encoding.UTF8.GetBytes(json.ToJsonString()), fault, ended);
        // CloudFormation goes on with the first answer. Where events arrive twice it waits here for both: else the second could come
        // when what the function needs is gone already, and nobody could answer it right.
        await (functions.DeliversTwice ? (Task)delivering : Task.WhenAny(exchange.Answer, delivering)).WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        if (exchange.Answer.IsCompleted)
            return await exchange.Answer.ConfigureAwait(false);
        return new CustomResourceReply.Never(await delivering.ConfigureAwait(false) switch
        {
            InvocationEnd.Error error => $"the function {function.Name} failed, and no delivery is left: {error.Message}",
            InvocationEnd.Killed killed => $"the function {function.Name} was stopped, and no delivery is left: {killed.Message}",
            InvocationEnd.NotTaken notTaken => $"the function {function.Name} never took the event: {notTaken.Condition}",
            _ => $"the function {function.Name} ended without an answer",
        });
    }

    /// <summary>Strikes the first request of a resource: what undoes it is left alone.</summary>
    private PlannedFault? FaultOf(CustomResourceRequest request) =>
        faults.TryGetValue(request.LogicalResourceId, out var fault) && _struck.TryAdd(request.LogicalResourceId, true) ? new(fault) : null;

    private async Task<InvocationEnd> DeliverAsync(DeployedFunction function, byte[] payload, PlannedFault? fault, TaskCompletionSource ended)
    {
        _underWay[ended] = true;
        try
        {
            return await functions.DeliverAsync(function, payload, fault, stop).ConfigureAwait(false);
        }
        finally
        {
            _underWay.TryRemove(ended, out _);
            ended.TrySetResult();
        }
    }

    /// <summary>Ends when no function works any more: a cancelled resource's may go on for a while.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (_underWay.Keys is { Count: > 0 } running)
            await Task.WhenAll(running.Select(ended => ended.Task)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
