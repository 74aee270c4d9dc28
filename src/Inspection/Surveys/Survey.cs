using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Surveys;

/// <summary>What is read of a live cluster, list by list, and what could not be.</summary>
/// <param name="progress">Is told what was read, a few words each; from any thread.</param>
public sealed class Survey(Action<string> progress)
{
    private readonly ConcurrentDictionary<string, JsonObject> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<UnreadPart> _unread = [];

    /// <summary>What could not be read, in the order of the alphabet.</summary>
    public IReadOnlyList<UnreadPart> Unread => [.. _unread.OrderBy(part => part.What, StringComparer.Ordinal)];

    /// <summary>All of it, as it is saved.</summary>
    /// <param name="cluster">Name, ARN and what else is known of the cluster itself.</param>
    public ClusterDocuments Documents(JsonObject cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var described = new JsonObject { ["format"] = ClusterDocuments.Format };
        foreach (var (name, value) in cluster) described[name] = value?.DeepClone();
        described["unread"] = new JsonArray(
            [.. Unread.Select(part => new JsonObject { ["what"] = part.What, ["why"] = part.Why, ["leavesUnknown"] = part.LeavesUnknown })]);
        return new(new Dictionary<string, JsonObject>(_documents, StringComparer.Ordinal) { [ClusterDocuments.Cluster] = described });
    }

    internal JsonObject? Find(string name) => _documents.GetValueOrDefault(name);

    internal void Keep(string name, JsonObject document)
    {
        _documents[name] = document;
        progress(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
    }

    internal void Tell(string what) => progress(what);

    /// <summary>Something that could not be read.</summary>
    public void Miss(string what, string why, string leavesUnknown) => _unread.Add(new(what, why, leavesUnknown));
}
