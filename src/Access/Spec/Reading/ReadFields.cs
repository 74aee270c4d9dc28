namespace EksIamCdk.Access.Spec.Reading;

/// <summary>The keys of a map of the file.</summary>
/// <param name="what">What the map is, in the words of an error.</param>
/// <param name="map">The map.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class ReadFields(string what, SpecNode.Mapping map, SpecProblems problems) : Fields
{
    private readonly List<string> _known = [];
    private readonly List<(IReadOnlyList<string> Keys, string What, string Expected)> _missing = [];

    public override SpecPosition At => map.At;

    public override int ProblemCount => problems.Count;

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

    public override void ExactlyOne(params string[] keys)
    {
        var given = Given(keys);
        if (given.Count == 0)
        {
            var none = keys.Length == 2 ? $"neither {keys[0]} nor {keys[1]}" : $"none of {SpecProblems.AllOf(keys)}";
            _missing.Add((keys, $"{what} has {none}", "one of them"));
        }

        if (given.Count > 1) Contradict(given, "one of them");
    }

    public override void Together(string one, string other)
    {
        if (Given([one, other]) is [var alone])
        {
            var absent = alone == one ? other : one;
            _missing.Add(([absent], $"{what} has {alone} and no {absent}", $"both {one} and {other}"));
        }
    }

    public override void Either(string[] one, string[] other)
    {
        if (Given(one) is [var first, ..] && Given(other) is [var second, ..])
        {
            Contradict([first, second], $"{SpecProblems.AllOf(one)}, or {SpecProblems.AllOf(other)}");
        }
    }

    public override bool Misspelt(params string[] keys) =>
        map.Pairs.Any(pair => !keys.Contains(pair.Key.Text) && Nearest.To(pair.Key.Text, keys) is not null);

    public override SpecPosition PlaceOf(string key) => (Value(key) ?? map).At;

    /// <summary>Reports the keys that nobody asked for, and those missing. A missing key that was misspelt is one mistake.</summary>
    public void Finish()
    {
        var unknown = map.Pairs.Select(pair => pair.Key).Where(key => !_known.Contains(key.Text)).ToList();
        foreach (var key in unknown) problems.AddUnknown(key.At, $"{key.Text} is not a key of {what}", key.Text, _known);
        var meant = unknown.Select(key => Nearest.To(key.Text, _known)).ToList();
        foreach (var (_, text, expected) in _missing.Where(missing => !missing.Keys.Any(meant.Contains)))
        {
            problems.Add(map.At, text, "nothing", expected);
        }
    }

    private void Contradict(List<string> given, string expected) => problems.Add(
        map.At, $"{what} has {(given.Count == 2 ? "both " : "")}{SpecProblems.AllOf(given)}", given.Count == 2 ? "both" : "all", expected);

    private List<string> Given(IEnumerable<string> keys) => [.. keys.Where(key => Value(key) is not null)];

    // A key without a value is as good as none.
    private SpecNode? Value(string key) => map.Pairs.FirstOrDefault(pair => pair.Key.Text == key && !pair.Value.IsNothing).Value;
}
