using System.Text;
using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>Every object of a cluster as bytes, apart from the API server's own bookkeeping: resourceVersion, managedFields, generation.</summary>
internal sealed class Snapshot
{
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    public Snapshot(IEnumerable<JsonObject> objects)
    {
        foreach (var live in objects)
        {
            var copy = live.DeepClone().AsObject();
            if (copy["metadata"] is JsonObject metadata)
            {
                metadata.Remove("resourceVersion");
                metadata.Remove("managedFields");
                metadata.Remove("generation");
            }

            _objects[ObjectName.Of(live)] = Encoding.UTF8.GetBytes(copy.ToJsonString());
        }
    }

    public int Count => _objects.Count;

    public int Bytes => _objects.Values.Sum(bytes => bytes.Length);

    /// <summary>The objects that are not the same in both, each with how many of its bytes differ.</summary>
    public IReadOnlyList<(string Name, int Bytes)> DifferencesTo(Snapshot other) =>
    [
        .. _objects.Keys.Union(other._objects.Keys, StringComparer.Ordinal)
            .Select(name => (name, Differing(_objects.GetValueOrDefault(name, []), other._objects.GetValueOrDefault(name, []))))
            .Where(difference => difference.Item2 > 0),
    ];

    /// <summary>What lies between the common start and the common end.</summary>
    private static int Differing(byte[] one, byte[] other)
    {
        var shorter = Math.Min(one.Length, other.Length);
        var start = one.AsSpan().CommonPrefixLength(other);
        var end = 0;
        while (end < shorter - start && one[^(end + 1)] == other[^(end + 1)])
        {
            end++;
        }

        return Math.Max(one.Length, other.Length) - start - end;
    }
}
