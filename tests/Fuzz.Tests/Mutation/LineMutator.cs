namespace EksIamCdk.Fuzz.Tests.Mutation;

/// <summary>Changes lines: what a hand in an editor gets wrong.</summary>
internal static class LineMutator
{
    private static readonly string[] s_breaks = ["\n", "\r\n", "\r", "\u0085", "\u2028"];
    private static readonly string[] s_lines = ["", " ", "\t", "#", "  # note", "---", "...", "--- # next", "- a", "-", "  -", "a: b", "? a", ": b", "[]", "- {}", "- []", "- &a {rolearn: x}", "- *a", "%YAML 1.1"];

    public static string Delete(string text, Dice dice, IReadOnlyList<string> others) => Edited(text, lines => lines.RemoveAt(dice.Below(lines.Count)));

    public static string Duplicate(string text, Dice dice, IReadOnlyList<string> others) => Edited(text, lines =>
    {
        var start = dice.Below(lines.Count);
        var some = lines.GetRange(start, Math.Min(dice.Between(1, 4), lines.Count - start));
        lines.InsertRange(dice.OneIn(2) ? start : dice.Between(0, lines.Count), some);
    });

    public static string Swap(string text, Dice dice, IReadOnlyList<string> others) => Edited(text, lines =>
    {
        var (one, other) = (dice.Below(lines.Count), dice.Below(lines.Count));
        (lines[one], lines[other]) = (lines[other], lines[one]);
    });

    public static string Indent(string text, Dice dice, IReadOnlyList<string> others) =>
        EachOfSome(text, dice, new string(' ', dice.Between(1, 3)), (line, indent) => indent + line);

    public static string Dedent(string text, Dice dice, IReadOnlyList<string> others) =>
        EachOfSome(text, dice, dice.Between(1, 3), (line, columns) => line[Math.Min(columns, line.Length - line.TrimStart(' ').Length)..]);

    public static string Tab(string text, Dice dice, IReadOnlyList<string> others) =>
        EachOfSome(text, dice, dice.OneIn(2), (line, whole) => whole ? $"\t{line.TrimStart(' ')}" : line.Replace("  ", "\t", StringComparison.Ordinal));

    /// <summary>Some lines of another text, at any place.</summary>
    public static string Splice(string text, Dice dice, IReadOnlyList<string> others)
    {
        var other = dice.Of(others).Split('\n');
        var start = dice.Below(other.Length);
        var some = other.Skip(start).Take(dice.Between(1, 6));
        return Edited(text, lines => lines.InsertRange(dice.Between(0, lines.Count), some));
    }

    public static string Join(string text, Dice dice, IReadOnlyList<string> others) => Edited(text, lines =>
    {
        if (lines.Count < 2) return;
        var at = dice.Below(lines.Count - 1);
        lines[at] += (dice.OneIn(2) ? " " : "") + lines[at + 1].TrimStart();
        lines.RemoveAt(at + 1);
    });

    public static string Insert(string text, Dice dice, IReadOnlyList<string> others) => Edited(text, lines => lines.Insert(dice.Between(0, lines.Count), dice.Of(s_lines)));

    public static string Breaks(string text, Dice dice, IReadOnlyList<string> others)
    {
        var anew = dice.Of(s_breaks);
        var lines = text.Split('\n');
        var at = dice.Below(lines.Length);
        return dice.OneIn(2) ? string.Join(anew, lines) : string.Concat(lines.Select((line, index) => index == lines.Length - 1 ? line : line + (index == at ? anew : "\n")));
    }

    private static string Edited(string text, Action<List<string>> edit)
    {
        List<string> lines = [.. text.Split('\n')];
        edit(lines);
        return string.Join('\n', lines);
    }

    private static string EachOfSome<T>(string text, Dice dice, T how, Func<string, T, string> edit) => Edited(text, lines =>
    {
        var start = dice.Below(lines.Count);
        var end = Math.Min(lines.Count, start + dice.Between(1, 4));
        for (var at = start; at < end; at++) lines[at] = edit(lines[at], how);
    });
}
