using System.Globalization;
using System.Text;

using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Writes a text so that it is read back as that text, whatever it holds, on one line.</summary>
internal static class ScalarWriter
{
    /// <summary>In the style asked for where it can carry the text; else in double quotes.</summary>
    public static string Write(string text, ScalarStyle style, bool inFlow) => style switch
    {
        ScalarStyle.Plain when IsSafePlain(text, inFlow) => text,
        ScalarStyle.SingleQuoted when text.All(IsPrintable) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => WriteDoubleQuoted(text),
    };

    /// <summary>Less than YAML allows: what no reader of any version takes for something else than a text.</summary>
    private static bool IsSafePlain(string text, bool inFlow) =>
        text is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ..]
        && text[^1] != ':'
        && text.All(character => char.IsAsciiLetterOrDigit(character) || "._/@+=:-".Contains(character) || (!inFlow && character is '{' or '}'))
        && ScalarTypes.Of(text) == ScalarType.Text;

    private static bool IsPrintable(char character) =>
        character == ' ' || !(char.IsSurrogate(character) || !Characters.IsAllowed(character) || IsInvisible(character));

    private static bool IsInvisible(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>With escapes that JSON has too; what lies beyond 16 bits has none in both and stands for itself.</summary>
    private static string WriteDoubleQuoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var offset = 0; offset < text.Length; offset++)
        {
            var character = text[offset];
            if (Characters.IsPair(text, offset)) quoted.Append(character).Append(text[++offset]);
            else if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else if (character == '\n') quoted.Append("\\n");
            else if (character == '\t') quoted.Append("\\t");
            else if (IsPrintable(character)) quoted.Append(character);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return quoted.Append('"').ToString();
    }
}
