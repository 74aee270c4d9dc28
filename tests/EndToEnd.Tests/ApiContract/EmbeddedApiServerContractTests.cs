using EksIamCdk.EndToEnd.Tests.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

public sealed class EmbeddedApiServerContractTests(EmbeddedApiServerContractTests.Fixture server)
    : ApiServerContract(server.Backend), IClassFixture<EmbeddedApiServerContractTests.Fixture>
{
    public sealed class Fixture : IAsyncLifetime
    {
        private EmbeddedBackend? _backend;

        public IKubernetesBackend Backend => _backend ?? throw new InvalidOperationException("The embedded API server is not started.");

        public async Task InitializeAsync() => _backend = await EmbeddedBackend.StartAsync(
            new EmbeddedOptions { Authenticator = (token, _) => Task.FromResult(TestTokens.Read(token)) }, CancellationToken.None);

        public async Task DisposeAsync()
        {
            if (_backend is not null)
                await _backend.DisposeAsync();
        }
    }
}
