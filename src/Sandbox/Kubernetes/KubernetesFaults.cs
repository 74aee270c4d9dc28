using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>What can go wrong on the way to an API server, for <see cref="EmbeddedBackend.Fault"/>.</summary>
public static class KubernetesFaults
{
    /// <summary>Lets a request wait before it is handled.</summary>
    public static KubernetesFault Delay(TimeSpan delay, TimeProvider time) => async (context, next) =>
    {
        await Task.Delay(delay, time, context.RequestAborted).ConfigureAwait(false);
        await next(context).ConfigureAwait(false);
    };

    /// <summary>Answers with a Status instead of handling the request: 429 with Retry-After, 500, 503…</summary>
    public static KubernetesFault Answer(int code, string reason, string message, TimeSpan? retryAfter = null) => (context, _) =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        if (retryAfter is { } wait) context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = code };
        return context.Response.WriteAsync(status.ToJsonString(), context.RequestAborted);
    };

    /// <summary>Drops the connection before the request is handled.</summary>
    public static KubernetesFault Reset() => (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Handles the request and drops the connection instead of answering.</summary>
    public static KubernetesFault LoseAnswer() => async (context, next) =>
    {
        context.Response.Body = Stream.Null;
        await next(context).ConfigureAwait(false);
        context.Abort();
    };

    /// <summary>Never answers, until the caller gives up.</summary>
    public static KubernetesFault Hang() => async (context, _) =>
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult).ConfigureAwait(false);
        await gone.Task.ConfigureAwait(false);
    };

    /// <summary>Only on requests that <paramref name="when"/> picks.</summary>
    public static KubernetesFault When(Func<HttpRequest, bool> when, KubernetesFault fault) =>
        (context, next) => when(context.Request) ? fault(context, next) : next(context);

    /// <summary>Only the first <paramref name="count"/> times.</summary>
    public static KubernetesFault Times(int count, KubernetesFault fault)
    {
        var left = count;
        return (context, next) => Interlocked.Decrement(ref left) >= 0 ? fault(context, next) : next(context);
    }
}
