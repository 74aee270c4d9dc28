using System.Buffers;
using System.Net.Security;

namespace EksIamCdk.ClusterApi.Http;

/// <summary>
/// Sends one request and reads all of its response: bounded in time and size, no redirect followed (it would carry the token
/// elsewhere), no proxy, nothing repeated. What goes wrong on the way is a value; only the caller's cancellation is thrown.
/// </summary>
internal sealed class HttpExchanger : IDisposable
{
    private const int LargestResponse = 8 * 1024 * 1024;

    private readonly TimeProvider _clock;
    private readonly Patience _patience;
    private readonly HttpMessageInvoker _invoker;

    public HttpExchanger(TimeProvider clock, Patience patience, SslClientAuthenticationOptions? tls = null)
    {
        _clock = clock;
        _patience = patience;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = patience.Connect,
            // Shorter than the idle timeouts on the way; a function that was frozen for longer begins with a fresh connection.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        };
        if (tls is not null)
            handler.SslOptions = tls;
        _invoker = new HttpMessageInvoker(handler);
    }

    public async Task<Exchange> Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(_patience.Answer, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            using var response = await _invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            if ((int)response.StatusCode is >= 300 and < 400)
                return new Exchange.Failed(TransportFault.UnreadableAnswer, $"it answered {(int)response.StatusCode}, a redirect, which is not followed");
            return await Read(response, either.Token).ConfigureAwait(false) is { } body
                ? new Exchange.Answered((int)response.StatusCode, body, response.Content.Headers.ContentType?.MediaType, ErrorType(response), RetryAfter(response))
                : new Exchange.Failed(TransportFault.UnreadableAnswer, $"its answer is larger than {LargestResponse / 1024 / 1024} MiB");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return timer.IsCancellationRequested
                ? new Exchange.Failed(TransportFault.TimedOut, $"no answer within {_patience.Answer.TotalSeconds:0} s")
                : new Exchange.Failed(TransportFault.TimedOut, $"no connection within {_patience.Connect.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // A connection that was torn down because of the cancellation may say so in its own words first.
            cancellationToken.ThrowIfCancellationRequested();
            return Faults.Of(exception);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task<ReadOnlyMemory<byte>?> Read(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > LargestResponse)
            return null;
        var body = new ArrayBufferWriter<byte>((int)Math.Max(announced ?? 0, 4096));
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                body.Advance(read);
                if (body.WrittenCount > LargestResponse)
                    return null;
            }
        }

        return body.WrittenMemory;
    }

    private static string? ErrorType(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-amzn-ErrorType", out var values) ? values.FirstOrDefault() : null;

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - _clock.GetUtcNow() is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
