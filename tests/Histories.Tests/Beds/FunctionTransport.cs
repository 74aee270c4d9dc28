using System.Collections.Concurrent;
using System.Text;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>From CloudFormation to the function and back, as Lambda delivers: once or twice, again after a death, or to the destination
/// of failed events.</summary>
internal sealed class FunctionTransport(Scene scene, FaultPlan faults, Twice twice) : ICustomResourceTransport
{
    private const int Retries = 2;

    private readonly ConcurrentDictionary<string, Task> _latest = new();

    public async Task<CustomResourceReply> SendAsync(CustomResourceRequest request, CancellationToken cancellationToken)
    {
        var before = _latest.GetValueOrDefault(request.LogicalResourceId, Task.CompletedTask);
        // The same for all requests of a resource in all deployments: a RequestId proves nothing.
        var reused = request with { RequestId = $"{request.StackId}-{request.LogicalResourceId}" };
        var work = scene.Answers.Open(reused, faults);
        var delivering = Task.Run(() => DeliverAsync(work, before), CancellationToken.None);
        _latest[request.LogicalResourceId] = delivering;
        await delivering.WaitAsync(cancellationToken);
        return work.Exchange.Answer.IsCompleted ? await work.Exchange.Answer : new CustomResourceReply.Never("the function died");
    }

    /// <summary>Ends when nothing is under way any more.</summary>
    public Task DrainAsync() => Task.WhenAll(_latest.Values);

    // CloudFormation takes seconds from cancelling a resource to its next request, in which a request that is under way ends.
    private async Task DeliverAsync(Work work, Task before)
    {
        await before;
        var payload = Encoding.UTF8.GetBytes(work.Request.ToEvent(work.Exchange.Url).ToJsonString());
        if (twice == Twice.InParallel)
        {
            await Task.WhenAll(OnceAsync(work, payload), OnceAsync(work, payload));
            return;
        }

        await OnceAsync(work, payload);
        if (twice == Twice.InTurn)
            await OnceAsync(work, payload);
    }

    private async Task OnceAsync(Work work, byte[] payload)
    {
        for (var attempt = 0; attempt <= Retries; attempt++)
        {
            switch (await scene.InvokeAsync(work, payload))
            {
                case true:
                    return;
                case null when work.Then == AfterDeath.Nothing:
                    return;
                case null when work.Then == AfterDeath.LastAnswer:
                    await scene.InvokeAsync(new Work(work.Request, work.Exchange, FaultPlan.None), Died(payload));
                    return;
            }
        }
    }

    private static byte[] Died(byte[] payload) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["version"] = "1.0",
        ["requestContext"] = new JsonObject { ["condition"] = "RetriesExhausted", ["approximateInvokeCount"] = 1 },
        ["requestPayload"] = JsonNode.Parse(payload),
        ["responsePayload"] = new JsonObject { ["errorType"] = "Runtime.ExitError", ["errorMessage"] = "RequestId: 1 Error: Runtime exited with error: signal: killed" },
    }.ToJsonString());
}
