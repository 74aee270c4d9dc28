namespace EksIamCdk.Access.Spec.Reading;

/// <summary>The keys of a map of the file.</summary>
/// <param name="what">What the map is, in the words of an error.</param>
/// <param name="map">The map.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class ReadFields(string what, SpecNode.Mapping map, SpecProblems problems) : Fields
{
    private readonly List<string> _known = [];
    private readonly HashSet<string> _notYet = [];

    public override SpecPosition At => map.At;

    public override T Required<T>(string key, string description, Shape<T> shape, T missing)
    {
        _known.Add(key);
        if (Value(key) is { } node) return shape.Read(node, key, problems) ?? missing;
        problems.Add(map.At, $"{what} has no {key}", "nothing", description);
        return missing;
    }

    public override T? Optional<T>(string key, string description, Shape<T> shape)
        where T : default
    {
        _known.Add(key);
        return Value(key) is { } node ? shape.Read(node, key, problems) : default;
    }

    public override void NotYet(params string[] keys) => _notYet.UnionWith(keys);

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void ReportUnknown()
    {
        foreach (var (key, _) in map.Pairs.Where(pair => !_known.Contains(pair.Key.Text)))
        {
            if (_notYet.Contains(key.Text)) problems.Add(key.At, $"{key.Text} is not known to this version", key.Text, SpecProblems.OneOf(_known));
            else problems.AddUnknown(key.At, $"{key.Text} is not a key of {what}", key.Text, _known);
        }
    }

    // A key without a value is as good as none.
    private SpecNode? Value(string key) => map.Pairs.FirstOrDefault(pair => pair.Key.Text == key && !pair.Value.IsNothing).Value;
}
