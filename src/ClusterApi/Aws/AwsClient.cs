using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Principals;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>Sends signed requests to AWS. Every call is sent once; whether to repeat it is <see cref="RetryPolicy"/>'s to say.</summary>
internal sealed class AwsClient(AwsEnvironment environment, TimeProvider clock, Patience patience) : IDisposable
{
    private const string StsVersion = "2011-06-15";
    private const string IamVersion = "2010-05-08";

    private static readonly Payload Nothing = new([], "");

    private readonly HttpExchanger _exchanger = new(clock, patience);

    public string EksEndpoint(string region) => environment.EksEndpoint?.TrimEnd('/') ?? $"https://{AwsDomain.Host("eks", region)}";

    public string StsEndpoint(string region) => environment.StsEndpoint?.TrimEnd('/') ?? $"https://{AwsDomain.Host("sts", region)}";

    /// <summary>https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html</summary>
    public async Task<AwsAnswer<ClusterDescription>> DescribeCluster(
        AwsCredentials credentials, string region, string name, CancellationToken cancellationToken)
    {
        var url = $"{EksEndpoint(region)}/clusters/{Uri.EscapeDataString(name)}";
        var exchange = await Send(credentials, region, "eks", HttpMethod.Get, url, Nothing, cancellationToken).ConfigureAwait(false);
        return Read(exchange, ClusterDescription.Read, EksErrors.Read);
    }

    /// <summary>Any call of the EKS API about one cluster.</summary>
    public async Task<AwsAnswer<JsonObject>> CallEks(
        AwsCredentials credentials, string region, string name, EksCall call, CancellationToken cancellationToken)
    {
        var url = $"{EksEndpoint(region)}{call.Target(name)}";
        var body = call.Body is null ? Nothing : new Payload(Encoding.UTF8.GetBytes(call.Body.ToJsonString()), "application/json");
        var exchange = await Send(credentials, region, "eks", call.Method, url, body, cancellationToken).ConfigureAwait(false);
        // Some answer with nothing at all.
        return Read(exchange, answer => answer.IsEmpty ? [] : Json.Object(answer), EksErrors.Read);
    }

    /// <summary>https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html</summary>
    public Task<AwsAnswer<AssumedRole>> AssumeRole(
        AwsCredentials credentials, string region, string roleArn, string sessionName, string? externalId, CancellationToken cancellationToken)
    {
        var parameters = new List<KeyValuePair<string, string>> { new("RoleArn", roleArn), new("RoleSessionName", sessionName) };
        if (externalId is not null)
            parameters.Add(new("ExternalId", externalId));
        return AskSts(credentials, region, "AssumeRole", parameters, AssumedRole.Read, cancellationToken);
    }

    /// <summary>https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html</summary>
    public Task<AwsAnswer<CallerIdentity>> GetCallerIdentity(AwsCredentials credentials, string region, CancellationToken cancellationToken) =>
        AskSts(credentials, region, "GetCallerIdentity", [], CallerIdentity.Read, cancellationToken);

