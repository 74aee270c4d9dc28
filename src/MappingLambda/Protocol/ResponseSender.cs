using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>Puts an answer to the presigned URL of a request, again and again until it is taken or the time is over.</summary>
/// <remarks>The URL's signature covers its bytes and the absence of a Content-Type: the target is sent as it was received.</remarks>
internal sealed class ResponseSender(HttpMessageHandler transport, TimeProvider time, Log log) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(transport) { Timeout = Timeout.InfiniteTimeSpan };

    public static ResponseSender Create(TimeProvider time, Log log) =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }, time, log);

    /// <returns>Null once the answer is taken, else why it was not.</returns>
    public async Task<string?> SendAsync(string url, byte[] body, Deadline deadline, CancellationToken cancellationToken)
    {
        // The path and the query are not looked at, let alone normalised.
        if (!Uri.TryCreate(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var target))
            return "the ResponseURL is no URL";

        for (var attempt = 1; ; attempt++)
        {
            var refusal = await TryAsync(target, body, deadline, cancellationToken);
            if (refusal is null)
                return null;
            log.AnswerNotTaken(target.Host, attempt, refusal);
            var pause = Pause(attempt);
            if (time.GetUtcNow() + pause >= deadline.SendingEnds)
                return $"{target.Host} did not take the answer in {attempt} attempts, the last: {refusal}";
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> TryAsync(Uri target, byte[] body, Deadline deadline, CancellationToken cancellationToken)
    {
        // A URL that hangs must leave time for a second attempt.
        var left = (deadline.SendingEnds - time.GetUtcNow()) / 2;
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(left > LongestAttempt ? LongestAttempt : left < ShortestAttempt ? ShortestAttempt : left);
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentLength = body.Length;
            using var request = new HttpRequestMessage(HttpMethod.Put, target) { Content = content };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attempt.Token);
            return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return failure.InnerException is { } inner ? $"{failure.Message} ({inner.Message})" : failure.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no response in time";
        }
    }

    /// <summary>Exponential with full jitter: functions of one deployment must not knock in step.</summary>
    private static TimeSpan Pause(int attempt)
    {
        var ceiling = FirstPause * Math.Pow(2, Math.Min(attempt - 1, 10));
        return (ceiling > LongestPause ? LongestPause : ceiling) * Random.Shared.NextDouble();
    }
}
