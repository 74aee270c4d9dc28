using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Lambda;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>The part of AWS that functions call: <c>eks:DescribeCluster</c>, <c>sts:AssumeRole</c>, <c>sts:GetCallerIdentity</c>. Every
/// request must be signed with credentials that the sandbox gave out.</summary>
internal sealed class AwsEndpoint : IAsyncDisposable
{
    private const string WrongSignature = "The request signature we calculated does not match the signature you provided.";

    private readonly SandboxIdentity _identity;
    private readonly ClusterRegistry _clusters;
    private readonly ICloudView _cloud;
    private readonly TimeProvider _time;
    private Loopback? _server;

    private AwsEndpoint(SandboxIdentity identity, ClusterRegistry clusters, ICloudView cloud, TimeProvider time) =>
        (_identity, _clusters, _cloud, _time) = (identity, clusters, cloud, time);

    public string Url => $"http://{_server!.Address}";

    public static async Task<AwsEndpoint> StartAsync(
        SandboxIdentity identity, ClusterRegistry clusters, ICloudView cloud, TimeProvider time, CancellationToken cancellationToken)
    {
        var endpoint = new AwsEndpoint(identity, clusters, cloud, time);
        endpoint._server = await Loopback.StartAsync(endpoint.HandleAsync, cancellationToken).ConfigureAwait(false);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        var body = buffer.ToArray();
        var signed = SignedHeaders.Read(context, body);
        var caller = signed is null ? null : _identity.Verify(signed, context.Request.Headers["x-amz-security-token"].FirstOrDefault());
        var path = context.Request.Path.Value ?? "/";
        if (path.StartsWith("/clusters/", StringComparison.Ordinal))
            await DescribeAsync(context, Uri.UnescapeDataString(path["/clusters/".Length..]), caller, signed).ConfigureAwait(false);
        else
            await StsAsync(context, Encoding.UTF8.GetString(body), caller).ConfigureAwait(false);
    }

    /// <summary><see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html"/></summary>
    private async Task DescribeAsync(HttpContext context, string name, VerifiedCaller? caller, SignedRequest? signed)
    {
        if (caller is null)
        {
            await EksErrorAsync(context, 403, "InvalidSignatureException", WrongSignature).ConfigureAwait(false);
            return;
        }
        var region = signed!.Region;
        var key = new RegionalName(caller.Arn.Split(':')[4], region, name);
        if (_clusters.IsDeleted(key))
        {
            await EksErrorAsync(context, 404, "ResourceNotFoundException", $"No cluster found for name: {name}.").ConfigureAwait(false);
            return;
        }
        var cluster = await _clusters.GetAsync(key, context.RequestAborted).ConfigureAwait(false);
        var arn = $"arn:{PseudoParameters.PartitionOf(region)}:eks:{region}:{key.AccountId}:cluster/{name}";
        await JsonAsync(context, 200, new JsonObject
        {
            ["cluster"] = new JsonObject
            {
                ["name"] = name,
                ["arn"] = arn,
                ["status"] = "ACTIVE",
                ["endpoint"] = cluster.Backend.Endpoint,
                ["certificateAuthority"] = new JsonObject { ["data"] = cluster.Backend.CertificateAuthorityData },
            },
        }).ConfigureAwait(false);
    }

    private async Task StsAsync(HttpContext context, string body, VerifiedCaller? caller)
    {
        var parameters = SignedRequest.ReadQuery((context.Request.QueryString.Value ?? "").TrimStart('?'))
            .Concat(SignedRequest.ReadQuery(body.Replace("+", "%20", StringComparison.Ordinal))).ToList();
        string? Value(string name) => parameters.Find(pair => pair.Key == name).Value;
        var action = Value("Action");
        var task = (caller, action) switch
        {
            (null, _) => StsErrorAsync(context, 403, "SignatureDoesNotMatch", WrongSignature),
            ({ } known, "GetCallerIdentity") => StsAsync(context, "GetCallerIdentity",
                $"<Arn>{known.Arn}</Arn><UserId>{known.AccessKeyId}</UserId><Account>{known.Arn.Split(':')[4]}</Account>"),
            (_, "AssumeRole") =>
                AssumeAsync(context, caller!.Arn, Value("RoleArn") ?? "", Value("RoleSessionName") ?? "", Value("ExternalId")),
            _ => StsErrorAsync(context, 400, "InvalidAction", $"Could not find operation {action}"),
        };
        await task.ConfigureAwait(false);
    }

