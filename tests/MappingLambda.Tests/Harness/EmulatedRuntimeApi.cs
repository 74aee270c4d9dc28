using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>The Lambda Runtime API as a function's process sees it: hands out invocations, takes what became of them.</summary>
internal sealed class EmulatedRuntimeApi : IAsyncDisposable
{
    private readonly Channel<Invoked> _waiting = Channel.CreateUnbounded<Invoked>();
    private readonly ConcurrentDictionary<string, Invoked> _running = new();
    private readonly ConcurrentQueue<int> _hiccups = new();
    private LocalServer? _server;

    /// <summary>One invocation, from being handed out to its end.</summary>
    /// <param name="Id">Its request id.</param>
    /// <param name="Body">The event.</param>
    /// <param name="Time">How long until its deadline.</param>
    public sealed record Invoked(string Id, string Body, TimeSpan Time)
    {
        public TaskCompletionSource<InvocationEnd> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Host and port, for <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Address => _server!.Address.Authority;

    public static async Task<EmulatedRuntimeApi> StartAsync()
    {
        var api = new EmulatedRuntimeApi();
        api._server = await LocalServer.StartAsync(api.HandleAsync);
        return api;
    }

    /// <summary>The next request of whatever kind gets this status in place of an answer; 0 is a broken connection.</summary>
    public void Hiccup(params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            _hiccups.Enqueue(status);
    }

    public Task<InvocationEnd> InvokeAsync(string body, TimeSpan time)
    {
        var invoked = new Invoked(Guid.NewGuid().ToString(), body, time);
        _running[invoked.Id] = invoked;
        _waiting.Writer.TryWrite(invoked);
        return invoked.End.Task.WaitAsync(TimeSpan.FromSeconds(60) + time);
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path == "/2018-06-01/runtime/invocation/next")
        {
            await HandOutAsync(http);
            return;
        }

        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (Hiccups(http))
            return;
        http.Response.StatusCode = 202;
        var parts = path.Split('/');
        if (parts is not ["", "2018-06-01", "runtime", "invocation", var id, "response" or "error"] || !_running.TryRemove(id, out var invoked))
            http.Response.StatusCode = 400;
        else
            invoked.End.TrySetResult(new InvocationEnd(parts[^1] == "response", body));
    }

    private async Task HandOutAsync(HttpContext http)
    {
        if (Hiccups(http))
            return;
        try
        {
            await _waiting.Reader.WaitToReadAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (!_waiting.Reader.TryRead(out var invoked))
            return;
        http.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = invoked.Id;
        http.Response.Headers["Lambda-Runtime-Deadline-Ms"] = (DateTimeOffset.UtcNow + invoked.Time).ToUnixTimeMilliseconds().ToString();
        http.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-central-1:111122223333:function:eks-iam-cdk";
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(invoked.Body);
    }

    private bool Hiccups(HttpContext http)
    {
        if (!_hiccups.TryDequeue(out var status))
            return false;
        if (status == 0)
            http.Abort();
        else
            http.Response.StatusCode = status;
        return true;
    }
}

/// <param name="Succeeded">Posted to <c>response</c>, rather than to <c>error</c>.</param>
/// <param name="Body">What was posted.</param>
internal sealed record InvocationEnd(bool Succeeded, string Body);
