namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>
/// The pairs of each map that count: of repeated keys the last, <c>&lt;&lt;</c> resolved where it stands. On the way it finds
/// what the authenticator stumbles over, also under keys that nobody reads. Each node is looked at once.
/// </summary>
internal sealed class MapReading
{
    private readonly Dictionary<Node, Dictionary<(ScalarType Type, string Text), (Node Key, Node Value)>> _maps = [];
    private readonly Dictionary<Node, Mark?> _collections = [];

    /// <summary>The pairs with a text as key, of a map that was checked.</summary>
    public IEnumerable<(string Name, Node Key, Node Value)> Named(Node map) =>
        from pair in _maps[map.Resolved]
        where pair.Key.Type == ScalarType.Text
        select (pair.Key.Text, pair.Value.Key, pair.Value.Value);

    /// <summary>The first place of something that JSON cannot carry; null if there is none.</summary>
    /// <exception cref="YamlException">Something that no value can be made of.</exception>
    public Mark? Check(Node node)
    {
        node = node.Resolved;
        if (node.Kind == NodeKind.Scalar) return ScalarReading.Read(node).Type == ScalarType.NotFinite ? node.Start : null;
        if (_collections.TryGetValue(node, out var known)) return known;

        Mark? first = null;
        if (node.Kind == NodeKind.Sequence)
        {
            foreach (var child in node.Children) first = Check(child) is { } mark ? first ?? mark : first;
        }
        else
        {
            var pairs = _maps[node] = ReadPairs(node);
            foreach (var ((type, _), (key, value)) in pairs)
            {
                first ??= type is ScalarType.Null or ScalarType.LargeInteger ? key.Start : Check(value);
            }
        }

        return _collections[node] = first;
    }

    private Dictionary<(ScalarType Type, string Text), (Node Key, Node Value)> ReadPairs(Node map)
    {
        var pairs = new Dictionary<(ScalarType, string), (Node, Node)>();
        foreach (var (key, value) in map.Pairs)
        {
            if (IsMerge(key))
            {
                foreach (var source in MergeSources(value)) Merge(source, pairs);
                continue;
            }

            if (key.Resolved.Kind != NodeKind.Scalar) throw new YamlException(key.Start, "a list or map cannot be a key");
            Check(value);
            pairs[ScalarReading.Read(key.Resolved)] = (key, value);
        }

        return pairs;
    }

    private static bool IsMerge(Node key) =>
        key is { Kind: NodeKind.Scalar, Text: "<<" } && (key.Tag is Tags.Merge or "!" || (key.Tag is null && key.Style == ScalarStyle.Plain));

    /// <summary>In the order in which they are laid over each other: of a list the first comes last and wins.</summary>
    private static IEnumerable<Node> MergeSources(Node value)
    {
        var sources = value.Kind == NodeKind.Sequence ? value.Children.AsEnumerable().Reverse() : [value];
        foreach (var source in sources)
        {
            if (source.Resolved.Kind != NodeKind.Mapping) throw new YamlException(source.Start, "after << a map or an alias of one is expected, or a list of them");
            yield return source.Resolved;
        }
    }

    private void Merge(Node source, Dictionary<(ScalarType, string), (Node, Node)> pairs)
    {
        Check(source);
        foreach (var (name, pair) in _maps[source]) pairs[name] = pair;
    }
}
