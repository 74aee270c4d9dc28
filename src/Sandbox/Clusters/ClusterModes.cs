using System.Collections.Concurrent;
using EksIamCdk.Access.Clusters;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>How clusters let principals in, where it was changed since they were made: by an update that takes a while.
/// <see href="https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html"/></summary>
internal sealed class ClusterModes(TimeSpan updatesTake, TimeProvider time)
{
    private readonly ConcurrentDictionary<RegionalName, ModeUpdate> _last = new();

    /// <summary>The mode that was last changed to, of each cluster.</summary>
    public IReadOnlyList<KeptMode> Kept => [.. _last.Select(change => new KeptMode(change.Key, change.Value.To.Name()))];

    public void Restore(IEnumerable<KeptMode> kept)
    {
        foreach (var (cluster, mode) in kept)
            Set(cluster, AuthenticationModes.Find(mode)!.Value);
    }

    /// <summary>The mode in force; null where it was never changed.</summary>
    public AuthenticationMode? InForce(RegionalName cluster) =>
        _last.TryGetValue(cluster, out var update) ? IsOver(update) ? update.To : update.From : null;

    /// <summary>The update that is under way.</summary>
    public ModeUpdate? UnderWay(RegionalName cluster) => _last.TryGetValue(cluster, out var update) && !IsOver(update) ? update : null;

    /// <summary>The last update, when it is that one.</summary>
    public ModeUpdate? Find(RegionalName cluster, string id) => _last.TryGetValue(cluster, out var update) && update.Id == id ? update : null;

    public bool IsOver(ModeUpdate update) => time.GetUtcNow() >= update.Ends;

    /// <returns>The update, or the refusal when there is one under way.</returns>
    public ModeUpdate? Begin(RegionalName cluster, AuthenticationMode from, AuthenticationMode to)
    {
        var begun = new ModeUpdate(Guid.NewGuid().ToString("D"), from, to, time.GetUtcNow() + updatesTake);
        return _last.AddOrUpdate(cluster, begun, (_, before) => IsOver(before) ? begun : before) == begun ? begun : null;
    }

    /// <summary>As an update of CloudFormation leaves it, which has waited for it.</summary>
    public void Set(RegionalName cluster, AuthenticationMode mode) => _last[cluster] = new("", mode, mode, time.GetUtcNow());

    /// <summary>A cluster that is made anew has what it is made with.</summary>
    public void Forget(RegionalName cluster) => _last.TryRemove(cluster, out _);

    /// <summary>Why EKS does not take this step; null when it does.</summary>
    public static string? Refusal(AuthenticationMode from, AuthenticationMode to) =>
        to == from + 1 ? null : $"Unsupported authentication mode update from {from.Name()} to {to.Name()}";
}

/// <summary>One change of a mode.</summary>
internal sealed record ModeUpdate(string Id, AuthenticationMode From, AuthenticationMode To, DateTimeOffset Ends);

/// <summary>A mode as a state folder keeps it.</summary>
internal sealed record KeptMode(RegionalName Cluster, string Mode);
