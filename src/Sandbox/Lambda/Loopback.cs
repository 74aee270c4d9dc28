using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>A small HTTP server on the loopback interface.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Loopback(WebApplication application) => _application = application;

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Address => new Uri(_application.Urls.First()).Authority;

    /// <param name="port">0: any that is free.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<Loopback> StartAsync(RequestDelegate handler, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Who calls is on this machine: large is no attack, and slow is only busy.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port);
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
