using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.ClusterApi.Tests.Beds;

namespace EksIamCdk.ClusterApi.Tests.Kubernetes;

public sealed class KubernetesApiTests : IDisposable
{
    private static readonly ObjectAddress Binding = new(KubernetesKind.RoleBinding, "team-a", "read:all");

    private readonly TestAuthority _authority = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Each_call_is_the_request_that_the_REST_API_asks_for()
    {
        await using var server = new RawServer(_ => RawReply.Object(new JsonObject()), _authority.Issue());
        using var api = Api(server.Url);
        var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "read:all" } };

        await api.Get(Binding, default);
        await api.Create(Binding, body, default);
        await api.Replace(Binding, body, default);
        await api.Apply(Binding, body, "eks-iam-cdk", true, default);
        await api.Delete(Binding, "uid-1", "42", default);
        await api.Delete(new ObjectAddress(KubernetesKind.Namespace, null, "dev"), null, null, default);
        await api.Review(body, default);

        const string Collection = "/apis/rbac.authorization.k8s.io/v1/namespaces/team-a/rolebindings";
        Assert.Equal(
            [
                $"GET {Collection}/read%3Aall",
                $"POST {Collection}",
                $"PUT {Collection}/read%3Aall",
                $"PATCH {Collection}/read%3Aall?fieldManager=eks-iam-cdk&force=true",
                $"DELETE {Collection}/read%3Aall",
                "DELETE /api/v1/namespaces/dev",
                "POST /apis/authorization.k8s.io/v1/subjectaccessreviews",
            ],
            server.Requests.Select(request => $"{request.Method} {request.Target}"));
        Assert.All(server.Requests, request => Assert.Equal("Bearer k8s-aws-v1.token", request.Headers["Authorization"]));
        Assert.All(server.Requests, request => Assert.StartsWith("eks-iam-cdk/", request.Headers["User-Agent"], StringComparison.Ordinal));
        Assert.Equal("application/json", server.Requests[1].Headers["Content-Type"]);
        Assert.Equal("application/apply-patch+yaml", server.Requests[3].Headers["Content-Type"]);
        Assert.Equal(
            """{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background","preconditions":{"uid":"uid-1","resourceVersion":"42"}}""",
            server.Requests[4].Body);
        Assert.DoesNotContain("preconditions", server.Requests[5].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_calls_share_one_connection()
    {
        await using var server = new RawServer(_ => RawReply.Status(404, "NotFound"), _authority.Issue());
        using var api = Api(server.Url);

        for (var call = 0; call < 5; call++)
            await api.Get(Binding, default);

        Assert.All(server.Requests, request => Assert.Equal(1, request.Connection));
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task An_object_that_is_read_and_written_back_keeps_every_number_and_every_character()
    {
        const string Text = """{"a":1.0,"b":1e5,"c":12345678901234567890,"d":"<ä€😀&'+\u0000\u2028\r\n\t\"\\>","e":[null,true,{}],"mapRoles":"- rolearn: x\r\n"}""";
        await using var server = new RawServer(_ => new RawReply.Respond(200, Text), _authority.Issue());
        using var api = Api(server.Url);

        var read = Assert.IsType<ApiAnswer.Ok>(await api.Get(Binding, default)).Object;
        read["mapRoles"] = $"{read["mapRoles"]}# ' \" <é>";
        await api.Replace(Binding, read, default);

        var written = server.Requests[1].Body;
        Assert.Contains("\"a\":1.0,\"b\":1e5,\"c\":12345678901234567890", written, StringComparison.Ordinal);
        Assert.Contains("# ' \\\" <é>", written, StringComparison.Ordinal);
        Assert.Equal(JsonNode.Parse(Text)!["d"]!.GetValue<string>(), JsonNode.Parse(written)!["d"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "NotFound")]
    [InlineData(409, "AlreadyExists")]
    [InlineData(422, "Invalid")]
    [InlineData(500, "InternalError")]
    public async Task A_refusal_is_its_status_and_reason(int status, string reason)
    {
        var details = new JsonObject { ["causes"] = new JsonArray { new JsonObject { ["field"] = ".rules" } } };
        await using var server = new RawServer(_ => RawReply.Status(status, reason, "said so", details), _authority.Issue());
        using var api = Api(server.Url);

        var refused = Assert.IsType<ApiAnswer.Refused>(await api.Get(Binding, default));

        Assert.Equal((status, reason, "said so", null), (refused.Status, refused.Reason, refused.Message, refused.RetryAfter));
        Assert.Equal(".rules", refused.Details!["causes"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task Retry_After_is_read_as_seconds_as_a_date_and_from_the_Status()
    {
        var date = (_clock.GetUtcNow() + TimeSpan.FromSeconds(90)).ToString("r", CultureInfo.InvariantCulture);
        var past = (_clock.GetUtcNow() - TimeSpan.FromSeconds(90)).ToString("r", CultureInfo.InvariantCulture);
        var replies = new Queue<RawReply>(
        [
            RawReply.Status(429, "TooManyRequests", "no", null, "Retry-After: 7"),
            RawReply.Status(429, "TooManyRequests", "no", null, $"Retry-After: {date}"),
            RawReply.Status(429, "TooManyRequests", "no", null, $"Retry-After: {past}"),
            RawReply.Status(500, "ServerTimeout", "no", new JsonObject { ["retryAfterSeconds"] = 3 }),
            RawReply.Status(429, "TooManyRequests", "no", null, "Retry-After: soon"),
        ]);
        await using var server = new RawServer(_ => replies.Dequeue(), _authority.Issue());
        using var api = Api(server.Url);

        var waits = new List<double?>();
        for (var call = 0; call < 5; call++)
            waits.Add(Assert.IsType<ApiAnswer.Refused>(await api.Get(Binding, default)).RetryAfter?.TotalSeconds);

        Assert.Equal([7, 90, 0, 3, null], waits);
    }

    [Theory]
    [InlineData(503, "<html>busy</html>", "text/html", "")]
    [InlineData(404, "404 page\nnot found\n", "text/plain; charset=utf-8", "404 page not found")]
    [InlineData(500, "{\"kind\":\"Status\",", "application/json", "")]
    public async Task A_refusal_without_a_Status_is_decided_by_its_code(int status, string body, string contentType, string message)
    {
        await using var server = new RawServer(_ => new RawReply.Respond(status, body, contentType), _authority.Issue());
        using var api = Api(server.Url);

        Assert.Equal(new ApiAnswer.Refused(status, "", message, null, null), await api.Get(Binding, default));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{} {}")]
    public async Task Garbage_with_status_200_is_no_answer(string body)
    {
        await using var server = new RawServer(_ => new RawReply.Respond(200, body), _authority.Issue());
        using var api = Api(server.Url);

        Assert.Equal(TransportFault.UnreadableAnswer, await Fault(api));
    }

    [Fact]
    public async Task An_answer_over_8_MiB_is_not_read_to_its_end()
    {
        var large = new string('x', 8 * 1024 * 1024);
        await using var server = new RawServer(
            request => request.Method == "GET"
                ? new RawReply.Respond(200, $"{{\"a\":\"{large}\"}}")
                : new RawReply.Reset($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{{\"a\":\"{large}{large}{large}{large}"), // more than sockets hold
            _authority.Issue());
        using var api = Api(server.Url);

        var announced = Assert.IsType<ApiAnswer.NoAnswer>(await api.Get(Binding, default));
        var unannounced = Assert.IsType<ApiAnswer.NoAnswer>(await api.Delete(Binding, null, null, default));

        Assert.Equal(new ApiAnswer.NoAnswer(TransportFault.UnreadableAnswer, "its answer is larger than 8 MiB"), announced);
        Assert.Equal(announced, unannounced);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = new RawServer(_ => RawReply.Object(new JsonObject()), _authority.Issue());
        await using var server = new RawServer(_ => new RawReply.Respond(307, "", Headers: [$"Location: {elsewhere.Url}/"]), _authority.Issue());
        using var api = Api(server.Url);

        Assert.Equal(TransportFault.UnreadableAnswer, await Fault(api));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_server_that_hangs_times_out()
    {
        await using var server = new RawServer(_ => new RawReply.Hang(), _authority.Issue());
        using var api = Api(server.Url);

        var call = api.Get(Binding, default);
        await server.Hanging.Task;
        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(new ApiAnswer.NoAnswer(TransportFault.TimedOut, "no answer within 15 s"), await call);
    }

    [Fact]
    public async Task A_cancelled_call_stays_a_cancellation()
    {
        await using var server = new RawServer(_ => new RawReply.Hang(), _authority.Issue());
        using var api = Api(server.Url);
        using var cancel = new CancellationTokenSource();

        var call = api.Get(Binding, cancel.Token);
        await server.Hanging.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{\"a\":")]
    public async Task A_connection_that_breaks_before_the_answer_is_complete_is_no_answer_and_not_repeated(string bytes)
    {
        await using var server = new RawServer(_ => new RawReply.Reset(bytes), _authority.Issue());
        using var api = Api(server.Url);

        var answer = Assert.IsType<ApiAnswer.NoAnswer>(await api.Replace(Binding, new JsonObject(), default));

        Assert.Equal(TransportFault.ConnectionLost, answer.Fault);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there_refuses()
    {
        using var api = Api($"https://127.0.0.1:{FreePort()}");

        Assert.Equal(new ApiAnswer.NoAnswer(TransportFault.ConnectionRefused, "the connection was refused"), await api.Get(Binding, default));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_said_so()
    {
        using var api = Api($"https://{new string('x', 64)}.invalid");

        Assert.Equal(new ApiAnswer.NoAnswer(TransportFault.NameNotResolved, "its host name cannot be resolved"), await api.Get(Binding, default));
    }

    [Fact]
    public async Task A_server_without_TLS_is_a_TLS_fault()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var api = Api($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        var call = api.Get(Binding, default);
        using (var socket = await listener.AcceptSocketAsync())
            await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

        Assert.Equal(TransportFault.Tls, Assert.IsType<ApiAnswer.NoAnswer>(await call).Fault);
    }

    [Fact]
    public async Task A_certificate_of_another_CA_gets_no_token()
    {
        using var other = new TestAuthority("test CA");
        await using var server = new RawServer(_ => RawReply.Object(new JsonObject()), other.Issue());
        using var api = Api(server.Url);

        var answer = Assert.IsType<ApiAnswer.NoAnswer>(await api.Get(Binding, default));

        Assert.Equal(TransportFault.UntrustedCertificate, answer.Fault);
        Assert.StartsWith("its certificate is not signed by the cluster's CA", answer.What, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1", -1, "its certificate has expired, or is not valid yet")]
    [InlineData("127.0.0.2", 7, "its certificate is made out for another host name")]
    [InlineData("example.com", 7, "its certificate is made out for another host name")]
    public async Task An_expired_certificate_or_one_for_another_host_gets_no_token(string host, int validDays, string what)
    {
        await using var server = new RawServer(_ => RawReply.Object(new JsonObject()), _authority.Issue(host, validDays));
        using var api = Api(server.Url);

        Assert.Equal(new ApiAnswer.NoAnswer(TransportFault.Tls, what), await api.Get(Binding, default));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_bundle_of_certificates_trusts_each_of_them()
    {
        using var other = new TestAuthority("the CA before");
        await using var server = new RawServer(_ => RawReply.Object(new JsonObject()), _authority.Issue());
        using var api = Api(server.Url, TestAuthority.Base64($"{other.Pem}\n{_authority.Pem}\n"));

        Assert.IsType<ApiAnswer.Ok>(await api.Get(Binding, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("bm90IFBFTQ==")]
    [InlineData("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=")]
    public void What_is_not_base64_of_certificates_is_no_authority(string data) => Assert.Null(CertificateAuthority.Parse(data));

    [Fact]
    public void A_token_is_never_sent_without_TLS() =>
        Assert.Throws<ArgumentException>(() => Api("http://127.0.0.1:8001"));

    [Fact]
    public async Task A_client_certificate_takes_the_place_of_a_token()
    {
        await using var server = new RawServer(_ => RawReply.Object(new JsonObject()), _authority.Issue());
        using X509Certificate2 client = _authority.Issue();
        using var api = new KubernetesApi(
            new KubernetesEndpoint { Address = new Uri(server.Url), Authority = CertificateAuthority.Parse(_authority.Data)!, ClientCertificate = client }, _clock);

        Assert.IsType<ApiAnswer.Ok>(await api.Get(Binding, default));
        Assert.False(server.Requests[0].Headers.ContainsKey("Authorization"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<TransportFault> Fault(KubernetesApi api) =>
        Assert.IsType<ApiAnswer.NoAnswer>(await api.Get(Binding, default)).Fault;

    private KubernetesApi Api(string url, string? authority = null) =>
        new(new KubernetesEndpoint
        {
            Address = new Uri(url),
            Authority = CertificateAuthority.Parse(authority ?? _authority.Data)!,
            Token = () => "k8s-aws-v1.token",
            Patience = TestPatience.Value,
        },
        _clock);
}
