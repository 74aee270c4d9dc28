namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>
/// Finds the pairs of each map that count, <c>&lt;&lt;</c> resolved where it stands, and on the way what the authenticator stumbles
/// over, also under keys that nobody reads. Each node is looked at once.
/// </summary>
internal sealed class MapReading
{
    private readonly Dictionary<Node, MapContent> _maps = [];
    private readonly Dictionary<Node, Mark?> _anchored = [];

    /// <summary>The pairs that count, of a map that was checked.</summary>
    public IReadOnlyList<MapPair> Pairs(Node map) => _maps[map.Resolved].Pairs;

    /// <summary>The first place of something that JSON cannot carry; null if there is none.</summary>
    /// <exception cref="YamlException">Something that no value can be made of.</exception>
    public Mark? Check(Node node)
    {
        node = node.Resolved;
        if (node.Kind == NodeKind.Scalar) return ScalarReading.Read(node).Type == ScalarType.NotFinite ? node.Start : null;
        if (node.Anchor is null) return CheckCollection(node);
        return _anchored.TryGetValue(node, out var known) ? known : _anchored[node] = CheckCollection(node);
    }

    private Mark? CheckCollection(Node node)
    {
        Mark? first = null;
        if (node.Kind == NodeKind.Sequence)
        {
            foreach (var child in node.Children) first = Check(child) is { } mark ? first ?? mark : first;
        }
        else
        {
            var content = _maps[node] = Read(node);
            foreach (var pair in content.Pairs) first ??= pair.Misfit;
        }

        return first;
    }

    private MapContent Read(Node map)
    {
        var content = new MapContent();
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
            content.Set(new MapPair(type, name, key, value, type is ScalarType.Null or ScalarType.LargeInteger ? key.Start : misfit));
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
        foreach (var pair in _maps[source].Pairs) content.Set(pair);
    }
}
