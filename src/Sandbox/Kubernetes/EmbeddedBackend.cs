using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Authorization;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Registry;
using EksIamCdk.Sandbox.Kubernetes.Storage;
using EksIamCdk.Sandbox.Kubernetes.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>
/// A Kubernetes API server in this process, over TLS: storage with resourceVersions, server-side apply, RBAC, for the kinds that access is made
/// of. It answers as kube-apiserver does; one contract suite holds both to that.
/// </summary>
public sealed class EmbeddedBackend : IKubernetesBackend
{
    private readonly ServerCertificates _certificates;
    private readonly ObjectStore _store;
    private readonly WebApplication _application;

    private EmbeddedBackend(ServerCertificates certificates, ObjectStore store, WebApplication application, string adminToken)
    {
        (_certificates, _store, _application, AdminToken) = (certificates, store, application, adminToken);
    }

    public string Endpoint => _application.Urls.First();

    public string CertificateAuthorityData => _certificates.AuthorityData;

    public string AdminToken { get; }

    /// <summary>Stands before every request; null: nothing does.</summary>
    public KubernetesFault? Fault { get; set; }

    public static async Task<EmbeddedBackend> StartAsync(EmbeddedOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = new ObjectStore();
        if (options.StatePath is { } path && File.Exists(path))
            store.Load(JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false))!.AsObject());
        var controllers = new Controllers(store, options.Time);
        lock (store.Gate) Bootstrap.Fill(store, controllers, options.Time);

        var adminToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var certificates = ServerCertificates.Make(options.Time);
        var application = Listen(certificates);
        var backend = new EmbeddedBackend(certificates, store, application, adminToken);
        var server = new ApiServer(store, controllers, new Authentication(adminToken, options.Authenticator), options.Time);
        application.Run(context => backend.Fault is { } fault ? fault(context, server.HandleAsync) : server.HandleAsync(context));
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        return backend;
    }

    /// <summary>Writes everything in the cluster to a file, from which <see cref="EmbeddedOptions.StatePath"/> starts again.</summary>
    public async Task SaveAsync(string path, CancellationToken cancellationToken)
    {
        string text;
        lock (_store.Gate) text = _store.Save().ToJsonString();
        var beside = $"{path}.new";
        await File.WriteAllTextAsync(beside, text, cancellationToken).ConfigureAwait(false);
        File.Move(beside, path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _certificates.Dispose();
    }

    private static WebApplication Listen(ServerCertificates certificates)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 3 * 1024 * 1024;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificates.Server);
            });
        });
        return builder.Build();
    }
}
