using EksIamCdk.EndToEnd.Tests.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>The same again, through a kubeconfig with a client certificate.</summary>
[Collection(KubeApiServerCollection.Name)]
public sealed class KubeconfigContractTests(KubeconfigContractTests.Proxy proxy)
    : ApiServerContract(proxy.Backend), IClassFixture<KubeconfigContractTests.Proxy>
{
    public sealed class Proxy(KubeApiServerFixture server) : IAsyncLifetime
    {
        private readonly string _file = Path.GetTempFileName();
        private KubeconfigBackend? _backend;

        public IKubernetesBackend Backend => _backend ?? throw new InvalidOperationException("The proxy is not started.");

        public async Task InitializeAsync()
        {
            await File.WriteAllTextAsync(_file, server.KubeconfigOfAnAdministrator());
            _backend = await KubeconfigBackend.StartAsync(
                _file, (token, _) => Task.FromResult(TestTokens.Read(token)), TimeProvider.System, CancellationToken.None);
        }

        public async Task DisposeAsync()
        {
            File.Delete(_file);
            if (_backend is not null)
                await _backend.DisposeAsync();
        }
    }
}