    /// <summary>https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html, API_GetUser.html</summary>
    /// <param name="credentials">Of the principal's own account: IAM asks for a name only.</param>
    /// <param name="region">Any of the partition.</param>
    /// <param name="principal">A role or a user.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<AwsAnswer<IamPrincipal>> GetPrincipal(
        AwsCredentials credentials, string region, PrincipalArn principal, CancellationToken cancellationToken)
    {
        var kind = principal.Kind == PrincipalKind.Role ? "Role" : "User";
        return CallIam(credentials, region, $"Get{kind}", [new($"{kind}Name", principal.Name)], IamPrincipal.Read, cancellationToken);
    }

    /// <summary>Any call of the IAM API that reads.</summary>
    public Task<AwsAnswer<T>> CallIam<T>(
        AwsCredentials credentials, string region, string action, IEnumerable<KeyValuePair<string, string>> parameters, Func<QueryResponse, T?> read,
        CancellationToken cancellationToken)
        where T : class
    {
        var (_, home) = AwsDomain.Iam(region);
        return Ask(credentials, home, "iam", IamEndpoint(region), Form(action, IamVersion, parameters), read, cancellationToken);
    }

    public string IamEndpoint(string region) => environment.IamEndpoint?.TrimEnd('/') ?? $"https://{AwsDomain.Iam(region).Host}";

    public void Dispose() => _exchanger.Dispose();

    private Task<AwsAnswer<T>> AskSts<T>(
        AwsCredentials credentials, string region, string action, IEnumerable<KeyValuePair<string, string>> parameters,
        Func<QueryResponse, T?> read, CancellationToken cancellationToken)
        where T : class =>
        Ask(credentials, region, "sts", StsEndpoint(region), Form(action, StsVersion, parameters), read, cancellationToken);

    /// <summary>A service of the query protocol: a form goes in, XML comes out.</summary>
    private async Task<AwsAnswer<T>> Ask<T>(
        AwsCredentials credentials, string region, string service, string endpoint, Payload form, Func<QueryResponse, T?> read,
        CancellationToken cancellationToken)
        where T : class
    {
        var exchange = await Send(credentials, region, service, HttpMethod.Post, $"{endpoint}/", form, cancellationToken).ConfigureAwait(false);
        return Read(exchange, body => QueryResponse.Read(body) is { } response ? read(response) : null, QueryResponse.ReadError);
    }

    private static Payload Form(string action, string version, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        IEnumerable<KeyValuePair<string, string>> all = [new("Action", action), new("Version", version), .. parameters];
        return new Payload(
            Encoding.UTF8.GetBytes(string.Join('&', all.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))),
            "application/x-www-form-urlencoded");
    }

    private async Task<Exchange> Send(
        AwsCredentials credentials, string region, string service, HttpMethod method, string url, Payload payload, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return new Exchange.Failed(TransportFault.NameNotResolved, "it is not an http or https URL");
        var signature = new SignatureV4(credentials, region, service, clock.GetUtcNow());
        var headers = new List<KeyValuePair<string, string>> { new("x-amz-date", signature.Date) };
        if (credentials.SessionToken is { } token)
            headers.Add(new("x-amz-security-token", token));

        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (payload.MediaType.Length > 0)
        {
            request.Content = new ByteArrayContent(payload.Bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(payload.MediaType);
            headers.Add(new("content-type", payload.MediaType));
        }

        headers.Add(new("host", address.Authority));
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization(
            method.Method, address.AbsolutePath, headers, payload.Bytes, address.Query.TrimStart('?')));
        return await _exchanger.Send(request, cancellationToken).ConfigureAwait(false);
    }

    // These messages hold the canonical request, session token and all.
    private static bool RepeatsRequest(string code) => code.Contains("Signature", StringComparison.Ordinal);

    private static AwsAnswer<T> Read<T>(
        Exchange exchange, Func<ReadOnlyMemory<byte>, T?> read, Func<Exchange.Answered, (string Code, string Message)> readError)
        where T : class
    {
        switch (exchange)
        {
            case Exchange.Failed failed:
                return Failed(new AwsFault.NoAnswer(failed.Fault, failed.What));
            case Exchange.Answered { Status: >= 300 } refused:
                var (code, message) = readError(refused);
                return Failed(new AwsFault.Refused(refused.Status, code, RepeatsRequest(code) ? "" : message, refused.RetryAfter));
            case Exchange.Answered answered:
                return read(answered.Body) is { } value
                    ? new AwsAnswer<T>.Ok(value)
                    : Failed(new AwsFault.NoAnswer(
                        TransportFault.UnreadableAnswer,
                        string.Create(CultureInfo.InvariantCulture, $"it answered {answered.Status} with something that cannot be read")));
            default:
                throw new UnreachableException();
        }

        static AwsAnswer<T> Failed(AwsFault fault) => new AwsAnswer<T>.Failed(fault);
    }

    /// <param name="MediaType">Empty where nothing is sent.</param>
    private sealed record Payload(byte[] Bytes, string MediaType);
}
