using System.Collections.Concurrent;
using EksIamCdk.Access.Objects;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>The clusters of the sandbox: whatever name is asked for is there, and its API server starts at the first question.</summary>
internal sealed class ClusterRegistry(
    KubernetesSide side, Func<string, TokenAuthenticator> authenticators, string? stateFolder, AwsAuthSeed? seed)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<SandboxCluster>>> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _deleted = new(StringComparer.Ordinal);

    /// <summary>The names of clusters that a stack has deleted: EKS does not know them any more.</summary>
    public IReadOnlyCollection<string> Deleted => [.. _deleted.Keys];

    /// <summary>The names of clusters that run, or have run and were kept.</summary>
    public IEnumerable<string> Names => _running.Keys
        .Concat(Kept)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private IEnumerable<string> Kept => Folder is { } folder && Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*.json").Select(file => Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(file)))
        : [];

    private string? Folder => stateFolder is null ? null : Path.Combine(stateFolder, "clusters");

    public bool IsDeleted(string name) => _deleted.ContainsKey(name);

    /// <summary>Ends a cluster and all that is in it.</summary>
    public async Task DeleteAsync(string name)
    {
        _deleted[name] = true;
        if (_running.TryRemove(name, out var starting))
            await EndAsync(starting).ConfigureAwait(false);
        if (StatePath(name) is { } path)
            File.Delete(path);
    }

    public void Restore(IEnumerable<string> deleted)
    {
        foreach (var name in deleted)
            _deleted[name] = true;
    }

    public void Create(string name) => _deleted.TryRemove(name, out _);

    /// <summary>The cluster of that name; its API server is started when it does not run.</summary>
    /// <exception cref="KubernetesBackendException">It cannot be started.</exception>
    public async Task<SandboxCluster> GetAsync(string name, CancellationToken cancellationToken)
    {
        // The server outlives whoever asks for it first.
        var starting = _running.GetOrAdd(name, _ => new Lazy<Task<SandboxCluster>>(() => StartAsync(name)));
        return await starting.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the clusters to the state folder, where there is one.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (Folder is null)
            return;
        Directory.CreateDirectory(Folder);
        foreach (var (name, starting) in _running)
            await side.SaveAsync((await starting.Value.ConfigureAwait(false)).Backend, StatePath(name)!, cancellationToken)
                .ConfigureAwait(false);
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

    private async Task<SandboxCluster> StartAsync(string name)
    {
        var path = StatePath(name);
        var first = path is null || !File.Exists(path);
        var backend = await side.StartAsync(authenticators(name), path, CancellationToken.None).ConfigureAwait(false);
        var cluster = new SandboxCluster(name, backend);
        if (first && seed is not null)
            await cluster.Admin.EnsureAsync(ObjectAddress.AwsAuth.CollectionPath, seed.ToConfigMap(), CancellationToken.None)
                .ConfigureAwait(false);
        return cluster;
    }

    private string? StatePath(string name) => Folder is null ? null : Path.Combine(Folder, $"{Uri.EscapeDataString(name)}.json");
}
