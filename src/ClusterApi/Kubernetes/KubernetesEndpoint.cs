using System.Security.Cryptography.X509Certificates;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Kubernetes;

/// <summary>Where an API server is, by what it is trusted, and how it is told who calls.</summary>
public sealed record KubernetesEndpoint
{
    /// <summary><c>https://host[:port][/prefix]</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Null when the certificates of this machine are meant, as a kubeconfig may; EKS gives each cluster its own.</summary>
    public required CertificateAuthority? Authority { get; init; }

    /// <summary>The bearer token, asked for each request; without it a client certificate is needed.</summary>
    public Func<string>? Token { get; init; }

    /// <summary>For kubeconfig files of local clusters.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    internal Patience Patience { get; init; } = Patience.Usual;

    /// <summary>Told of every answer.</summary>
    internal Action<ApiAnswer>? Watch { get; init; }
}
