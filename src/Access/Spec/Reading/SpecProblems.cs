using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>Collects every problem and every note of one spec.</summary>
internal sealed class SpecProblems
{
    private const int LongestQuote = 120;

    private readonly List<SpecMessage> _problems = [];
    private readonly List<SpecMessage> _notes = [];

    public int Count => _problems.Count;

    /// <summary>The problems, in the order of their places.</summary>
    public IReadOnlyList<SpecMessage> Problems => InOrder(_problems);

    /// <summary>The notes, in the order of their places.</summary>
    public IReadOnlyList<SpecMessage> Notes => InOrder(_notes);

    /// <summary><c>what (got …, expected …)</c>.</summary>
    public void Add(SpecPosition at, string what, string got, string expected) =>
        _problems.Add(new(at, $"{what} (got {Quoted(got)}, expected {expected})"));

    public void Add(Word word, string what, string expected) => Add(word.At, what, word.Text, expected);

    /// <summary>A name that is none of the known ones, with the nearest of them.</summary>
    public void AddUnknown(SpecPosition at, string what, string got, IReadOnlyCollection<string> known) =>
        AddUnknown(at, what, got, known, known.Count == 0 ? "none: there are none" : OneOf(known));

    /// <summary>A name that is none of the known ones, which are too many to name.</summary>
    public void AddUnknown(SpecPosition at, string what, string got, IEnumerable<string> known, string expected)
    {
        var meant = Nearest.To(got, known) is { } nearest ? $"; did you mean {nearest}?" : "";
        Add(at, what, got, $"{expected}{meant}");
    }

    /// <summary>What another reader of this room found wrong with a word.</summary>
    public void AddAll(Word word, string what, ProblemList problems)
    {
        foreach (var problem in problems) Add(word, what, problem.Expected);
    }

    public void Note(SpecPosition at, string text) => _notes.Add(new(at, text));

    /// <summary><c>a</c>, <c>a or b</c>, <c>a, b or c</c>.</summary>
    public static string OneOf(IEnumerable<string> names) => Joined(names, "or");

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string AllOf(IEnumerable<string> names) => Joined(names, "and");

    private static string Joined(IEnumerable<string> names, string last)
    {
        var all = names.ToList();
        return all.Count == 1 ? all[0] : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }

    private static SpecMessage[] InOrder(IEnumerable<SpecMessage> messages) =>
        [.. messages.OrderBy(message => message.At.Line).ThenBy(message => message.At.Column)];

    private static string Quoted(string text)
    {
        var line = text.ReplaceLineEndings("↵");
        return line.Length switch { 0 => "nothing", <= LongestQuote => line, _ => $"{line[..LongestQuote]}…" };
    }
}
