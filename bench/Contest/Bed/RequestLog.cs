using System.Collections.Concurrent;
using System.Net.Http.Headers;
using EksIamCdk.MappingLambda.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EksIamCdk.Bench.Contest.Bed;

/// <summary>Stands before the API server and writes down what passes. Never while time is measured.</summary>
internal sealed class RequestLog : IAsyncDisposable
{
    private readonly TestCertificate _certificate = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly HttpMessageInvoker _onward;
    private readonly string _target;
    private LocalServer? _server;

    private RequestLog(ICluster cluster)
    {
        _target = cluster.Endpoint;
        _onward = new HttpMessageInvoker(Trust.In(cluster.CertificateAuthorityData));
    }

    public (string Endpoint, string CertificateAuthorityData) Address => (_server!.Address.ToString().TrimEnd('/'), _certificate.AuthorityData);

    public static async Task<RequestLog> StartAsync(ICluster cluster)
    {
        var log = new RequestLog(cluster);
        log._server = await LocalServer.StartAsync(log.ForwardAsync, log._certificate.Server);
        return log;
    }

    /// <summary>Method and path of the requests since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (_requests.TryDequeue(out var request)) taken.Add(request);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _onward.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        _requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(_target + http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        foreach (var name in (string[])["Accept", "Authorization", "User-Agent"])
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)http.Request.Headers[name]);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse(http.Request.ContentType!) } };
        using var answer = await _onward.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
