using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>
/// Any cluster that a kubeconfig names (kind, k3d, minikube). Such a cluster knows nothing of the tokens of EKS: a proxy on this
/// machine stands before it, asks whose a token is, and lets the kubeconfig's user impersonate them, so that the cluster's own RBAC
/// decides. That user needs the right to impersonate.
/// </summary>
public sealed class KubeconfigBackend : IKubernetesBackend
{
    private readonly LocalAuthority _authority;
    private readonly X509Certificate2 _certificate;
    private readonly HttpMessageInvoker _cluster;
    private readonly WebApplication _proxy;

    private KubeconfigBackend(LocalAuthority authority, X509Certificate2 certificate, HttpMessageInvoker cluster, WebApplication proxy)
    {
        _authority = authority;
        _certificate = certificate;
        _cluster = cluster;
        _proxy = proxy;
    }

    public string Endpoint => _proxy.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public string CertificateAuthorityData => _authority.CertificateAuthorityData;

    public string AdminToken { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <param name="path">A kubeconfig file; its current context is taken.</param>
    /// <param name="authenticator">Tells whose a bearer token is, as for every backend.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="KubernetesBackendException">The kubeconfig cannot be used, or its cluster does not answer.</exception>
    public static async Task<KubeconfigBackend> StartAsync(
        string path, TokenAuthenticator authenticator, TimeProvider time, CancellationToken cancellationToken)
    {
        var config = Kubeconfig.Read(path);
        if (config.Exec is not null)
            throw new KubernetesBackendException(
                $"The kubeconfig {path} has its user's token from a program (exec), which is for minutes; a sandbox needs one that stays. Make one: "
                + "kubectl create token NAME");
        var authority = LocalAuthority.Create("eks-iam-cdk-kubeconfig", time);
        var certificate = authority.IssueServer("kubeconfig-proxy");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));

        var backend = new KubeconfigBackend(authority, certificate, new HttpMessageInvoker(Handler(config)), builder.Build());
        var proxy = new ImpersonatingProxy(config, backend._cluster, backend.AdminToken, authenticator);
        backend._proxy.Run(proxy.ForwardAsync);
        try
        {
            await proxy.CheckAsync(path, cancellationToken).ConfigureAwait(false);
            await backend._proxy.StartAsync(cancellationToken).ConfigureAwait(false);
            return backend;
        }
        catch
        {
            await backend.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync().ConfigureAwait(false);
        _cluster.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
    }

    internal static SocketsHttpHandler Handler(Kubeconfig config)
    {
        var options = new SslClientAuthenticationOptions();
        if (config.CertificateAuthorityPem is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        }

        if (config.Certificate() is { } certificate)
            options.ClientCertificates = [certificate];
        return new SocketsHttpHandler { SslOptions = options, UseCookies = false, AllowAutoRedirect = false };
    }
}
