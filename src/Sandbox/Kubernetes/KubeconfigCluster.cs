using System.Security.Cryptography.X509Certificates;
using System.Text;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Kubernetes;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>The cluster of a kubeconfig, called as the kubeconfig's user.</summary>
public sealed class KubeconfigCluster : IDisposable
{
    private readonly KubernetesApi _api;
    private readonly X509Certificate2? _certificate;

    private KubeconfigCluster(Kubeconfig config, string? token, CertificateAuthority? authority, X509Certificate2? certificate)
    {
        _certificate = certificate;
        _api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(config.Server),
                Authority = authority,
                Token = token is null ? null : () => token,
                ClientCertificate = certificate,
            },
            TimeProvider.System);
        var reference = new ClusterReference { Name = config.Cluster, Endpoint = config.Server, Region = "" };
        Connection = new ClusterConnection(_api, reference, $"the user {config.User}");
    }

    public ClusterConnection Connection { get; }

    /// <summary>Whether a file is a kubeconfig, and not a manifest.</summary>
    public static bool IsOne(string path) =>
        File.Exists(path) && File.ReadLines(path).Any(line => line.Replace(" ", "", StringComparison.Ordinal).Trim(',') is "kind:Config" or "\"kind\":\"Config\"");

    /// <param name="path">A kubeconfig file.</param>
    /// <param name="context">Null for the current one.</param>
    /// <param name="cancellationToken">Stops the program that gives the token, where there is one.</param>
    /// <exception cref="KubernetesBackendException">The kubeconfig cannot be used. Nothing was called yet.</exception>
    public static async Task<KubeconfigCluster> OpenAsync(string path, string? context, CancellationToken cancellationToken)
    {
        var config = Kubeconfig.Read(path, context);
        CertificateAuthority? authority = null;
        if (config.CertificateAuthorityPem is { } pem)
        {
            authority = CertificateAuthority.Parse(Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)))
                ?? throw new KubernetesBackendException($"The kubeconfig {path} gives a certificate authority that is not PEM.");
        }

        var token = config.Exec is { } exec ? await exec.TokenAsync(cancellationToken).ConfigureAwait(false) : config.Token;
        return new(config, token, authority, config.Certificate());
    }

    public void Dispose()
    {
        _api.Dispose();
        _certificate?.Dispose();
    }
}
