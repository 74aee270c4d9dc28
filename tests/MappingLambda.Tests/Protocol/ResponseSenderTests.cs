using System.Net;
using System.Net.Sockets;
using System.Text;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Tests.Protocol;

public sealed class ResponseSenderTests : IDisposable
{
    private readonly ResponseSender _sender = ResponseSender.Create(TimeProvider.System, new Log(new LogWriter(Stream.Null, LogLevel.Error, TimeProvider.System)));

    /// <summary>Hazard 15: the signature of the URL covers its bytes.</summary>
    [Theory]
    [InlineData("/arn%3Aaws%3Acloudformation%3Aeu-central-1%3A111122223333%3Astack/a/b%7CDev%7Cr?X-Amz-Date=20260701T120000Z&X-Amz-Signature=ab")]
    [InlineData("/a%2Fb/%2e%2E/../x/./y?c=d%2Fe+f%20g&h=%e2%82%ac")]
    [InlineData("/a|b?c=|d|&e={f}[g]^`")]
    [InlineData("/~-_.!$&'()*+,;=:@?a?b/c")]
    [InlineData("/%zz%?%")]
    [InlineData("/a%23b?x#y")]
    [InlineData("//double//slash\\back?\\")]
    [InlineData("/?")]
    public async Task The_target_is_sent_byte_for_byte(string target)
    {
        using var server = new RawServer();

        Assert.Null(await _sender.SendAsync($"http://127.0.0.1:{server.Port}{target}", "{}"u8.ToArray(), Soon(), CancellationToken.None));

        var expected = target.StartsWith('/') ? target : $"/{target}";
        Assert.Equal($"PUT {expected} HTTP/1.1", (await server.Request).Split("\r\n")[0]);
    }

    [Fact]
    public async Task There_is_a_length_in_bytes_and_no_content_type()
    {
        using var server = new RawServer();
        var body = "{\"Reason\":\"äöü€😀\"}"u8.ToArray();

        await _sender.SendAsync($"http://127.0.0.1:{server.Port}/x", body, Soon(), CancellationToken.None);

        var request = await server.Request;
        Assert.Contains($"\r\nContent-Length: {body.Length}\r\n", request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Content-Type", request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Transfer-Encoding", request, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"\r\nHost: 127.0.0.1:{server.Port}\r\n", request, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Hazard 14: a PUT that is not retried lets the stack hang for an hour.</summary>
    [Fact]
    public async Task It_is_sent_again_until_it_is_taken()
    {
        await using var sink = await ResponseSink.StartAsync();
        sink.Refuse(500, 0, 403, 404, 302);

        Assert.Null(await _sender.SendAsync($"{sink.Address}x", "{}"u8.ToArray(), Soon(), CancellationToken.None));

        Assert.Equal([500, 0, 403, 404, 302, 200], sink.Puts.Select(put => put.Status));
    }

    [Fact]
    public async Task A_URL_that_never_takes_it_is_given_up_at_the_deadline()
    {
        await using var sink = await ResponseSink.StartAsync();
        sink.RefuseAlways(503);

        var refusal = await _sender.SendAsync($"{sink.Address}x?secret", "{}"u8.ToArray(), Soon(1.5), CancellationToken.None);

        Assert.Contains("status 503", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal);
        Assert.InRange(sink.Puts.Count, 2, 100);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_tried_again_too()
    {
        var refusal = await _sender.SendAsync("http://127.0.0.1:1/x", "{}"u8.ToArray(), Soon(1.5), CancellationToken.None);

        Assert.Contains("127.0.0.1", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nand so on");

        Assert.Null(await _sender.SendAsync($"http://127.0.0.1:{server.Port}/x", "{}"u8.ToArray(), Soon(), CancellationToken.None));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await ResponseSink.StartAsync();
        using var server = new RawServer($"HTTP/1.1 307 Temporary Redirect\r\nLocation: {elsewhere.Address}x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var refusal = await _sender.SendAsync($"http://127.0.0.1:{server.Port}/x", "{}"u8.ToArray(), Soon(1.5), CancellationToken.None);

        Assert.NotNull(refusal);
        Assert.Contains("PUT /x", await server.Request, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Puts);
    }

    public void Dispose() => _sender.Dispose();

    private static Deadline Soon(double seconds = 20) => Deadline.Until(DateTimeOffset.UtcNow.AddSeconds(seconds), DateTimeOffset.UtcNow);

    /// <summary>Takes one request as text, before any server has made sense of it.</summary>
    private sealed class RawServer : IDisposable
    {
        public const string Taken = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly string _answer;

        public RawServer(string answer = Taken)
        {
            _answer = answer;
            _listener.Start();
            Request = TakeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public Task<string> Request { get; }

        public void Dispose() => _listener.Dispose();

        private async Task<string> TakeAsync()
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var text = new StringBuilder();
            var buffer = new byte[8192];
            do
                text.Append(Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer)));
            while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal));
            await stream.WriteAsync(Encoding.Latin1.GetBytes(_answer));
            return text.ToString();
        }
    }
}
