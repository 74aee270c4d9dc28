using EksIamCdk.Sandbox.Kubernetes;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>Stands between the function and the API server: makes happen what the history says, and looks at what is written.</summary>
internal sealed class Gate(Scene scene)
{
    // Longer than the function waits for an answer.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(16);

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (Tokens.AccessKeyOf(context.Request.Headers.Authorization.ToString()) is not { } key || scene.WorkerOf(key) is not var (process, work))
        {
            await next(context);
            return;
        }

        if (process.IsDead)
        {
            context.Abort();
            return;
        }

        var body = await BodyAsync(context.Request);
        var fault = IsHistory(context.Request, body) ? null : work.Faults.AtRequest(work.On, work.During);
        var call = $"{work} {context.Request.Method} {context.Request.Path}{(fault is null ? "" : $" ({fault.Kind})")}";
        if (fault is not null)
            Statistics.Count(fault.Kind.ToString());
        if (fault?.Kind == FaultKind.EditBefore)
            await scene.EditAsync(fault.Edit!);
        await (fault?.Kind switch
        {
            null or FaultKind.EditBefore => WatchedAsync(context, body, next, call),
            FaultKind.Silence => SilentAsync(context, process),
            FaultKind.Reset => KubernetesFaults.Reset()(context, next),
            FaultKind.LoseAnswer => KubernetesFaults.LoseAnswer()(context, inner => WatchedAsync(inner, body, next, call)),
            FaultKind.Late => KubernetesFaults.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System)(context, inner => WatchedAsync(inner, body, next, call)),
            FaultKind.Unauthorized => KubernetesFaults.Answer(401, "Unauthorized", "Unauthorized")(context, next),
            FaultKind.Forbidden => KubernetesFaults.Answer(403, "Forbidden", "not yet")(context, next),
            FaultKind.Conflict => KubernetesFaults.Answer(409, "Conflict", "the object has been modified")(context, next),
            FaultKind.Throttled => KubernetesFaults.Answer(429, "TooManyRequests", "slow down", TimeSpan.FromSeconds(1))(context, next),
            FaultKind.Broken => KubernetesFaults.Answer(500, "InternalError", "etcdserver: leader changed")(context, next),
            FaultKind.Unavailable => KubernetesFaults.Answer(503, "ServiceUnavailable", "not now")(context, next),
            FaultKind.KillBefore => KilledAsync(context, process, work, fault),
            FaultKind.KillAfter => KubernetesFaults.LoseAnswer()(context, async inner =>
            {
                await WatchedAsync(inner, body, next, call);
                await KilledAsync(inner, process, work, fault);
            }),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        if (fault?.Kind is not (null or FaultKind.EditBefore or FaultKind.LoseAnswer or FaultKind.Late or FaultKind.KillAfter))
            scene.Tell(call);
    }

    private static async Task SilentAsync(HttpContext context, IFunctionProcess process)
    {
        process.Wait(Silence);
        await KubernetesFaults.Hang()(context, _ => Task.CompletedTask);
    }

    private static Task KilledAsync(HttpContext context, IFunctionProcess process, Work work, Fault fault)
    {
        work.Then = fault.Then;
        process.Kill();
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>What is not ours is there at every moment, to the byte.</summary>
    private async Task WatchedAsync(HttpContext context, JsonObject? body, RequestDelegate next, string call)
    {
        var before = scene.Model;
        await next(context);
        scene.Tell($"{call} → {context.Response.StatusCode}");
        if (IsAwsAuth(context.Request, body) && context.Response.StatusCode is 200 or 201)
            scene.Written(before, body!, call);
    }

    private static async Task<JsonObject?> BodyAsync(HttpRequest request)
    {
        if (request.Method is not ("PUT" or "POST"))
            return null;
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        body.Position = 0;
        request.Body = body;
        return JsonNode.Parse(body.ToArray()) as JsonObject;
    }

    private static bool IsAwsAuth(HttpRequest request, JsonObject? body) =>
        body is not null && request.Path.Value!.Contains("/kube-system/configmaps", StringComparison.Ordinal) && (string?)body["metadata"]?["name"] == "aws-auth";

    // What is written after the answer, for people to read: nothing depends on it.
    private static bool IsHistory(HttpRequest request, JsonObject? body) =>
        request.Path.Value!.EndsWith("/eks-iam-cdk-history", StringComparison.Ordinal) || (string?)body?["metadata"]?["name"] == "eks-iam-cdk-history";
}
