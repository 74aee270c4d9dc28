using System.Collections.Concurrent;
using EksIamCdk.Access.History;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>What one invocation wrote, for the history. Work that goes on after its end may still add to it.</summary>
internal sealed class WrittenChanges(TimeProvider time)
{
    private readonly ConcurrentQueue<WrittenChange> _changes = new();

    public bool IsEmpty => _changes.IsEmpty;

    public void Add(IKubernetesApi api, HistoryAuthor author, HistoryChange change) =>
        _changes.Enqueue(new(api, new HistoryRecord(time.GetUtcNow(), author, change)));

    /// <summary>Takes out the oldest; null when there is none left.</summary>
    public WrittenChange? Next() => _changes.TryDequeue(out var change) ? change : null;
}

/// <param name="Api">Where it was written.</param>
/// <param name="Record">What is told of it.</param>
internal sealed record WrittenChange(IKubernetesApi Api, HistoryRecord Record);
