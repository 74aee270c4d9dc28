using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EksIamCdk.ClusterApi.Tests.Beds;

/// <summary>One request as it came over the wire.</summary>
internal sealed record RawRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body, int Connection);

/// <summary>A small HTTP server over TCP, with or without TLS, that misbehaves exactly as it is told to.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawRequest, RawReply> _reply;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentQueue<RawRequest> _requests = new();
    private readonly Task _accepting;
    private int _count;

    public RawServer(Func<RawRequest, RawReply> reply, X509Certificate2? certificate = null)
    {
        (_reply, _certificate) = (reply, certificate);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}";

    public IReadOnlyList<RawRequest> Requests => [.. _requests];

    /// <summary>Completes when a request has come that was told to hang.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
                _connections.Add(Serve(await _listener.AcceptSocketAsync(_stop.Token), Interlocked.Increment(ref _count)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // stopped
        }
    }

    private async Task Serve(Socket socket, int connection)
    {
        using (socket)
        {
            try
            {
                await using Stream stream = await Open(socket);
                while (await Read(stream, connection) is { } request)
                {
                    _requests.Enqueue(request);
                    switch (_reply(request))
                    {
                        case RawReply.Respond respond:
                            await stream.WriteAsync(Bytes(respond), _stop.Token);
                            break;
                        case RawReply.Reset reset:
                            await stream.WriteAsync(Encoding.UTF8.GetBytes(reset.Bytes), _stop.Token);
                            socket.LingerState = new LingerOption(true, 0);
                            socket.Close();
                            return;
                        case RawReply.Hang:
                            Hanging.TrySetResult();
                            await Task.Delay(Timeout.Infinite, _stop.Token);
                            break;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or AuthenticationException or SocketException or ObjectDisposedException)
            {
                // The client went away, did not like the certificate, or the test is over.
            }
        }
    }

    private async Task<Stream> Open(Socket socket)
    {
        var stream = new NetworkStream(socket);
        if (_certificate is null)
            return stream;
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return tls;
    }

    private async Task<RawRequest?> Read(Stream stream, int connection)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        var start = lines[0].Split(' ');
        return new RawRequest(start[0], start[1], headers, Encoding.UTF8.GetString(body), connection);
    }

    private static byte[] Bytes(RawReply.Respond respond)
    {
        var headers = string.Concat(respond.Headers.Select(header => $"{header}\r\n"));
        return Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {respond.Code} X\r\nContent-Type: {respond.ContentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(respond.Body)}\r\n{headers}\r\n{respond.Body}");
    }
}
