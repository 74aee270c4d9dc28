using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Kubernetes;

/// <summary>The one kube-apiserver of this assembly: it starts in seconds, and each test takes names of its own.</summary>
public sealed class KubeApiServerFixture : IAsyncLifetime
{
    private EnvtestBackend? _backend;

    public IKubernetesBackend Backend => _backend ?? throw new InvalidOperationException("The kube-apiserver is not started.");

    public async Task InitializeAsync() => _backend = await EnvtestBackend.StartAsync(
        (token, _) => Task.FromResult(TestTokens.Read(token)), TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        if (_backend is not null)
            await _backend.DisposeAsync();
    }
}

/// <summary>All that runs against the one kube-apiserver, one test after the other.</summary>
[CollectionDefinition(Name)]
public sealed class KubeApiServerCollection : ICollectionFixture<KubeApiServerFixture>
{
    public const string Name = "kube-apiserver";
}
