using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EksIamCdk.EndToEnd.Tests.Cloud;

/// <summary>
/// The sides of AWS that the function sees: the Lambda Runtime API (one for all processes: whoever is idle gets the next event), the
/// place that answers are put to, EKS DescribeCluster, and STS.
/// </summary>
internal sealed class CloudServer : IAsyncDisposable
{
    private const string Invocations = "/2018-06-01/runtime/invocation/";

    private readonly Channel<Delivery> _queue = Channel.CreateUnbounded<Delivery>();
    private readonly ConcurrentDictionary<string, Delivery> _deliveries = new();
    private readonly WebApplication _server;
    private readonly JsonObject _cluster;
    private int _idle;

    private CloudServer(JsonObject cluster)
    {
        _cluster = cluster;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public string Url => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>What GetCallerIdentity answers; null when nobody does.</summary>
    public string? CallerArn { get; set; }

    /// <summary>Whose credentials AssumeRole gives.</summary>
    public KnownCaller? Assumed { get; set; }

    /// <summary>How many functions wait for an event.</summary>
    public int Idle => Volatile.Read(ref _idle);

    /// <summary>The actions that STS was asked for.</summary>
    public ConcurrentQueue<string> StsCalls { get; } = [];

    public string HostAndPort => new Uri(Url).Authority;

    /// <param name="cluster">What DescribeCluster answers as <c>cluster</c>.</param>
    public static async Task<CloudServer> StartAsync(JsonObject cluster)
    {
        var cloud = new CloudServer(cluster);
        await cloud._server.StartAsync();
        return cloud;
    }

    /// <summary>Delivers a request as Lambda does, and waits until its invocation has ended.</summary>
    public async Task<FunctionAnswer> DeliverAsync(JsonObject request, TimeSpan timeLimit)
    {
        var id = Guid.NewGuid().ToString();
        // Percent-encoded as S3 presigns it: the target has to come back byte for byte.
        var target = $"/answers/arn%3Aaws%3Acloudformation%3Aeu-central-1%3A111122223333%3Astack/s/{id}%7C1"
            + "?X-Amz-Signature=ab%2Fcd%3D&X-Amz-Expires=7200";
        var body = request.DeepClone().AsObject();
        body["ResponseURL"] = Url + target;
        return (await EndedAsync(new Delivery(id, target, body, DateTimeOffset.UtcNow + timeLimit), timeLimit)).Checked();
    }

    /// <summary>Delivers an event that nobody waits for an answer to, and waits until its invocation has ended.</summary>
    public async Task InvokeAsync(JsonObject given, TimeSpan timeLimit) =>
        await EndedAsync(new Delivery(Guid.NewGuid().ToString(), "", given, DateTimeOffset.UtcNow + timeLimit), timeLimit);

    private async Task<Delivery> EndedAsync(Delivery delivery, TimeSpan timeLimit)
    {
        _deliveries[delivery.Id] = delivery;
        await _queue.Writer.WriteAsync(delivery);
        Assert.Equal("response", await delivery.End.WaitAsync(timeLimit + TimeSpan.FromSeconds(30)));
        return delivery;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var invocation = target.StartsWith(Invocations, StringComparison.Ordinal) ? target[Invocations.Length..].Split('/') : [];
        if (invocation is ["next"])
            await NextAsync(context);
        else if (invocation is [var id, var how])
            await EndAsync(context, id, how);
        else if (context.Request.Method == "PUT" && _deliveries.Values.SingleOrDefault(known => known.ResponseTarget == target) is { } delivery)
            await PutAsync(context, delivery);
        else if (context.Request.Method == "POST" && target == "/")
            await AnswerStsAsync(context);
        else if (target == $"/clusters/{_cluster["name"]}")
            await context.Response.WriteAsync(new JsonObject { ["cluster"] = _cluster.DeepClone() }.ToJsonString());
        else
            context.Response.StatusCode = 404;
    }

    private async Task NextAsync(HttpContext context)
    {
        Interlocked.Increment(ref _idle);
        Delivery delivery;
        try
        {
            delivery = await _queue.Reader.ReadAsync(context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _idle);
        }

        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = delivery.Id;
        headers["Lambda-Runtime-Deadline-Ms"] = delivery.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-central-1:111122223333:function:eks-iam-cdk";
        await context.Response.WriteAsync(delivery.Request.ToJsonString());
    }

    private async Task EndAsync(HttpContext context, string id, string how)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = 202;
        await context.Response.CompleteAsync();
        _deliveries[id].Ended(how);
    }

    private async Task AnswerStsAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var action = form["Action"].ToString();
        StsCalls.Enqueue(action);
        var answer = (action, CallerArn, Assumed) switch
        {
            ("GetCallerIdentity", { } arn, _) => $"<GetCallerIdentityResult><Arn>{arn}</Arn><UserId>AROA:x</UserId><Account>111122223333</Account></GetCallerIdentityResult>",
            ("AssumeRole", _, { } caller) => $"""
                <AssumeRoleResult><AssumedRoleUser><Arn>{caller.Arn}</Arn><AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser>
                <Credentials><AccessKeyId>{caller.AccessKeyId}</AccessKeyId><SecretAccessKey>{caller.SecretAccessKey}</SecretAccessKey>
                <SessionToken>{caller.SessionToken}</SessionToken><Expiration>{DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials></AssumeRoleResult>
                """,
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        context.Response.ContentType = "text/xml";
        if (answer is not null)
            await context.Response.WriteAsync($"<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">{answer}</{action}Response>");
    }

    private static async Task PutAsync(HttpContext context, Delivery delivery)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (context.Request.ContentLength == body.Length)
            delivery.Put(context.Request.ContentType, body.ToArray());
        else
            context.Response.StatusCode = 411;
    }
}
