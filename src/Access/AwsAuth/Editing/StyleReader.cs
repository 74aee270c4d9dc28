using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Finds out how a section is written, by one of its entries.</summary>
internal static class StyleReader
{
    /// <param name="document">A section with a list.</param>
    /// <param name="index">The item whose style is wanted; where it does not show something, the last that does is asked.</param>
    public static EntryStyle Read(SectionDocument document, int index)
    {
        var list = document.List!;
        var style = list.Flow
            ? EntryStyle.Json(document.Text)
            : EntryStyle.Block(document.Text) with { DashColumn = list.Content.Column, KeyColumn = list.Content.Column + 2 };
        var candidates = Enumerable.Range(1, document.Items.Count).Select(back => document.Items[^back].Node);
        if (index >= 0) candidates = candidates.Prepend(document.Items[index].Node);
        if (document.Section == Section.MapAccounts) return OfAccounts(style, candidates.FirstOrDefault(IsWrittenScalar));

        var maps = candidates.Where(item => item is { Kind: NodeKind.Mapping, Children.Count: > 0 });
        if (maps.FirstOrDefault() is not { } model) return style;
        style = OfMap(document, style, model);
        var groups = maps.Select(map => (Map: map, Groups: ValueOf(map, "groups"))).FirstOrDefault(found => IsList(found.Groups));
        return groups.Groups is { } found ? OfGroups(document, style, groups.Map, found) : style;
    }

    private static bool IsWrittenScalar(Node item) => item.Kind == NodeKind.Scalar && item.End > item.Start.Offset;

    private static bool IsList(Node? groups) => groups is { Kind: NodeKind.Sequence, Children.Count: > 0 };

    /// <summary>Account ids are numbers to most readers of YAML, so they are always quoted.</summary>
    private static EntryStyle OfAccounts(EntryStyle style, Node? model) => model is null ? Quoted(style) : Quoted(style) with
    {
        AfterDash = Spaces(model),
        Id = model.Style == ScalarStyle.SingleQuoted ? ScalarStyle.SingleQuoted : ScalarStyle.DoubleQuoted,
    };

    private static EntryStyle Quoted(EntryStyle style) => style with { Id = ScalarStyle.DoubleQuoted };

    private static EntryStyle OfMap(SectionDocument document, EntryStyle style, Node map)
    {
        var key = map.Children[0];
        var colon = document.Text[key.End..Math.Max(key.End, map.Children[1].Start.Offset)];
        var id = ValueOf(map, document.Section.ArnKey()!);
        style = style with
        {
            Key = key.Style,
            Id = StyleOf(id, style.Id),
            Username = StyleOf(ValueOf(map, "username"), StyleOf(id, style.Username)),
            Group = StyleOf(id, style.Group),
            Colon = map.Flow && key.Style != ScalarStyle.Plain && colon == ":" ? ":" : ": ",
        };
        if (map.Flow)
        {
            var braces = FlowShape.Of(document.Text, map, compact: style.Colon == ":");
            return style with { Braces = braces, Brackets = braces.Between.Length == 0 ? FlowShape.Compact : FlowShape.Spaced };
        }

        return style with
        {
            KeyColumn = map.Content.Column,
            AfterDash = map.Content.Line == map.Dash.Line ? Spaces(map) : style.NewLine + new string(' ', map.Content.Column),
        };
    }

    private static EntryStyle OfGroups(SectionDocument document, EntryStyle style, Node map, Node groups)
    {
        var first = groups.Children[0];
        style = style with { Group = StyleOf(first, style.Group) };
        return groups.Flow
            ? style with { Brackets = FlowShape.Of(document.Text, groups, compact: style.Braces?.Between is "") }
            : style with { GroupIndent = first.Dash.Column - map.Content.Column, AfterGroupDash = Spaces(first) };
    }

    private static ScalarStyle StyleOf(Node? value, ScalarStyle otherwise) => value is { Kind: NodeKind.Scalar } ? value.Style : otherwise;

    /// <summary>Between a dash and what follows on its line; one where anchors, tags or a line break stand there.</summary>
    private static string Spaces(Node item) =>
        item.Content == item.Start && item.Start.Line == item.Dash.Line ? new string(' ', Math.Max(1, item.Start.Column - item.Dash.Column - 1)) : " ";

    private static Node? ValueOf(Node map, string name) =>
        map.Pairs.LastOrDefault(pair => pair.Key.Text.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
