using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Authorization;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Registry;
using EksIamCdk.Sandbox.Kubernetes.Storage;
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
    private readonly LocalAuthority _authority;
    private readonly X509Certificate2 _certificate;
    private readonly ObjectStore _store;
    private readonly WebApplication _application;

    private EmbeddedBackend(LocalAuthority authority, X509Certificate2 certificate, ObjectStore store, WebApplication application)
    {
        (_authority, _certificate, _store, _application) = (authority, certificate, store, application);
    }

    public string Endpoint => _application.Urls.First();

    public string CertificateAuthorityData => _authority.CertificateAuthorityData;

    public string AdminToken { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Stands before every request; null: nothing does.</summary>
    public KubernetesFault? Fault { get; set; }

    public static async Task<EmbeddedBackend> StartAsync(EmbeddedOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = new ObjectStore();
        if (options.StatePath is { } path && File.Exists(path)) store.Load(await ReadStateAsync(path, cancellationToken).ConfigureAwait(false));
        var controllers = new Controllers(store, options.Time);
        lock (store.Gate) Bootstrap.Fill(store, controllers, options.Time);

        var authority = LocalAuthority.Create("sandbox-kubernetes-ca", options.Time);
        var certificate = authority.IssueServer("kube-apiserver");
        var application = Listen(certificate);
        var backend = new EmbeddedBackend(authority, certificate, store, application);
        var server = new ApiServer(store, controllers, new Authentication(backend.AdminToken, options.Authenticator), options.Time);
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
        _certificate.Dispose();
        _authority.Dispose();
    }

    private static async Task<JsonObject> ReadStateAsync(string path, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            if (JsonNode.Parse(text) is JsonObject { } saved && saved["objects"] is JsonArray) return saved;
        }
        catch (JsonException wrong)
        {
            throw new KubernetesBackendException($"The state of the cluster in {path} cannot be read: {wrong.Message} Remove the file to start with an empty cluster.", wrong);
        }

        throw new KubernetesBackendException($"{path} does not hold the state of a cluster. Remove the file to start with an empty cluster, or choose another folder.");
    }

    private static WebApplication Listen(X509Certificate2 certificate)
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
                listen.UseHttps(certificate);
            });
        });
        return builder.Build();
    }
}
