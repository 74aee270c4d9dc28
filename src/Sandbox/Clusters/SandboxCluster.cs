using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>One cluster of the sandbox, with its API server running.</summary>
internal sealed class SandboxCluster(RegionalName key, IKubernetesBackend backend) : IAsyncDisposable
{
    public RegionalName Key => key;

    public IKubernetesBackend Backend => backend;

    public ClusterAdmin Admin { get; } = new(backend);

    /// <summary>The data of the live aws-auth; empty when there is none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AwsAuthAsync(CancellationToken cancellationToken)
    {
        var live = await Admin.GetAsync(ObjectAddress.AwsAuth.Path, cancellationToken).ConfigureAwait(false);
        return (live?["data"] as JsonObject ?? [])
            .ToDictionary(entry => entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await backend.DisposeAsync().ConfigureAwait(false);
    }
}
