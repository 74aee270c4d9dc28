using System.Text;

namespace EksIamCdk.Fuzz.Tests.Mutation;

/// <summary>Makes up sections from the grammar of YAML, with more anchors, tags and odd scalars than anybody would write.</summary>
internal sealed class MadeUpSection(Dice dice)
{
    private static readonly string[] s_comments = ["", "", "", "", " # c", "\n", "\n  \n", "\n# c\n", "\t"];

    private readonly StringBuilder _text = new();

    public static string Of(Dice dice)
    {
        var section = new MadeUpSection(dice);
        if (dice.OneIn(6)) section._text.Append(dice.Of(["---\n", "--- ", "%YAML 1.1\n---\n", "# head\n", "\n", "\uFEFF", "&a ", "!!seq\n"]));
        if (dice.OneIn(5)) section.Flow(4);
        else section.Entries();
        if (dice.OneIn(6)) section._text.Append(dice.Of(["...\n", "---\n", "\n", "# tail", " ", "- a\n", "  x: y\n"]));
        return TextMutator.Whole(section._text.ToString());
    }

    private void Entries()
    {
        var indent = dice.OneIn(4) ? dice.Between(1, 3) : 0;
        for (var left = dice.Between(1, 4); left > 0; left--)
        {
            _text.Append(' ', indent).Append('-').Append(' ', dice.OneIn(6) ? 3 : 1);
            if (dice.OneIn(5)) Value(indent + 2, 3);
            else if (dice.OneIn(5)) Flow(3);
            else Pairs(indent + 2, 3);
        }
    }

    private void Pairs(int indent, int depth)
    {
        if (dice.OneIn(6)) _text.Append('&').Append(dice.Of(["a", "b", "c"])).Append('\n').Append(' ', indent);
        for (var left = dice.Between(1, 4); left > 0; left--)
        {
            var complex = dice.OneIn(12);
            _text.Append(complex ? "? " : "").Append(dice.Of(OddTexts.Keys));
            if (complex) _text.Append('\n').Append(' ', indent);
            _text.Append(':');
            Value(indent, depth - 1);
            if (left > 1) _text.Append(' ', indent);
        }
    }

    /// <summary>What follows a colon or a dash, with the end of its line.</summary>
    private void Value(int indent, int depth)
    {
        _text.Append(dice.OneIn(10) ? dice.Of(["\t", "   ", " \t"]) : " ");
        if (dice.OneIn(7)) _text.Append(dice.Of(["&a ", "&b ", "&c ", "!!str ", "! ", "!x ", "!!seq ", "!!map ", "!!binary ", "!!int ", "!!float "]));
        switch (depth <= 0 ? dice.Below(3) : dice.Below(9))
        {
            case 0:
                _text.Append(dice.Of(["*a", "*b", "*c"]));
                break;
            case 1 or 2 or 3:
                _text.Append(dice.Of(OddTexts.Scalars).Replace("\n", "\n" + new string(' ', indent), StringComparison.Ordinal));
                break;
            case 4:
                Flow(2);
                break;
            case 5:
                _text.Append('\n').Append(' ', indent + 2);
                Pairs(indent + 2, depth);
                return;
            case 6:
                var further = dice.OneIn(2) ? 0 : 2;
                for (var left = dice.Between(1, 3); left > 0; left--)
                {
                    _text.Append('\n').Append(' ', indent + further).Append('-');
                    _text.Append(' ').Append(dice.Of(OddTexts.Scalars).Replace("\n", "\n" + new string(' ', indent + further + 2), StringComparison.Ordinal));
                }

                break;
            case 7:
                _text.Append(dice.Of(["|", ">", "|-", "|+", ">-", ">+", "|2", ">1", "|0", "|10", "|2-", "|-2"])).Append(dice.Of(s_comments[..5]));
                for (var left = dice.Between(0, 4); left > 0; left--)
                    _text.Append(dice.OneIn(10) ? dice.Of(["\r\n", "\r", "\u0085", "\u2028", "\u2029"]) : "\n").Append(' ', dice.Between(0, indent + 3)).Append(dice.Of(["x", "y z", "\t", "", "", "# no", "- a", "a: b"]));
                break;
            default:
                _text.Append("arn:aws:iam::111122223333:role/").Append(dice.Of(["a", "b", "A", "x/y"]));
                break;
        }

        _text.Append(dice.Of(s_comments)).Append(dice.OneIn(15) ? dice.Of(["\r\n", "\r", "\u0085", "\u2028"]) : "\n");
    }

    private void Flow(int depth)
    {
        var map = dice.OneIn(2);
        _text.Append(map ? '{' : '[');
        for (var left = dice.Between(0, 3); left > 0; left--)
        {
            if (map || dice.OneIn(8)) _text.Append(dice.Of(OddTexts.Keys)).Append(dice.Of([":", ": ", ":", ": ", " : ", "", ":\n "]));
            if (dice.OneIn(8)) _text.Append(dice.Of(["&a ", "&b ", "*a ", "!!str ", "! ", "? "]));
            if (depth > 0 && dice.OneIn(3)) Flow(depth - 1);
            else _text.Append(dice.OneIn(3) ? "arn:aws:iam::111122223333:role/a" : dice.Of(OddTexts.Scalars));
            _text.Append(dice.Of([", ", ",", "", " ,", ",\n ", " # c\n,", ",\t"]));
        }

        _text.Append(map ? '}' : ']');
        if (dice.OneIn(2)) _text.Append('\n');
    }
}
