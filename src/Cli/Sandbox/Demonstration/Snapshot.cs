using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Access.History;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>
/// Every object of a cluster as bytes, its members in one order (that of a JSON object means nothing), its texts as they are. Left out is
/// what the API server keeps for itself (resourceVersion, managedFields, generation), and one object: the history, which tells of a rollback
/// as of every other write.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>The one object that is left out.</summary>
    public static readonly string LeftOut = $"{HistoryFormat.Address}";

    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    public Snapshot(IEnumerable<JsonObject> objects)
    {
        foreach (var live in objects.Where(live => ObjectName.Of(live) != LeftOut))
        {
            var copy = Ordered(live)!.AsObject();
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

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node?.DeepClone(),
    };

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
