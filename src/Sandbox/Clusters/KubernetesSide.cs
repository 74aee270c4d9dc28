using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>What plays the API servers of a sandbox.</summary>
public abstract record KubernetesSide
{
    private KubernetesSide()
    {
    }

    /// <summary>Whether a cluster can be kept in a state folder.</summary>
    public virtual bool KeepsState => false;

    /// <param name="authenticator">Tells whose an EKS token is.</param>
    /// <param name="statePath">A file that <see cref="SaveAsync"/> wrote, or will write; null: nothing is kept.</param>
    /// <param name="cancellationToken">Of the start only.</param>
    public abstract Task<IKubernetesBackend> StartAsync(
        TokenAuthenticator authenticator, string? statePath, CancellationToken cancellationToken);

    public virtual Task SaveAsync(IKubernetesBackend backend, string statePath, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An API server in this process.</summary>
    public sealed record Embedded(TimeProvider Time) : KubernetesSide
    {
        public override bool KeepsState => true;

        public override async Task<IKubernetesBackend> StartAsync(
            TokenAuthenticator authenticator, string? statePath, CancellationToken cancellationToken) =>
            await EmbeddedBackend.StartAsync(
                new EmbeddedOptions { Authenticator = authenticator, StatePath = statePath, Time = Time },
                cancellationToken).ConfigureAwait(false);

        public override async Task SaveAsync(IKubernetesBackend backend, string statePath, CancellationToken cancellationToken) =>
            await ((EmbeddedBackend)backend).SaveAsync(statePath, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A real kube-apiserver on a real etcd.</summary>
    public sealed record Envtest(TimeProvider Time) : KubernetesSide
    {
        public override async Task<IKubernetesBackend> StartAsync(
            TokenAuthenticator authenticator, string? statePath, CancellationToken cancellationToken) =>
            await EnvtestBackend.StartAsync(authenticator, Time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The cluster that a kubeconfig names plays every cluster; it keeps its state itself.</summary>
    public sealed record Kubeconfig(string Path, TimeProvider Time) : KubernetesSide
    {
        public override bool KeepsState => true;

        public override async Task<IKubernetesBackend> StartAsync(
            TokenAuthenticator authenticator, string? statePath, CancellationToken cancellationToken) =>
            await KubeconfigBackend.StartAsync(Path, authenticator, Time, cancellationToken).ConfigureAwait(false);
    }
}
