namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>
/// Finds the pairs of each map that count, <c>&lt;&lt;</c> resolved where it stands, and on the way what the authenticator stumbles
/// over, also under keys that nobody reads. Each node is looked at once.
/// </summary>
internal sealed class MapReading
{
    private readonly Dictionary<Node, Mark?> _anchored = [];

    /// <summary>The pairs that count, of a map that was checked.</summary>
    public static List<MapPair> Pairs(Node map) => map.Resolved.Counted!.Pairs;

    /// <summary>The first place of something that JSON cannot carry; null if there is none.</summary>
    /// <exception cref="YamlException">Something that no value can be made of.</exception>
    public Mark? Check(Node node)
    {
        node = node.Resolved;
        if (node.Kind == NodeKind.Scalar) return ScalarReading.Read(node).Type == ScalarType.NotFinite ? node.Start : null;
        if (node.Anchor is null) return CheckCollection(node);
        return _anchored.TryGetValue(node, out var known) ? known : _anchored[node] = CheckCollection(node);
    }

    /// <summary>The first place of something in any of the nodes that JSON cannot carry; null if there is none.</summary>
    /// <exception cref="YamlException">Something that no value can be made of.</exception>
    public Mark? Check(List<Node> nodes)
    {
        Mark? first = null;
        foreach (var node in nodes) first = Check(node) is { } mark ? first ?? mark : first;
        return first;
    }

    private Mark? CheckCollection(Node node)
    {
        if (node.Kind == NodeKind.Sequence) return Check(node.Children);
        node.Counted = Read(node);
        Mark? first = null;
        foreach (var pair in node.Counted.Pairs) first ??= pair.Misfit;
        return first;
    }

    private MapContent Read(Node map)
    {
        var content = new MapContent(map.Children.Count / 2);
        for (var i = 0; i < map.Children.Count; i += 2)
        {
            var (key, value) = (map.Children[i], map.Children[i + 1]);
            if (IsMerge(key))
            {
                foreach (var source in MergeSources(value)) Merge(source, content);
                continue;
            }

            if (key.Resolved.Kind != NodeKind.Scalar) throw new YamlException(key.Start, "a list or map cannot be a key");
            var (type, name) = ScalarReading.Read(key.Resolved);
            var misfit = Check(value);
            content.Set(new MapPair(type, ScalarTypes.KeyOf(type, name), key, value, type is ScalarType.Null or ScalarType.LargeInteger ? key.Start : misfit));
        }

        return content;
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

    private void Merge(Node source, MapContent content)
    {
        Check(source);
        foreach (var pair in Pairs(source)) content.Set(pair);
    }
}
