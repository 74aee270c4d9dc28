using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>How to start a process of a function; <c>Variables</c> are asked with the address of its Runtime API.</summary>
internal sealed record FunctionProgram(
    string Folder, IReadOnlyList<string> Command, Func<string, IReadOnlyDictionary<string, string>> Variables, Action<string> Log);

/// <summary>One execution environment of Lambda: a Runtime API of its own and a process that polls it; one event at a time.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"/></summary>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MemoryWatch = TimeSpan.FromMilliseconds(25);

    private readonly DeployedFunction _function;
    private readonly TimeProvider _time;
    private readonly Channel<Invocation> _next = Channel.CreateBounded<Invocation>(1);
    private Loopback? _api;
    private FunctionProcess? _process;
    private Invocation? _current;

    private ExecutionEnvironment(DeployedFunction function, TimeProvider time) => (_function, _time) = (function, time);

    /// <summary>Its process has ended: it takes no more events.</summary>
    public bool IsDead => _process!.Exit.IsCompleted;

    public static async Task<ExecutionEnvironment> StartAsync(
        DeployedFunction function, FunctionProgram program, TimeProvider time, CancellationToken cancellationToken)
    {
        var environment = new ExecutionEnvironment(function, time);
        environment._api = await Loopback.StartAsync(environment.HandleAsync, port: 0, cancellationToken).ConfigureAwait(false);
        environment._process = FunctionProcess.Start(
            program.Folder, program.Command, program.Variables(environment._api.Address), program.Log);
        return environment;
    }

    /// <param name="payload">The event.</param>
    /// <param name="fault">What befalls the process, or null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<InvocationEnd> InvokeAsync(ReadOnlyMemory<byte> payload, PlannedFault? fault, CancellationToken cancellationToken)
    {
        var planned = fault?.Meets() == true ? fault : null;
        if (planned is { Kind: FunctionFault.KilledAtStart })
            _process!.Kill();
        var invocation = new Invocation(Guid.NewGuid().ToString("D"), payload);
        _current = invocation;
        await _next.Writer.WriteAsync(invocation, cancellationToken).ConfigureAwait(false);

        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var dead = DeadAsync(planned, watch.Token);
        try
        {
            return await EndAsync(invocation, dead, InitLimit + _function.Timeout, "Init timed out", invocation.Taken.Task, cancellationToken)
                .ConfigureAwait(false)
                ?? await EndAsync(invocation, dead, _function.Timeout, TimedOut(), null, cancellationToken).ConfigureAwait(false)
                ?? throw new System.Diagnostics.UnreachableException();
        }
        finally
        {
            await watch.CancelAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync().ConfigureAwait(false);
        if (_api is not null)
            await _api.DisposeAsync().ConfigureAwait(false);
    }

    private string TimedOut() => $"Task timed out after {_function.Timeout.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} seconds";

    /// <returns>How the invocation ended; null when <paramref name="other"/> was before it.</returns>
    private async Task<InvocationEnd?> EndAsync(
        Invocation invocation, Task<InvocationEnd> dead, TimeSpan limit, string tooLong, Task? other, CancellationToken cancellationToken)
    {
        var ended = invocation.End.Task;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(limit, _time, over.Token);
        var first = await Task.WhenAny([ended, dead, late, .. other is null ? (Task[])[] : [other]]).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == other)
            return null;
        if (first != late)
            return await ((Task<InvocationEnd>)first).ConfigureAwait(false);
        _process!.Kill();
        return new InvocationEnd.Killed("Sandbox.Timedout", tooLong);
    }

    /// <summary>Ends with the process, which is killed here for its memory or by a fault.</summary>
    private async Task<InvocationEnd> DeadAsync(PlannedFault? fault, CancellationToken cancellationToken)
    {
        var tooLarge = MemoryAsync(cancellationToken);
        var struck = fault?.Struck ?? Task.Delay(Timeout.Infinite, cancellationToken);
        var first = await Task.WhenAny(_process!.Exit, tooLarge, struck).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == struck && fault is { Kind: FunctionFault.Frozen })
            _process.Freeze();
        else
            _process.Kill();
        var how = FunctionProcess.ExitText(await _process.Exit.ConfigureAwait(false));
        return new InvocationEnd.Killed(first == tooLarge ? "Runtime.OutOfMemory" : "Runtime.ExitError", $"Runtime exited with error: {how}");
    }

    /// <summary>Ends when the process uses too much.</summary>
    private async Task MemoryAsync(CancellationToken cancellationToken)
    {
        while (_process!.Memory is not { } used || used <= (long)_function.Memory << 20)
            await Task.Delay(MemoryWatch, TimeProvider.System, cancellationToken).ConfigureAwait(false);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        switch ((context.Request.Method, path.Split('/')))
        {
            case ("GET", ["", "2018-06-01", "runtime", "invocation", "next"]):
                await NextAsync(context).ConfigureAwait(false);
                break;
            case ("POST", ["", "2018-06-01", "runtime", "invocation", var id, "response"]):
                await EndAsync(context, id, new InvocationEnd.Success()).ConfigureAwait(false);
                break;
            case ("POST", ["", "2018-06-01", "runtime", "invocation", var id, "error"]):
                await EndAsync(context, id, new InvocationEnd.Error(await BodyAsync(context).ConfigureAwait(false))).ConfigureAwait(false);
                break;
            case ("POST", ["", "2018-06-01", "runtime", "init", "error"]):
                _current?.End.TrySetResult(new InvocationEnd.Error($"Init error: {await BodyAsync(context).ConfigureAwait(false)}"));
                await AnswerAsync(context, StatusCodes.Status202Accepted, """{"status":"OK"}""").ConfigureAwait(false);
                break;
            default:
                await AnswerAsync(context, StatusCodes.Status404NotFound, """{"errorMessage":"no such path","errorType":"NotFound"}""").ConfigureAwait(false);
                break;
        }
    }

    private async Task NextAsync(HttpContext context)
    {
        Invocation invocation;
        try
        {
            invocation = await _next.Reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.Id;
        headers["Lambda-Runtime-Deadline-Ms"] = (_time.GetUtcNow() + _function.Timeout).ToUnixTimeMilliseconds()
            .ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = _function.Arn;
        var trace = invocation.Id.Replace("-", "", StringComparison.Ordinal)[..24];
        headers["Lambda-Runtime-Trace-Id"] = $"Root=1-{_time.GetUtcNow().ToUnixTimeSeconds():x8}-{trace};Sampled=0";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Payload.Length;
        invocation.Taken.TrySetResult();
        await context.Response.Body.WriteAsync(invocation.Payload, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task EndAsync(HttpContext context, string id, InvocationEnd end)
    {
        if (_current is not { } current || current.Id != id || !current.Taken.Task.IsCompleted)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, """{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""").ConfigureAwait(false);
            return;
        }
        await AnswerAsync(context, StatusCodes.Status202Accepted, """{"status":"OK"}""").ConfigureAwait(false);
        current.End.TrySetResult(end);
    }

    private static async Task<string> BodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        await context.Response.CompleteAsync().ConfigureAwait(false);
    }

    private sealed record Invocation(string Id, ReadOnlyMemory<byte> Payload)
    {
        public TaskCompletionSource Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<InvocationEnd> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
