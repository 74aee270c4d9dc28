namespace EksIamCdk.Access.Spec.Reading;

/// <summary>The keys of a map of the file.</summary>
/// <param name="what">What the map is, in the words of an error.</param>
/// <param name="map">The map.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class ReadFields(string what, SpecNode.Mapping map, SpecProblems problems) : Fields
{
    private readonly List<string> _known = [];
    private readonly HashSet<string> _notYet = [];
    private readonly List<(IReadOnlyList<string> Keys, string What, string Expected)> _missing = [];

    public override SpecPosition At => map.At;

    public override T Required<T>(string key, string description, Shape<T> shape, T missing)
    {
        _known.Add(key);
        if (Value(key) is { } node) return shape.Read(node, key, problems) ?? missing;
        _missing.Add(([key], $"{what} has no {key}", description));
        return missing;
    }

    public override T? Optional<T>(string key, string description, Shape<T> shape)
        where T : default
    {
        _known.Add(key);
        return Value(key) is { } node ? shape.Read(node, key, problems) : default;
    }

    public override void ExactlyOne(string one, string other)
    {
        var (first, second) = (Value(one), Value(other));
        if (first is null && second is null) _missing.Add(([one, other], $"{what} has neither {one} nor {other}", "one of them"));
        if (first is not null && second is not null) problems.Add(map.At, $"{what} has both {one} and {other}", "both", "one of them");
    }

    public override SpecPosition PlaceOf(string key) => (Value(key) ?? map).At;

    public override void NotYet(params string[] keys) => _notYet.UnionWith(keys);

    /// <summary>Reports the keys that nobody asked for, and those missing. A missing key that was misspelt is one mistake.</summary>
    public void Finish()
    {
        var unknown = map.Pairs.Select(pair => pair.Key).Where(key => !_known.Contains(key.Text)).ToList();
        foreach (var key in unknown)
        {
            if (_notYet.Contains(key.Text))
            {
                problems.Add(key.At, $"{key.Text} is not known to this version", key.Text, SpecProblems.OneOf(_known));
            }
            else
            {
                problems.AddUnknown(key.At, $"{key.Text} is not a key of {what}", key.Text, _known);
            }
        }

        // A key of a later version may well stand for what is missing.
        if (unknown.Exists(key => _notYet.Contains(key.Text))) return;
        var meant = unknown.Select(key => Nearest.To(key.Text, _known)).ToList();
        foreach (var (_, text, expected) in _missing.Where(missing => !missing.Keys.Any(meant.Contains)))
        {
            problems.Add(map.At, text, "nothing", expected);
        }
    }

    // A key without a value is as good as none.
    private SpecNode? Value(string key) => map.Pairs.FirstOrDefault(pair => pair.Key.Text == key && !pair.Value.IsNothing).Value;
}
