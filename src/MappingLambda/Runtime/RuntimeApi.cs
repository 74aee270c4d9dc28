using System.Globalization;
using System.Net;
using System.Text.Json;

namespace EksIamCdk.MappingLambda.Runtime;

/// <summary>
/// The Lambda Runtime API
/// (<see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">its documentation</see>). Nothing is retried here.
/// </summary>
/// <remarks>Its <c>init/error</c> is not used: a function that does not start leaves CloudFormation without an answer. Whatever is wrong
/// with the environment is answered as a FAILED with its reason.</remarks>
internal sealed class RuntimeApi : IDisposable
{
    private static readonly TimeSpan TimeWithoutDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReportTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <param name="hostAndPort"><c>AWS_LAMBDA_RUNTIME_API</c>.</param>
    /// <param name="time">The clock.</param>
    public RuntimeApi(string hostAndPort, TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://{hostAndPort}/2018-06-01/runtime/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Waits for an invocation, for as long as it takes.</summary>
    /// <returns>Null when the Runtime API gave something that is no invocation.</returns>
    /// <exception cref="HttpRequestException">It could not be reached, or refused.</exception>
    public async Task<Delivery?> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(Relative("invocation/next"), cancellationToken);
        response.EnsureSuccessStatusCode();
        var now = _time.GetUtcNow();
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var id = Header(response, "Lambda-Runtime-Aws-Request-Id");
        return string.IsNullOrWhiteSpace(id)
            ? null
            : new Delivery(id, body, Deadline.Until(DeadlineOf(Header(response, "Lambda-Runtime-Deadline-Ms"), now), now));
    }

    /// <summary>Ends an invocation as a success.</summary>
    public Task<HttpStatusCode> SucceedAsync(string id, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{Uri.EscapeDataString(id)}/response", "{}"u8.ToArray(), errorType: null, cancellationToken);

    /// <summary>Ends an invocation as an error: Lambda delivers its event again.</summary>
    public Task<HttpStatusCode> FailAsync(string id, string errorType, string message, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{Uri.EscapeDataString(id)}/error", ErrorBody(errorType, message), errorType, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static byte[] ErrorBody(string errorType, string message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage", message);
            json.WriteString("errorType", errorType);
            json.WriteStartArray("stackTrace");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private static DateTimeOffset DeadlineOf(string? milliseconds, DateTimeOffset now) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : now + TimeWithoutDeadline;

    private async Task<HttpStatusCode> PostAsync(string path, byte[] body, string? errorType, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ReportTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(path)) { Content = new ByteArrayContent(body) };
        if (errorType is not null)
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        using var response = await _http.SendAsync(request, timeout.Token);
        return response.StatusCode;
    }
}
