using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Tests.Beds;

namespace EksIamCdk.ClusterApi.Tests;

public sealed class ClusterConnectorTests : IAsyncLifetime, IDisposable
{
    private const string Role = "arn:aws:iam::444455556666:role/access";
    private static readonly AwsCredentials Own = new("AKIDOWN", "secret", "session");

    private readonly ManualClock _clock = new();
    private readonly TestAuthority _authority = new();
    private readonly RawServer _api;
    private readonly RawServer _aws;
    private AwsCredentials? _credentials = Own;
    private Func<RawRequest, RawReply> _onApi = _ => RawReply.Object(new JsonObject());
    private Func<RawRequest, RawReply>? _onEks;
    private Func<RawRequest, RawReply>? _onSts;

    public ClusterConnectorTests()
    {
        _api = new RawServer(request => _onApi(request), _authority.Issue());
        _aws = new RawServer(request => request.Target == "/" ? (_onSts ?? Sts)(request) : (_onEks ?? Eks)(request));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _aws.DisposeAsync();
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_cluster_given_with_endpoint_and_CA_needs_no_call_to_AWS()
    {
        using var connector = Connector();

        var connection = await Connect(connector, Given());
        Assert.IsType<ApiAnswer.Ok>(await connection.Api.Get(ObjectAddress.AwsAuth, default));

        Assert.Empty(_aws.Requests);
        Assert.Equal("Bearer " + EksToken.Create(Own, "eu-central-1", "demo", _clock.GetUtcNow()), _api.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_cluster_given_by_its_name_is_described_once_and_connected_to_once()
    {
        using var connector = Connector();

        for (var invocation = 0; invocation < 3; invocation++)
        {
            var connection = await Connect(connector, ByName());
            Assert.Equal(_api.Url, connection.Cluster.Endpoint);
            await connection.Api.Get(ObjectAddress.AwsAuth, default);
        }

        Assert.Equal(["GET /clusters/demo"], Calls(_aws));
        Assert.All(_api.Requests, request => Assert.Equal(1, request.Connection));
        Assert.Contains("Credential=AKIDOWN/20260301/eu-central-1/eks/aws4_request", _aws.Requests[0].Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("session", _aws.Requests[0].Headers["x-amz-security-token"]);
    }

    [Fact]
    public async Task A_description_is_asked_anew_when_it_is_old()
    {
        using var connector = Connector();

        await Connect(connector, ByName());
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Connect(connector, ByName());

        Assert.Equal(["GET /clusters/demo", "GET /clusters/demo"], Calls(_aws));
    }

    [Fact]
    public async Task A_cluster_that_moved_is_found_again()
    {
        using var otherAuthority = new TestAuthority("the CA of the new cluster");
        await using var moved = new RawServer(_ => RawReply.Object(new JsonObject()), otherAuthority.Issue());
        using var connector = Connector();
        await (await Connect(connector, ByName())).Api.Get(ObjectAddress.AwsAuth, default);

        _onApi = _ => new RawReply.Reset();
        _onEks = _ => Described(moved.Url, otherAuthority.Data);
        Assert.IsType<ApiAnswer.NoAnswer>(await (await Connect(connector, ByName())).Api.Get(ObjectAddress.AwsAuth, default));
        Assert.IsType<ApiAnswer.Ok>(await (await Connect(connector, ByName())).Api.Get(ObjectAddress.AwsAuth, default));

        Assert.Single(moved.Requests);
    }

    [Fact]
    public async Task A_token_is_renewed_before_14_minutes_and_kept_until_then()
    {
        using var connector = Connector();
        var connection = await Connect(connector, Given());

        foreach (var minutes in new[] { 0, 6, 6, 2 })
        {
            _clock.Advance(TimeSpan.FromMinutes(minutes));
            await connection.Api.Get(ObjectAddress.AwsAuth, default);
        }

        var tokens = _api.Requests.Select(request => request.Headers["Authorization"]).ToList();
        Assert.Equal(tokens[0], tokens[2]);
        Assert.NotEqual(tokens[0], tokens[3]);
    }

    [Fact]
    public async Task A_token_of_other_credentials_is_not_used_again()
    {
        using var connector = Connector();
        await (await Connect(connector, Given())).Api.Get(ObjectAddress.AwsAuth, default);

        _credentials = new AwsCredentials("AKIDNEW", "other", null);
        await (await Connect(connector, Given())).Api.Get(ObjectAddress.AwsAuth, default);

        Assert.Equal("Bearer " + EksToken.Create(_credentials, "eu-central-1", "demo", _clock.GetUtcNow()), _api.Requests[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_role_is_assumed_before_anything_else_and_kept_until_shortly_before_it_ends()
    {
        using var connector = Connector();
        var cluster = ByName() with { AccessRoleArn = Role, ExternalId = "id/1" };

        var connection = await Connect(connector, cluster);
        await connection.Api.Get(ObjectAddress.AwsAuth, default);
        _clock.Advance(TimeSpan.FromMinutes(4));
        await Connect(connector, cluster);
        _clock.Advance(TimeSpan.FromMinutes(52));
        await Connect(connector, cluster);

        Assert.Equal(["POST /", "GET /clusters/demo", "POST /", "GET /clusters/demo"], Calls(_aws));
        Assert.Equal(
            $"Action=AssumeRole&Version=2011-06-15&RoleArn={Uri.EscapeDataString(Role)}&RoleSessionName=eks-iam-cdk&ExternalId=id%2F1", _aws.Requests[0].Body);
        Assert.Contains("Credential=AKIDROLE/", _aws.Requests[1].Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(Role, connection.Principal);
        var token = EksToken.Create(new AwsCredentials("AKIDROLE", "role-secret", "role-session"), "eu-central-1", "demo", _clock.GetUtcNow() - TimeSpan.FromMinutes(56));
        Assert.Equal($"Bearer {token}", _api.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_is_told_with_who_may_not()
    {
        _onSts = _ => new RawReply.Respond(
            403, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>", "text/xml");
        using var connector = Connector("arn:aws:iam::111122223333:role/mapper");

        var failed = await connector.Connect(Given() with { AccessRoleArn = Role }, default);

        var failure = Assert.IsType<StepFailure.AtAws>(Assert.IsType<ConnectAnswer.Failed>(failed).Failure);
        Assert.Equal(new AwsFault.Refused(403, "AccessDenied", "not authorized", null), failure.Fault);
        Assert.Equal(new AwsCall("sts:AssumeRole", Role, "arn:aws:iam::111122223333:role/mapper", _aws.Url), failure.Call);
    }

    [Fact]
    public async Task After_a_401_the_role_of_the_function_is_asked_for_once_and_the_token_made_anew()
    {
        _onApi = _ => RawReply.Status(401, "Unauthorized");
        using var connector = Connector();

        var principals = new List<string>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var connection = await Connect(connector, Given());
            principals.Add(connection.Principal);
            await connection.Api.Get(ObjectAddress.AwsAuth, default);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["the role of this function", "arn:aws:iam::111122223333:role/mapper", "arn:aws:iam::111122223333:role/mapper"], principals);
        Assert.Equal(["Action=GetCallerIdentity&Version=2011-06-15"], _aws.Requests.Select(request => request.Body));
        Assert.Equal(3, _api.Requests.Select(request => request.Headers["Authorization"]).Distinct().Count());
    }

    [Fact]
    public async Task Who_the_function_is_may_stay_unknown()
    {
        _onApi = _ => RawReply.Status(401, "Unauthorized");
        _onSts = _ => new RawReply.Respond(500, "broken", "text/plain");
        using var connector = Connector();

        await (await Connect(connector, Given())).Api.Get(ObjectAddress.AwsAuth, default);

        Assert.Equal("the role of this function", (await Connect(connector, Given())).Principal);
    }

    [Fact]
    public async Task Without_credentials_nothing_is_called()
    {
        _credentials = null;
        using var connector = Connector();

        var failed = Assert.IsType<ConnectAnswer.Failed>(await connector.Connect(ByName(), default));

        Assert.IsType<AwsFault.NoCredentials>(Assert.IsType<StepFailure.AtAws>(failed.Failure).Fault);
        Assert.Empty(_aws.Requests);
    }

    [Theory]
    [InlineData("CREATING", true)]
    [InlineData("FAILED", false)]
    public async Task A_cluster_without_an_endpoint_is_waited_for_while_it_is_being_created(string status, bool waits)
    {
        _onEks = _ => RawReply.Object(new JsonObject { ["cluster"] = new JsonObject { ["name"] = "demo", ["status"] = status } });
        using var connector = Connector();

        var failure = Assert.IsType<ConnectAnswer.Failed>(await connector.Connect(ByName(), default)).Failure;
        var decision = new RetryPolicy(() => 0).Decide(failure, new Tries(1, TimeSpan.Zero, TimeSpan.FromMinutes(1)));

        Assert.Equal(waits, decision is RetryDecision.Wait);
        Assert.StartsWith($"Cluster demo has no endpoint; EKS says that it is {status}.", Failures.Of(failure, true).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", null)]
    [InlineData("not a URL", null)]
    [InlineData(null, "bm90IFBFTQ==")]
    public async Task An_endpoint_or_CA_that_cannot_be_used_gets_no_token(string? endpoint, string? authority)
    {
        using var connector = Connector();
        var cluster = Given() with { Endpoint = endpoint ?? _api.Url, CertificateAuthorityData = authority ?? _authority.Data };

        var failure = Assert.IsType<ConnectAnswer.Failed>(await connector.Connect(cluster, default)).Failure;

        Assert.Equal(ErrorCode.ClusterUnreachable, Assert.IsType<StepFailure.Final>(failure).Failure.Code);
    }

    [Fact]
    public async Task Only_a_ResourceNotFoundException_means_that_a_cluster_is_deleted()
    {
        using var connector = Connector();

        Assert.Equal("ACTIVE", Assert.IsType<ClusterExistence.Exists>(await connector.Existence(Given(), default)).Description.Status);
        _onEks = _ => new RawReply.Respond(404, """{"message":"No cluster found for name: demo."}""", Headers: ["x-amzn-ErrorType: ResourceNotFoundException:http://internal/"]);
        Assert.IsType<ClusterExistence.Deleted>(await connector.Existence(Given(), default));
        _onEks = _ => new RawReply.Respond(404, """{"__type":"com.amazonaws.eks#ResourceNotFoundException","message":"none"}""");
        Assert.IsType<ClusterExistence.Deleted>(await connector.Existence(Given(), default));
        _onEks = _ => new RawReply.Respond(404, "<html>not found</html>", "text/html");
        Assert.IsType<ClusterExistence.Unknown>(await connector.Existence(Given(), default));
        _onEks = _ => new RawReply.Respond(403, "{}", Headers: ["x-amzn-ErrorType: AccessDeniedException"]);
        Assert.IsType<ClusterExistence.Unknown>(await connector.Existence(Given(), default));
        _onEks = _ => new RawReply.Reset();
        Assert.IsType<ClusterExistence.Unknown>(await connector.Existence(Given(), default));
    }

    [Fact]
    public async Task AWS_that_hangs_times_out()
    {
        _onEks = _ => new RawReply.Hang();
        using var connector = Connector();

        var connecting = connector.Connect(ByName(), default);
        await _aws.Hanging.Task;
        _clock.Advance(TimeSpan.FromSeconds(15));

        var failure = Assert.IsType<StepFailure.AtAws>(Assert.IsType<ConnectAnswer.Failed>(await connecting).Failure);
        Assert.Equal(new AwsFault.NoAnswer(TransportFault.TimedOut, "no answer within 15 s"), failure.Fault);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("garbage")]
    [InlineData("""{"cluster":{"name":"demo"}}""")]
    [InlineData("""{"cluster":[]}""")]
    public async Task Garbage_of_AWS_is_no_answer(string body)
    {
        _onEks = _ => new RawReply.Respond(200, body);
        _onSts = _ => new RawReply.Respond(200, body, "text/xml");
        using var connector = Connector();

        foreach (var cluster in new[] { ByName(), Given() with { AccessRoleArn = Role } })
        {
            var failure = Assert.IsType<ConnectAnswer.Failed>(await connector.Connect(cluster, default)).Failure;
            Assert.Equal(TransportFault.UnreadableAnswer, Assert.IsType<AwsFault.NoAnswer>(Assert.IsType<StepFailure.AtAws>(failure).Fault).Fault);
        }
    }

    [Fact]
    public void The_standard_variables_are_read()
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "AKID",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
            ["AWS_SESSION_TOKEN"] = "",
            ["AWS_ENDPOINT_URL"] = "http://all",
            ["AWS_ENDPOINT_URL_STS"] = "http://sts",
            ["EKSIAM_ROLE_ARN"] = "arn",
        };
        var environment = AwsEnvironment.FromVariables(variables.GetValueOrDefault);

        Assert.Equal(("http://all", "http://sts", "arn"), (environment.EksEndpoint, environment.StsEndpoint, environment.RoleArn));
        Assert.Equal(new AwsCredentials("AKID", "secret", null), environment.Credentials());
        variables["AWS_SECRET_ACCESS_KEY"] = "renewed";
        Assert.Equal("renewed", environment.Credentials()!.SecretAccessKey);
        variables.Remove("AWS_ACCESS_KEY_ID");
        Assert.Null(environment.Credentials());
    }

    private static List<string> Calls(RawServer server) => [.. server.Requests.Select(request => $"{request.Method} {request.Target}")];

    private static async Task<ClusterConnection> Connect(ClusterConnector connector, ClusterReference cluster) =>
        Assert.IsType<ConnectAnswer.Connected>(await connector.Connect(cluster, default)).Connection;

    private static RawReply.Respond Described(string endpoint, string authority) =>
        new(200, new JsonObject
        {
            ["cluster"] = new JsonObject
            {
                ["name"] = "demo",
                ["status"] = "ACTIVE",
                ["endpoint"] = endpoint,
                ["certificateAuthority"] = new JsonObject { ["data"] = authority },
            },
        }.ToJsonString());

    private static ClusterReference ByName() => new() { Name = "demo", Region = "eu-central-1" };

    private ClusterReference Given() => ByName() with { Endpoint = _api.Url, CertificateAuthorityData = _authority.Data };

    private ClusterConnector Connector(string? roleArn = null) =>
        new(new AwsEnvironment { Credentials = () => _credentials, EksEndpoint = _aws.Url, StsEndpoint = _aws.Url + "/", RoleArn = roleArn }, _clock, TestPatience.Value);

    private RawReply.Respond Eks(RawRequest request) => Described(_api.Url, _authority.Data);

    private RawReply.Respond Sts(RawRequest request) => new(
        200,
        request.Body.Contains("AssumeRole", StringComparison.Ordinal)
            ? $"""
              <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-session</SessionToken>
                <Expiration>{_clock.GetUtcNow() + TimeSpan.FromHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration>
              </Credentials></AssumeRoleResult></AssumeRoleResponse>
              """
            : """
              <GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/mapper/session</Arn>
              <UserId>AROA:session</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
              """,
        "text/xml");
}
