using System.Globalization;

namespace EksIamCdk.Access.AwsAuth.Yaml;

internal enum ScalarType
{
    Text,
    Null,
    Boolean,
    Integer,

    /// <summary>Beyond 63 bits, but within 64: a value, but not a key.</summary>
    LargeInteger,
    Float,

    /// <summary>Infinite, or not a number: JSON cannot carry it.</summary>
    NotFinite,
}

/// <summary>What an unquoted scalar is taken for: the rules of YAML 1.1 as go-yaml v2 knows them.</summary>
internal static class ScalarTypes
{
    private const int LongestWord = 5;

    public static ScalarType Of(string text) => text.Length > LongestWord && char.IsAsciiLetter(text[0]) ? ScalarType.Text : OfWordOrNumber(text);

    /// <summary>By which text two keys of a map are told to be the same: <c>yes</c> is <c>true</c>, and <c>0x10</c> is <c>16</c>.</summary>
    public static string KeyOf(ScalarType type, string text) => type switch
    {
        ScalarType.Boolean => text[0] is 'y' or 'Y' or 't' or 'T' || text is "on" or "On" or "ON" ? "true" : "false",
        ScalarType.Integer or ScalarType.LargeInteger when TryParse(text.Replace("_", "", StringComparison.Ordinal), out var value) =>
            string.Create(CultureInfo.InvariantCulture, $"{(text[0] == '-' && value > 0 ? "-" : "")}{value}"),
        _ => text,
    };

    private static ScalarType OfWordOrNumber(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarType.Null,
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON"
            or "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => ScalarType.Boolean,
        ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" =>
            ScalarType.NotFinite,
        ['.', ..] => IsFloat(text) ? ScalarType.Float : ScalarType.Text,
        ['+' or '-' or (>= '0' and <= '9'), ..] => OfNumber(text.Replace("_", "", StringComparison.Ordinal)),
        _ => ScalarType.Text,
    };

    /// <summary>A date is not looked for: it stays a text, and so it does when it is not read as a number.</summary>
    private static ScalarType OfNumber(string text)
    {
        var isInteger = TryParse(text, out var value) ? OfInteger(text, value) : null;
        return isInteger ?? (IsFloat(text) ? ScalarType.Float : ScalarType.Text);
    }

    private static bool TryParse(string text, out ulong value)
    {
        var digits = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0);
        return digits switch
        {
            ['0', 'x' or 'X', .. var rest] => TryParse(rest, 16, out value),
            ['0', 'b' or 'B', .. var rest] => TryParse(rest, 2, out value),
            ['0', 'o' or 'O', .. var rest] => TryParse(rest, 8, out value),
            ['0', _, ..] => TryParse(digits[1..], 8, out value),
            _ => TryParse(digits, 10, out value),
        };
    }

    /// <summary>Null when it does not fit: then it may still be a float.</summary>
    private static ScalarType? OfInteger(string text, ulong value) => text[0] switch
    {
        '-' => value <= 1ul << 63 ? ScalarType.Integer : null,
        _ when value <= long.MaxValue => ScalarType.Integer,
        '+' => null,
        _ => ScalarType.LargeInteger,
    };

    private static bool TryParse(ReadOnlySpan<char> digits, uint radix, out ulong value)
    {
        value = 0;
        foreach (var character in digits)
        {
            var digit = char.IsAsciiHexDigit(character) ? (uint)Convert.ToInt32(character.ToString(), 16) : radix;
            if (digit >= radix || value > (ulong.MaxValue - digit) / radix) return false;
            value = (value * radix) + digit;
        }

        return digits.Length > 0;
    }

    /// <summary>Digits with an optional point and exponent, not too large for 64 bits.</summary>
    private static bool IsFloat(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
    }
}
