using System.Text.RegularExpressions;

namespace EksIamCdk.Fuzz.Tests.Mutation;

/// <summary>Changes what YAML sees: values, keys, anchors and their aliases, quotes, brackets.</summary>
internal static partial class TokenMutator
{
    public static string Value(string text, Dice dice, IReadOnlyList<string> others) => Replaced(Values(), text, dice, _ => dice.Of(OddTexts.Scalars));

    public static string Key(string text, Dice dice, IReadOnlyList<string> others) => Replaced(Keys(), text, dice, _ => dice.Of(OddTexts.Keys));

    public static string Anchor(string text, Dice dice, IReadOnlyList<string> others) => Replaced(Values(), text, dice, value => $"&{Name(dice)} {value}");

    /// <summary>An anchor at one value, and an alias in place of a later one.</summary>
    public static string Alias(string text, Dice dice, IReadOnlyList<string> others)
    {
        var values = Values().Matches(text);
        if (values.Count < 2) return text;
        var first = dice.Below(values.Count - 1);
        var second = values[dice.Between(first + 1, values.Count - 1)];
        var name = Name(dice);
        var anew = text.Remove(second.Index, second.Length).Insert(second.Index, $"*{name}");
        return dice.OneIn(8) ? anew : anew.Insert(values[first].Index, $"&{name} ");
    }

    public static string Quote(string text, Dice dice, IReadOnlyList<string> others) => Replaced(Values(), text, dice, value => dice.Below(4) switch
    {
        0 => $"'{value}'",
        1 => $"\"{value}\"",
        2 => $"|\n      {value}",
        _ => $">-\n      {value}\n      more",
    });

    public static string Nest(string text, Dice dice, IReadOnlyList<string> others)
    {
        var (open, close) = dice.Of<(string, string)>([("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("[a: ", "]")]);
        var times = dice.OneIn(10) ? dice.Between(20, 400) : dice.Between(1, 5);
        var depth = string.Concat(Enumerable.Repeat(open, times));
        return Replaced(Values(), text, dice, value => depth + value + string.Concat(Enumerable.Repeat(close, dice.OneIn(6) ? times - 1 : times)));
    }

    /// <summary>The first entry gets an anchor, and another one what it says.</summary>
    public static string Merge(string text, Dice dice, IReadOnlyList<string> others)
    {
        var entries = Entries().Matches(text);
        if (entries.Count == 0) return text;
        var name = Name(dice);
        var later = dice.Of(entries);
        var merge = dice.OneIn(3) ? $"<<: [*{name}, *{Name(dice)}]" : $"<<: *{name}";
        var indent = new string(' ', later.Groups["indent"].Length + 2);
        var anew = dice.OneIn(2)
            ? text.Insert(later.Index + later.Length, $"{merge}\n{indent}")
            : text.TrimEnd('\n') + $"\n{indent}{merge}\n";
        return anew.Insert(entries[0].Index + entries[0].Length, dice.OneIn(2) ? $"&{name}\n{indent}" : $"&{name} ");
    }

    /// <summary>The whole text in something else.</summary>
    public static string Wrap(string text, Dice dice, IReadOnlyList<string> others) => dice.Below(7) switch
    {
        0 => $"[{text}]",
        1 => $"mapRoles:\n{text}",
        2 => $"---\n{text}\n...\n",
        3 => $"--- !!seq\n{text}",
        4 => $"&a\n{text}",
        5 => string.Join('\n', text.Split('\n').Select(line => $"  {line}")),
        _ => $"- {text.Replace("\n", "\n  ", StringComparison.Ordinal)}",
    };

    private static string Name(Dice dice) => dice.Of(["a", "b", "x"]);

    private static string Replaced(Regex pattern, string text, Dice dice, Func<string, string> with)
    {
        var found = pattern.Matches(text);
        if (found.Count == 0) return text;
        var one = dice.Of(found);
        return text.Remove(one.Index, one.Length).Insert(one.Index, with(one.Value));
    }

    [GeneratedRegex("(?<=[:\\-,\\[{][ ]+|[\\[{]|\":)[^\\s\\[\\]{},#][^\\n\\]},]*(?=[\\n\\]},]|$)")]
    private static partial Regex Values();

    [GeneratedRegex("(?<=^[ ]*(?:- +)?|[{,] *)[\\w\"']+(?=:)", RegexOptions.Multiline)]
    private static partial Regex Keys();

    [GeneratedRegex("^(?<indent> *)- (?=\\S)", RegexOptions.Multiline)]
    private static partial Regex Entries();
}
