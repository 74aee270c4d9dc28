using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>How the entries of a section are written.</summary>
internal sealed record EntryStyle
{
    public required string NewLine { get; init; }

    /// <summary>The column of the dashes; not used inside brackets.</summary>
    public int DashColumn { get; init; }

    /// <summary>Between dash and entry: spaces, or a line break and spaces.</summary>
    public string AfterDash { get; init; } = " ";

    /// <summary>The column of the keys in block style.</summary>
    public int KeyColumn { get; init; } = 2;

    /// <summary>The braces of an entry; null in block style.</summary>
    public FlowShape? Braces { get; init; }

    /// <summary>Between key and value.</summary>
    public string Colon { get; init; } = ": ";

    /// <summary>The brackets of its groups; null in block style.</summary>
    public FlowShape? Brackets { get; init; }

    /// <summary>How far the dashes of groups are indented from their key.</summary>
    public int GroupIndent { get; init; } = 2;

    public string AfterGroupDash { get; init; } = " ";

    public ScalarStyle Key { get; init; }

    public ScalarStyle Id { get; init; }

    public ScalarStyle Username { get; init; }

    public ScalarStyle Group { get; init; }

    /// <summary>Of a section without entries: block style.</summary>
    public static EntryStyle Block(string text) => new() { NewLine = Lines.BreakOf(text) };

    /// <summary>Of an empty list in brackets: JSON.</summary>
    public static EntryStyle Json(string text) => new()
    {
        NewLine = Lines.BreakOf(text),
        Braces = FlowShape.Compact,
        Brackets = FlowShape.Compact,
        Colon = ":",
        Key = ScalarStyle.DoubleQuoted,
        Id = ScalarStyle.DoubleQuoted,
        Username = ScalarStyle.DoubleQuoted,
        Group = ScalarStyle.DoubleQuoted,
    };
}
