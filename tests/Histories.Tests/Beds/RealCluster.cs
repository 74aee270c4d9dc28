using System.Net;
using EksIamCdk.Sandbox.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>A real kube-apiserver. The function reaches it by a way on which things can go wrong.</summary>
internal sealed class RealCluster : ICluster
{
    private readonly EnvtestBackend _backend;
    private readonly LocalAuthority _authority;
    private readonly HttpClient _server;
    private readonly WebApplication _way;

    private RealCluster(EnvtestBackend backend)
    {
        _backend = backend;
        _authority = LocalAuthority.Create("histories", TimeProvider.System);
        Admin = new Administrator(backend);
        _server = Administrator.Trusting(backend);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(_authority.IssueServer("kube-apiserver"))));
        _way = builder.Build();
        _way.Run(context => Gate is { } gate ? gate(context, ForwardAsync) : ForwardAsync(context));
    }

    public string Endpoint => _way.Urls.First();

    public string CertificateAuthorityData => _authority.CertificateAuthorityData;

    public KubernetesFault? Gate { get; set; }

    public Administrator Admin { get; }

    public static async Task<ICluster> StartAsync()
    {
        var cluster = new RealCluster(
            await EnvtestBackend.StartAsync((token, _) => Task.FromResult(Tokens.Read(token)), TimeProvider.System, CancellationToken.None));
        await cluster._way.StartAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        await _way.StopAsync(new CancellationToken(canceled: true));
        await _way.DisposeAsync();
        _server.Dispose();
        Admin.Dispose();
        _authority.Dispose();
        await _backend.DisposeAsync();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var target = _backend.Endpoint + context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        foreach (var name in new[] { "Authorization", "Accept", "User-Agent" })
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)context.Request.Headers[name]);
        using var answer = await _server.SendAsync(request, CancellationToken.None);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body);
    }
}
