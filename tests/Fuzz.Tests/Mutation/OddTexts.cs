namespace EksIamCdk.Fuzz.Tests.Mutation;

/// <summary>Pieces of text that readers stumble over.</summary>
internal static class OddTexts
{
    /// <summary>Values that YAML takes for something else than a text, or that quotes are needed for.</summary>
    public static readonly IReadOnlyList<string> Scalars =
    [
        "", "~", "null", "Null", "yes", "NO", "on", "Off", "y", "n", "true", "False", "0", "-0", "+1", "12", "012", "09", "0o14", "0x1F", "0X1F", "0b11",
        "-0b11", "-0x1", "1_000", "_1", "1__0", "0x_1", "1e3", "1E3", "1e+3", "1.", ".5", "-.5", "+.5", ".", "..", "-", "--", "1e400", "-1e400", ".inf", "-.Inf", "+.INF", ".nan", ".NaN",
        "inf", "nan", "NaN", "Infinity", "0x1p-2", "1_0.0_1", "190:20:30", "1:2", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551615", "18446744073709551616", "99999999999999999999999", "2024-01-01", "2024-1-1",
        "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "2001-12-15 2:59:43.10", "2024-13-01", "<<", "=", "\"\"", "''", "\"x\"", "'it''s'", "\"\\u00e9\"",
        "\"\\UD83D\"", "\"\\ud83d\\ude00\"", "\"\\/\"", "\"\\x41\\_\\N\\L\\P\\e\"", "\"a\\\n  b\"", "\"a\n\n  b\"", "'a\n  b'", "a: b", "a #b", "#c", "@x", "`x", "%x", "&x", "*x", "!x", "! x", "|", ">",
        "|-\n  x\n", ">+\n   x\n\n  y\n", "|2\n  x\n", "|1-\n x", "[", "]", "{", "}", "[]", "{}", "[a, b]", "[a, [b, *a]]", "{a: b}", "{a}", "{a: b, a: c}", "{? a: b}", "[a: b]", "[? a]", "[a, ]",
        "{a, }", "{,}", "[,]", "a\tb", "a:", ":a", "a::b", "?", "? a", "- a", "-\ta", "---", "...", "{{SessionName}}", "{{EC2PrivateDNSName}}", "system:masters", "Zoë", "開発", "🐙",
        "!!str 12", "!!str", "!!int 3", "!!int x", "!!int \"3\"", "!!float 3", "!!float x", "!!bool yes", "!!bool x", "!!null x", "!!null", "!!null ''", "!!binary aGk=", "!!binary x",
        "!!binary /w==", "!!timestamp 2024-01-01", "!!timestamp x", "!!seq [a]", "!!map {a: b}", "!!set {a}", "!!omap [a: b]", "!!merge x", "!<tag:yaml.org,2002:str> 3", "!<tag:yaml.org,2002:int> 3", "!local x",
        "!e!x y", "!!str [a]", "!!map [a]", "!!seq {a: b}", "!!binary [a]", "!!int [a]", "!!str &x y", "&x !!str y", "&x &y z", "!a !b c", "! 12", "! yes", "!!", "!<>", "!<!x> y", "!%41 x", "!!%73tr 12",
    ];

    /// <summary>Single characters and marks, for any place.</summary>
    public static readonly IReadOnlyList<string> Marks =
    [
        "\t", " ", "  ", "\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u00A0", "\u3000", "\u200B", "\uFEFF", "\uFFFE", "\uFFFD", "\uE000", "\u0000", "\u0001", "\u0007", "\u000B", "\u000C",
        "\u001B", "\u007F", "\u0080", "\u009F", "\U0001F600", "\U0010FFFF", "é", "ſ", "K", ":", ": ", "-", "- ", "?", "? ", ",", ", ", "[", "]", "{", "}", "#", " #", "&a ", "*a", "*a ", "!", "!!str ",
        "|", ">", "'", "\"", "\\", "%", "@", "`", "<<: *a", "<<: [*a, *b]", "\n---\n", "\n...\n", "---", "--- ", "...", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "%TAG ! tag:x,\n---\n", "%TAG !e! tag:yaml.org,2002:\n---\n", "%FOO bar\n---\n",
        "\n\n", "\n \n", "\n\t\n", "\n#\n", "# c", "\\n", "\\u0000", "\\\"", "''", "\"\"",
    ];

    /// <summary>Names of members of an entry, well and badly written.</summary>
    public static readonly IReadOnlyList<string> Keys =
    [
        "rolearn", "RoleARN", "ROLEARN", "userarn", "UserArn", "username", "Username", "uſername", "USERNAME", "groups", "Groups", "groupſ", "sso", "SSO", "ſſo", "userid", "permissionSetName", "permissionsetname",
        "accountID", "accountid", "partition", "a", "<<", "\"<<\"", "!!merge <<", "! <<", "!!str <<", "null", "~", "1", "1.5", "true", "yes", "2024-01-01", ".inf", "18446744073709551615", "99999999999999999999", "[a]", "{a: b}", "? a", "\"rolearn\"", "'groups'", "!!binary cm9sZWFybg==", "*a", "&k rolearn", "",
    ];
}