    /// <summary><see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"/></summary>
    private async Task AssumeAsync(HttpContext context, string callerArn, string roleArn, string sessionName, string? externalId)
    {
        var wanted = _cloud.ExternalIdsOf(roleArn);
        if (wanted.Count > 0 && (externalId is null || !wanted.Contains(externalId)))
        {
            await StsErrorAsync(context, 403, "AccessDenied", $"User is not authorized to perform: sts:AssumeRole on resource: {roleArn}")
                .ConfigureAwait(false);
            return;
        }
        var session = CallerArn.OfSession(roleArn, sessionName);
        if (_cloud.CountsAsCreator(callerArn))
            _cloud.ActsForFunction(session);
        var credentials = _identity.CredentialsFor(session);
        var user = $"<AssumedRoleUser><AssumedRoleId>AROA:{sessionName}</AssumedRoleId><Arn>{session}</Arn></AssumedRoleUser>";
        var keys = $"<AccessKeyId>{credentials.AccessKeyId}</AccessKeyId><SecretAccessKey>{credentials.SecretAccessKey}</SecretAccessKey>";
        var limits = $"<SessionToken>{credentials.SessionToken}</SessionToken>"
            + $"<Expiration>{_time.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration>";
        await StsAsync(context, "AssumeRole", $"{user}<Credentials>{keys}{limits}</Credentials>").ConfigureAwait(false);
    }

    private static async Task StsAsync(HttpContext context, string action, string result) => await XmlAsync(context, 200,
        $"<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result>{result}</{action}Result>"
        + $"<ResponseMetadata><RequestId>{Guid.NewGuid()}</RequestId></ResponseMetadata></{action}Response>").ConfigureAwait(false);

    private static async Task StsErrorAsync(HttpContext context, int status, string code, string message) => await XmlAsync(context, status,
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
        + $"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>").ConfigureAwait(false);

    private static async Task EksErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.Headers["x-amzn-ErrorType"] = code;
        await JsonAsync(context, status, new JsonObject { ["message"] = message }).ConfigureAwait(false);
    }

    private static async Task JsonAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task XmlAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>A request that carries its signature in the header Authorization.</summary>
    private static class SignedHeaders
    {
        public static SignedRequest? Read(HttpContext context, byte[] body)
        {
            var header = context.Request.Headers.Authorization.FirstOrDefault() ?? "";
            if (!header.StartsWith(SignedRequest.Algorithm + " ", StringComparison.Ordinal))
                return null;
            var parts = header[(SignedRequest.Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
                .Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
                    .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
            if (parts.GetValueOrDefault("Credential")?.Split('/', 2) is not [var key, var scope]
                || parts.GetValueOrDefault("SignedHeaders") is not { } names)
                return null;
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
            return new SignedRequest
            {
                Method = context.Request.Method,
                Path = target[0],
                Query = SignedRequest.ReadQuery(target.Length == 2 ? target[1] : ""),
                Headers = names.Split(';')
                    .ToDictionary(name => name, name => context.Request.Headers[name].ToString(), StringComparer.Ordinal),
                BodyHash = SignedRequest.Hash(body),
                AccessKeyId = key,
                Scope = scope,
                Date = context.Request.Headers["x-amz-date"].ToString(),
                Signature = parts.GetValueOrDefault("Signature") ?? "",
            };
        }
    }
}
