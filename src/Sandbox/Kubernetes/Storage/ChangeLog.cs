using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace EksIamCdk.Sandbox.Kubernetes.Storage;

/// <summary>One write, as a watch tells it.</summary>
/// <param name="Revision">Of the write.</param>
/// <param name="Type">ADDED, MODIFIED or DELETED.</param>
/// <param name="Key">Of the object.</param>
/// <param name="Body">The object after the write, or as it was when it was deleted.</param>
internal sealed record Change(long Revision, string Type, ObjectKey Key, JsonObject Body);

/// <summary>Remembers the last writes, and tells each new one to whoever watches. The store's gate is held.</summary>
internal sealed class ChangeLog
{
    private const int Remembered = 1000;

    private readonly Queue<Change> _changes = [];
    private readonly List<Channel<Change>> _watchers = [];
    private long _forgotten;

    public ChangeLog(ObjectStore store)
    {
        _forgotten = store.Revision;
        store.Changed += (type, key, body) => Add(new Change(store.Revision, type, key, body.DeepClone().AsObject()));
    }

    /// <summary>The writes after a revision; null when they are forgotten already.</summary>
    public IReadOnlyList<Change>? After(long revision) => revision < _forgotten ? null : [.. _changes.Where(change => change.Revision > revision)];

    public Channel<Change> Watch()
    {
        var watcher = Channel.CreateUnbounded<Change>();
        _watchers.Add(watcher);
        return watcher;
    }

    public void End(Channel<Change> watcher) => _watchers.Remove(watcher);

    private void Add(Change change)
    {
        _changes.Enqueue(change);
        if (_changes.Count > Remembered) _forgotten = _changes.Dequeue().Revision;
        foreach (var watcher in _watchers) watcher.Writer.TryWrite(change);
    }
}
