using EksIamCdk.Sandbox.Lambda;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>The services of AWS on one port of the loopback interface: what functions call, and, where a sandbox is served, tools. Every
/// request must be signed with credentials that the sandbox knows; the signature names the service.</summary>
internal sealed class AwsEndpoint : IAsyncDisposable
{
    private readonly SandboxIdentity _identity;
    private readonly Dictionary<string, IAwsService> _services;
    private Loopback? _server;

    private AwsEndpoint(SandboxIdentity identity, IEnumerable<IAwsService> services) =>
        (_identity, _services) = (identity, services.ToDictionary(service => service.Name, StringComparer.Ordinal));

    public string Url => $"http://{_server!.Address}";

    /// <param name="port">0: any that is free.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<AwsEndpoint> StartAsync(
        SandboxIdentity identity, IEnumerable<IAwsService> services, int port, CancellationToken cancellationToken)
    {
        var endpoint = new AwsEndpoint(identity, services);
        endpoint._server = await Loopback.StartAsync(endpoint.HandleAsync, port, cancellationToken).ConfigureAwait(false);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var answer = await AnswerAsync(await ReadAsync(context).ConfigureAwait(false), context.RequestAborted).ConfigureAwait(false);
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (HttpMethods.IsHead(context.Request.Method) || answer.Body.Length == 0)
            return;
        response.ContentLength ??= answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var signed = SignedHeaders.Read(request);
        var name = signed?.Service ?? "sts";
        if (!_services.TryGetValue(name, out var service))
            return new QueryProtocol("").Error(new AwsErrorException(
                "UnknownService", $"The sandbox does not serve {name}; it serves {string.Join(", ", _services.Keys)}.", 404));
        try
        {
            var fault = SignatureFault.Missing;
            var caller = signed is null ? null : _identity.Verify(signed, request.Header("x-amz-security-token"), out fault);
            if (caller is null && !service.TakesUnsigned(request))
                throw service.Refusal(fault);
            return await service.AnswerAsync(request with { Caller = caller, Region = signed?.Region ?? "" }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (AwsErrorException error)
        {
            return service.Refuse(error);
        }
    }

    private static async Task<AwsRequest> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        return new AwsRequest
        {
            Method = context.Request.Method,
            Host = context.Request.Host.Value ?? "",
            Path = target[0],
            Query = SignedRequest.ReadQuery(target.Length == 2 ? target[1] : ""),
            Headers = context.Request.Headers,
            Body = buffer.ToArray(),
        };
    }
}
