using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>The API server of the sandbox, in this process.</summary>
internal sealed class EmbeddedCluster(EmbeddedBackend backend) : ICluster
{
    public string Endpoint => backend.Endpoint;

    public string CertificateAuthorityData => backend.CertificateAuthorityData;

    public KubernetesFault? Gate
    {
        get => backend.Fault;
        set => backend.Fault = value;
    }

    public Administrator Admin { get; } = new(backend);

    public static async Task<ICluster> StartAsync() => new EmbeddedCluster(await EmbeddedBackend.StartAsync(
        new EmbeddedOptions { Authenticator = (token, _) => Task.FromResult(Tokens.Read(token)) }, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await backend.DisposeAsync();
    }
}
