using System.Text;

namespace EksIamCdk.Fuzz.Tests.Mutation;

/// <summary>Changes any text: by characters, by lines, and by what YAML sees in it.</summary>
internal static class TextMutator
{
    private const int Longest = 16 * 1024;

    private static readonly IReadOnlyList<Func<string, Dice, IReadOnlyList<string>, string>> Ways =
    [
        Characters.Insert, Characters.Insert, Characters.Delete, Characters.Repeat, Characters.Replace, Characters.Swap, Characters.CutEnd, Characters.ChangeCase,
        LineMutator.Delete, LineMutator.Duplicate, LineMutator.Swap, LineMutator.Indent, LineMutator.Indent, LineMutator.Dedent, LineMutator.Tab, LineMutator.Splice, LineMutator.Splice,
        LineMutator.Join, LineMutator.Insert, LineMutator.Breaks,
        TokenMutator.Value, TokenMutator.Value, TokenMutator.Value, TokenMutator.Key, TokenMutator.Key, TokenMutator.Anchor, TokenMutator.Alias, TokenMutator.Alias, TokenMutator.Quote, TokenMutator.Nest, TokenMutator.Merge, TokenMutator.Wrap,
    ];

    /// <param name="text">What to begin with.</param>
    /// <param name="dice">Chance.</param>
    /// <param name="others">Where pieces are taken from.</param>
    public static string Mutated(string text, Dice dice, IReadOnlyList<string> others)
    {
        for (var left = dice.OneIn(4) ? dice.Between(2, 8) : 1; left > 0; left--)
            text = dice.Of(Ways)(text, dice, others);
        return Whole(text.Length > Longest ? text[..Longest] : text);
    }

    /// <summary>Without halves of surrogate pairs, which no text has that comes as UTF-8.</summary>
    public static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static class Characters
    {
        public static string Insert(string text, Dice dice, IReadOnlyList<string> others) =>
            text.Insert(dice.Between(0, text.Length), dice.Of(OddTexts.Marks));

        public static string Delete(string text, Dice dice, IReadOnlyList<string> others)
        {
            var (start, length) = Range(text, dice);
            return text.Remove(start, length);
        }

        public static string Repeat(string text, Dice dice, IReadOnlyList<string> others)
        {
            var (start, length) = Range(text, dice);
            var times = dice.OneIn(20) ? dice.Between(2, 400) : dice.Between(1, 3);
            return text.Insert(start, string.Concat(Enumerable.Repeat(text.Substring(start, length), times)));
        }

        public static string Replace(string text, Dice dice, IReadOnlyList<string> others)
        {
            var (start, length) = Range(text, dice);
            return text.Remove(start, length).Insert(start, dice.OneIn(2) ? dice.Of(OddTexts.Marks) : dice.Of(OddTexts.Scalars));
        }

        public static string Swap(string text, Dice dice, IReadOnlyList<string> others)
        {
            if (text.Length < 2) return text;
            var at = dice.Below(text.Length - 1);
            return $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}";
        }

        public static string CutEnd(string text, Dice dice, IReadOnlyList<string> others) => text[..dice.Between(0, text.Length)];

        public static string ChangeCase(string text, Dice dice, IReadOnlyList<string> others)
        {
            var (start, length) = Range(text, dice);
            var part = text.Substring(start, length);
            return text.Remove(start, length).Insert(start, dice.OneIn(2) ? part.ToUpperInvariant() : part.ToLowerInvariant());
        }

        private static (int Start, int Length) Range(string text, Dice dice)
        {
            var start = dice.Between(0, text.Length);
            return (start, Math.Min(dice.Between(1, dice.OneIn(5) ? 40 : 4), text.Length - start));
        }
    }
}
