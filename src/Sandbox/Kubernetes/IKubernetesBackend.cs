namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>The Kubernetes side of a sandbox: an API server over TLS that asks a <see cref="TokenAuthenticator"/> whose a token is.</summary>
public interface IKubernetesBackend : IAsyncDisposable
{
    /// <summary><c>https://host:port</c>, without a slash at the end.</summary>
    string Endpoint { get; }

    /// <summary>The certificate authority of <see cref="Endpoint"/>: PEM, in base64, as EKS gives it.</summary>
    string CertificateAuthorityData { get; }

    /// <summary>A bearer token of a member of system:masters, for the sandbox itself.</summary>
    string AdminToken { get; }
}

/// <summary>Who a caller is, as the API server sees it. <c>system:authenticated</c> is added by the API server.</summary>
public sealed record KubernetesUser(string Username, string Uid, IReadOnlyList<string> Groups);

/// <summary>Tells whose bearer token this is; null when it is nobody's.</summary>
public delegate Task<KubernetesUser?> TokenAuthenticator(string bearerToken, CancellationToken cancellationToken);
