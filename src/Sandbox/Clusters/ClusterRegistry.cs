using System.Collections.Concurrent;
using EksIamCdk.Access.Objects;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>The clusters of the sandbox: whatever is asked for is there, and its API server starts at the first question.</summary>
internal sealed class ClusterRegistry(
    KubernetesSide side, Func<RegionalName, TokenAuthenticator> authenticators, string? stateFolder, AwsAuthSeed? seed)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<RegionalName, Lazy<Task<SandboxCluster>>> _running = new();
    private readonly ConcurrentDictionary<RegionalName, bool> _deleted = new();

    /// <summary>Clusters that a stack has deleted: EKS does not know them any more.</summary>
    public IReadOnlyCollection<RegionalName> Deleted => [.. _deleted.Keys];

    /// <summary>Clusters that run, or have run and were kept.</summary>
    public IEnumerable<RegionalName> Names => _running.Keys.Concat(Kept).Distinct()
        .OrderBy(key => key.Name, StringComparer.Ordinal)
        .ThenBy(key => key.AccountId, StringComparer.Ordinal)
        .ThenBy(key => key.Region, StringComparer.Ordinal);

    private IEnumerable<RegionalName> Kept => Folder is { } folder && Directory.Exists(folder)
        ? from file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories)
          let parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)
          where parts.Length == 3
          select new RegionalName(parts[0], parts[1], Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(parts[2])))
        : [];

    private string? Folder => stateFolder is null ? null : Path.Combine(stateFolder, "clusters");

    public bool IsDeleted(RegionalName key) => _deleted.ContainsKey(key);

    /// <exception cref="AwsErrorException">A stack has deleted it.</exception>
    public void RequireExisting(RegionalName key)
    {
        if (IsDeleted(key))
            throw new AwsErrorException("ResourceNotFoundException", $"No cluster found for name: {key.Name}.", 404);
    }

    /// <summary>Ends a cluster and all that is in it.</summary>
    public async Task DeleteAsync(RegionalName key)
    {
        _deleted[key] = true;
        if (_running.TryRemove(key, out var starting))
            await EndAsync(starting).ConfigureAwait(false);
        if (StatePath(key) is { } path)
            File.Delete(path);
    }

    public void Restore(IEnumerable<RegionalName> deleted)
    {
        foreach (var key in deleted)
            _deleted[key] = true;
    }

    public void Create(RegionalName key) => _deleted.TryRemove(key, out _);

    /// <summary>A cluster; its API server is started when it does not run.</summary>
    /// <exception cref="KubernetesBackendException">It cannot be started.</exception>
    public async Task<SandboxCluster> GetAsync(RegionalName key, CancellationToken cancellationToken)
    {
        // The server outlives whoever asks for it first.
        var starting = _running.GetOrAdd(key, _ => new Lazy<Task<SandboxCluster>>(() => StartAsync(key)));
        return await starting.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the clusters to the state folder, where there is one.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (Folder is null)
            return;
        foreach (var (key, starting) in _running)
        {
            var path = StatePath(key)!;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await side.SaveAsync((await starting.Value.ConfigureAwait(false)).Backend, path, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var starting in _running.Values)
            await EndAsync(starting).ConfigureAwait(false);
    }

    private static async Task EndAsync(Lazy<Task<SandboxCluster>> starting)
    {
        // What never came up has nothing to take down, and its failure was told to whoever asked for it.
        await ((Task)starting.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.Value.IsCompletedSuccessfully)
            await (await starting.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    private async Task<SandboxCluster> StartAsync(RegionalName key)
    {
        var path = StatePath(key);
        var first = path is null || !File.Exists(path);
        var backend = await side.StartAsync(authenticators(key), path, CancellationToken.None).ConfigureAwait(false);
        var cluster = new SandboxCluster(key, backend);
        if (first && seed is not null)
            await cluster.Admin.EnsureAsync(ObjectAddress.AwsAuth.CollectionPath, seed.ToConfigMap(), CancellationToken.None)
                .ConfigureAwait(false);
        return cluster;
    }

    private string? StatePath(RegionalName key) =>
        Folder is null ? null : Path.Combine(Folder, key.AccountId, key.Region, $"{Uri.EscapeDataString(key.Name)}.json");
}
