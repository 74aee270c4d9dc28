using System.Buffers;

namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>The character classes of YAML 1.1; NUL stands for the end of the text.</summary>
internal static class Characters
{
    public const char End = '\0';
    public const char Bom = '\uFEFF';

    /// <summary>Where a line ends.</summary>
    public static readonly SearchValues<char> Breaks = SearchValues.Create("\0\n\r\u0085\u2028\u2029");

    /// <summary>Allowed characters that make up nearly every text.</summary>
    private static readonly SearchValues<char> Common = SearchValues.Create([.. "\t\n\r", .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>Where a word of a plain scalar may end.</summary>
    public static readonly CharacterClass PlainStops = new("\0\n\r \t:");

    /// <summary>Where a word of a plain scalar may end inside brackets.</summary>
    public static readonly CharacterClass PlainStopsInFlow = new("\0\n\r \t:,?[]{}");

    /// <summary>What means something within quotes.</summary>
    public static readonly CharacterClass QuotedStops = new("\0\n\r \t\"'\\");

    /// <summary>What a plain scalar cannot begin with, unless no space follows some of it.</summary>
    public static bool IsIndicator(char character) => character is '\t' or '-' or '?' or ':' or '#' or '|' or '>' or '%' or '@' or '`';

    public static bool IsBreak(char character) => character is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    public static bool IsBlank(char character) => character is ' ' or '\t';

    public static bool IsBreakOrEnd(char character) => character == End || IsBreak(character);

    public static bool IsBlankBreakOrEnd(char character) => character is ' ' or '\t' || IsBreakOrEnd(character);

    /// <summary>A character of an anchor's name or a tag's handle.</summary>
    public static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    /// <summary>A character of a tag; an escape begins with a percent sign.</summary>
    public static bool IsUri(char character) => IsWord(character) || ";/?:@&=+$,.!~*'()[]%".Contains(character);

    /// <summary>May stand in a document as it is. Halves of surrogate pairs are judged by <see cref="FirstForbidden"/>.</summary>
    public static bool IsAllowed(char character) =>
        character is >= ' ' and <= '~' or '\t' or '\n' or '\r' or '\u0085' or >= '\u00A0' and <= '\uD7FF' or >= '\uE000' and <= '\uFFFD';

    /// <summary>The offset of the first control character, non-character or half of a surrogate pair; -1 if there is none.</summary>
    public static int FirstForbidden(ReadOnlySpan<char> text)
    {
        var offset = 0;
        while (text[offset..].IndexOfAnyExcept(Common) is >= 0 and var length)
        {
            offset += length;
            if (IsAllowed(text[offset])) offset++;
            else if (IsPair(text, offset)) offset += 2;
            else return offset;
        }

        return -1;
    }

    public static bool IsPair(ReadOnlySpan<char> text, int offset) =>
        char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length && char.IsLowSurrogate(text[offset + 1]);

    /// <summary>The length of the line break that begins here: 2 for CR LF, 1 for the others.</summary>
    public static int BreakLength(ReadOnlySpan<char> text, int offset) =>
        text[offset] == '\r' && offset + 1 < text.Length && text[offset + 1] == '\n' ? 2 : 1;
}
