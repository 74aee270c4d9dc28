using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Kubernetes;

/// <summary>The one kube-apiserver of this assembly: it starts in seconds, and each test takes names of its own.</summary>
public sealed class KubeApiServerFixture : ClusterFixture
{
    public string KubeconfigOfAnAdministrator() => ((EnvtestBackend)Backend).KubeconfigFor("kubernetes-admin", ["system:masters"]);

    protected override async Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator) =>
        await EnvtestBackend.StartAsync(authenticator, TimeProvider.System, CancellationToken.None);
}

/// <summary>The API server of the sandbox, for what is shown on both.</summary>
public sealed class EmbeddedFixture : ClusterFixture
{
    protected override async Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator) =>
        await EmbeddedBackend.StartAsync(new EmbeddedOptions { Authenticator = authenticator }, CancellationToken.None);
}

/// <summary>All that runs against the one kube-apiserver, one test after the other.</summary>
[CollectionDefinition(Name)]
public sealed class KubeApiServerCollection : ICollectionFixture<KubeApiServerFixture>
{
    public const string Name = "kube-apiserver";
}

/// <summary>All that runs against one embedded API server, one test after the other.</summary>
[CollectionDefinition(Name)]
public sealed class EmbeddedCollection : ICollectionFixture<EmbeddedFixture>
{
    public const string Name = "embedded";
}
