using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>A small HTTP server on a free port of the loopback interface.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Loopback(WebApplication application) => _application = application;

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Address => new Uri(_application.Urls.First()).Authority;

    public static async Task<Loopback> StartAsync(RequestDelegate handler, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var application = builder.Build();
        application.Run(handler);
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        return new Loopback(application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
