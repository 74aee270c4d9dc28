using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Writes an entry in the style of its section.</summary>
internal sealed class EntryWriter(Section section, EntryStyle style)
{
    /// <summary>With its dash, and without a line break at its end.</summary>
    /// <param name="entry">What to write.</param>
    /// <param name="kept">Further pairs, as they are to stand in the text.</param>
    public string WriteBlockItem(MappingEntry entry, IReadOnlyList<string> kept) =>
        $"{Indent(style.DashColumn)}-{style.AfterDash}{(style.Braces is null && section.ArnKey() is { } arnKey ? WriteLines(arnKey, entry, kept) : WriteFlowItem(entry, kept))}";

    /// <summary>As it stands inside brackets, or after a dash.</summary>
    public string WriteFlowItem(MappingEntry entry, IReadOnlyList<string> kept)
    {
        if (section.ArnKey() is not { } arnKey) return Scalar(entry.Id, style.Id, inFlow: false);

        string[] pairs =
        [
            Pair(arnKey, Scalar(entry.Id, style.Id, inFlow: true)),
            Pair("username", Scalar(entry.Username, style.Username, inFlow: true)),
            Pair("groups", WriteGroups(entry.Groups)),
        ];
        return style.Braces!.Join('{', pairs.Concat(kept), '}');
    }

    private string WriteLines(string arnKey, MappingEntry entry, IReadOnlyList<string> kept)
    {
        string[] lines =
        [
            Pair(arnKey, Scalar(entry.Id, style.Id, inFlow: false)),
            Pair("username", Scalar(entry.Username, style.Username, inFlow: false)),
            style.Brackets is null && entry.Groups.Count > 0
                ? $"{Key("groups")}:{string.Concat(entry.Groups.Select(WriteGroupLine))}"
                : Pair("groups", WriteGroups(entry.Groups)),
        ];
        return string.Join(style.NewLine + Indent(style.KeyColumn), lines.Concat(kept));
    }

    private string WriteGroupLine(string group) =>
        $"{style.NewLine}{Indent(style.KeyColumn + style.GroupIndent)}-{style.AfterGroupDash}{Scalar(group, style.Group, inFlow: false)}";

    private string WriteGroups(IReadOnlyList<string> groups) =>
        (style.Brackets ?? FlowShape.Spaced).Join('[', groups.Select(group => Scalar(group, style.Group, inFlow: true)), ']');

    private string Pair(string key, string value) => Key(key) + style.Colon + value;

    private string Key(string name) => Scalar(name, style.Key, inFlow: true);

    private static string Scalar(string text, ScalarStyle scalarStyle, bool inFlow) => ScalarWriter.Write(text, scalarStyle, inFlow);

    private static string Indent(int columns) => new(' ', columns);
}
