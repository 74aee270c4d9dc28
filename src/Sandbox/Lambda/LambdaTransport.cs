using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>From CloudFormation to the function and back: an event to Lambda, an answer by the ResponseURL. For one operation on one stack.</summary>
internal sealed class LambdaTransport(
    FunctionService functions, ResponseSink sink, Func<CustomResourceRequest, DeployedFunction?> find, Func<JsonObject, CancellationToken, Task> rewrite, TimeProvider time, CancellationToken stop)
    : ICustomResourceTransport
{
    // From cancelling a resource to its next request CloudFormation takes seconds: what still runs usually ends meanwhile, and if
    // not, both run at the same time (aws-cdk#26139).
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, bool> _underWay = new();
    private readonly ConcurrentDictionary<string, Task> _latest = new(StringComparer.Ordinal);

    public async Task<CustomResourceReply> SendAsync(CustomResourceRequest request, CancellationToken cancellationToken)
    {
        if (find(request) is not { } function)
            return new CustomResourceReply.Undeliverable($"Function not found: {request.ServiceToken} (Service: Lambda, Status Code: 404)");
        if (functions.Problem(function) is { } problem)
            return new CustomResourceReply.Undeliverable(problem);
        var exchange = sink.Open(request);
        var json = request.ToEvent(exchange.Url);
        await rewrite(json, cancellationToken).ConfigureAwait(false);
        if (_latest.TryGetValue(request.LogicalResourceId, out var before))
            await Task.WhenAny(before, Task.Delay(Pace, time, cancellationToken)).ConfigureAwait(false);
        var delivering = functions.DeliverAsync(function, Encoding.UTF8.GetBytes(json.ToJsonString()), stop);
        _latest[request.LogicalResourceId] = delivering;
        _underWay[delivering] = true;
        _ = delivering.ContinueWith(ended => _underWay.TryRemove(ended, out _), TaskScheduler.Default);
        // CloudFormation goes on with the first answer. Where events arrive twice it waits here for both: else the second could come
        // when what the function needs is gone already, and nobody could answer it right.
        await (functions.DeliversTwice ? (Task)delivering : Task.WhenAny(exchange.Answer, delivering)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (exchange.Answer.IsCompleted)
            return await exchange.Answer.ConfigureAwait(false);
        return new CustomResourceReply.Never(await delivering.ConfigureAwait(false) switch
        {
            InvocationEnd.Error error => $"the function {function.Name} failed, and so did its retries: {error.Message}",
            InvocationEnd.Killed killed => $"the function {function.Name} was stopped, and so were its retries: {killed.Message}",
            _ => $"the function {function.Name} ended without an answer",
        });
    }

    /// <summary>Ends when no function works any more: a cancelled resource's may go on for a while.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (_underWay.Keys is { Count: > 0 } tasks)
        {
            try
            {
                await Task.WhenAll(tasks).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A delivery was stopped with the sandbox.
            }
        }
    }
}
