using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>Where answers to CloudFormation are put.</summary>
internal sealed class ResponseSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<int> _refusals = new();
    private LocalServer? _server;
    private int _refusesAlways;

    public Uri Address => _server!.Address;

    /// <summary>Every PUT, the refused ones included.</summary>
    public ConcurrentQueue<Put> Puts { get; } = new();

    public IReadOnlyList<Put> Taken => [.. Puts.Where(put => put.Status == 200)];

    /// <summary>What happens before each PUT is taken or refused.</summary>
    public Action? BeforeEach { get; set; }

    public static async Task<ResponseSink> StartAsync()
    {
        var sink = new ResponseSink();
        sink._server = await LocalServer.StartAsync(sink.HandleAsync);
        return sink;
    }

    /// <summary>The next PUTs get these statuses; 0 is a broken connection.</summary>
    public void Refuse(params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            _refusals.Enqueue(status);
    }

    public void RefuseAlways(int status) => _refusesAlways = status;

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        BeforeEach?.Invoke();
        var status = _refusals.TryDequeue(out var refusal) ? refusal : _refusesAlways > 0 ? _refusesAlways : 200;
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Puts.Enqueue(new Put(http.Request.Method, target, headers, body.ToArray(), status, DateTimeOffset.UtcNow));
        if (status == 0)
            http.Abort();
        else
            http.Response.StatusCode = status;
    }
}

/// <summary>One PUT as it came in.</summary>
internal sealed record Put(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body, int Status, DateTimeOffset At)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}
