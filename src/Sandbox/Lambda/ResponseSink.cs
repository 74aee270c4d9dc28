using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>Where ResponseURLs lead: as strict as a PUT to a presigned URL of S3, and then as CloudFormation, which reads what was put
/// there. It remembers everything that came, also what did not count.</summary>
internal sealed class ResponseSink : IAsyncDisposable
{
    private const int LongestAnswer = 4096;
    private const int LongestRead = 1 << 20;

    private readonly ConcurrentDictionary<string, Exchange> _exchanges = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<PutRecord> _puts = new();
    private Loopback? _server;

    /// <summary>Everything that was sent here, in order.</summary>
    public IReadOnlyList<PutRecord> Puts => [.. _puts];

    public static async Task<ResponseSink> StartAsync(CancellationToken cancellationToken)
    {
        var sink = new ResponseSink();
        sink._server = await Loopback.StartAsync(sink.HandleAsync, port: 0, cancellationToken).ConfigureAwait(false);
        return sink;
    }

    /// <summary>Issues a URL for the answer to one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fault">What befalls who answers, or null.</param>
    public Exchange Open(CustomResourceRequest request, PlannedFault? fault = null)
    {
        // Escapes and all as in the real ones: whoever decodes and encodes the URL again spoils the signature.
        var key = string.Concat(request.StackId.Split('/')[0].Select(c => c == ':' ? "%3A" : c.ToString()));
        var name = $"{key}/{string.Join('/', request.StackId.Split('/').Skip(1))}%7C{request.LogicalResourceId}%7C{request.RequestId}";
        var signature = Uri.EscapeDataString(Convert.ToBase64String(RandomNumberGenerator.GetBytes(21)));
        var query = $"X-Amz-Security-Token=%2F%2Fmade%2Bup%3D%3D&X-Amz-Expires=7200&X-Amz-Signature={signature}";
        var target = $"/cloudformation-custom-resource-response/{name}?{query}";
        var exchange = new Exchange($"http://{_server!.Address}{target}", request, fault);
        _exchanges[target] = exchange;
        return exchange;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = context.Request;
        var refusal = request switch
        {
            { Method: not "PUT" } => (403, "AccessDenied", "The URL was issued for PUT"),
            _ when !_exchanges.ContainsKey(target) =>
                (403, "SignatureDoesNotMatch", "The target is not, byte for byte, that of a URL that was issued"),
            { ContentType: not null } => (403, "SignatureDoesNotMatch", "Content-Type was sent, and is not part of what was signed"),
            { ContentLength: null } => (411, "MissingContentLength", "You must provide the Content-Length HTTP header."),
            { ContentLength: > LongestRead } => (400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size"),
            _ => default,
        };
        if (refusal != default)
        {
            _puts.Enqueue(new PutRecord(target, refusal.Item1, $"{refusal.Item2}: {refusal.Item3}", "", null));
            context.Response.StatusCode = refusal.Item1;
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(
                $"<Error><Code>{refusal.Item2}</Code><Message>{refusal.Item3}</Message></Error>",
                context.RequestAborted).ConfigureAwait(false);
            return;
        }
        if (_exchanges[target].Fault?.Strikes() == true)
        {
            // Who asks is no more when the answer would come.
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        _puts.Enqueue(_exchanges[target].Take(target, body.ToArray()));
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    /// <summary>One request that waits for its answer.</summary>
    internal sealed class Exchange(string url, CustomResourceRequest request, PlannedFault? fault)
    {
        private readonly TaskCompletionSource<CustomResourceReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private (string? Status, string? Id)? _first;

        public string Url => url;

        public PlannedFault? Fault => fault;

        public Task<CustomResourceReply> Answer => _answer.Task;

        public PutRecord Take(string target, byte[] body)
        {
            var text = System.Text.Encoding.UTF8.GetString(body);
            PutRecord Record(string verdict) => new(target, StatusCodes.Status200OK, verdict, text, request.StackId);
            if (body.Length > LongestAnswer)
                return Record(
                    _answer.TrySetResult(new CustomResourceReply.TooLong())
                        ? "Response object is too long."
                        : "ignored: a second answer, and too long");
            if (Parse(text) is not { } answer)
                return Record("ignored: not a JSON object");
            if (Text(answer, "StackId") != request.StackId || Text(answer, "RequestId") != request.RequestId
                || Text(answer, "LogicalResourceId") != request.LogicalResourceId)
            {
                return Record("ignored: StackId, RequestId or LogicalResourceId is not that of the request");
            }
            if (Text(answer, "Status") is not ("SUCCESS" or "FAILED"))
                return Record("ignored: Status is neither SUCCESS nor FAILED");
            var said = (Text(answer, "Status"), Text(answer, "PhysicalResourceId"));
            lock (_answer)
            {
                if (_answer.TrySetResult(new CustomResourceReply.Answer(answer)))
                {
                    _first = said;
                    return Record(PutRecord.Counted);
                }
                return Record(said == _first ? PutRecord.Repeated : $"ignored: a second answer, {said}, after {_first}");
            }
        }

        private static JsonObject? Parse(string text)
        {
            try
            {
                return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        private static string? Text(JsonObject answer, string name) =>
            answer[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }
}

/// <summary>One PUT to a ResponseURL.</summary>
/// <param name="Target">Path and query as they were on the wire.</param>
/// <param name="Status">The HTTP status that it got.</param>
/// <param name="Verdict">What CloudFormation made of it.</param>
/// <param name="Body">As it was sent; empty when it was refused.</param>
/// <param name="StackId">Of the request that it answers; null when it was refused.</param>
internal sealed record PutRecord(string Target, int Status, string Verdict, string Body, string? StackId)
{
    public const string Counted = "counted";
    public const string Repeated = "ignored: a second answer, the same as the first";

    /// <summary>An answer that a correct function never sends.</summary>
    public bool IsViolation => Verdict is not (Counted or Repeated);
}
