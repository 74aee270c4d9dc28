using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Adds an entry at the end of a section, written as the section writes its entries.</summary>
internal static class Appending
{
    public static string Append(SectionDocument document, MappingEntry entry)
    {
        if (document.List is not { } list) return AppendFirst(document, entry);

        var style = StyleReader.Read(document, document.Items.Count - 1);
        var writer = new EntryWriter(document.Section, style);
        return list.Flow
            ? new FlowLayout(document).Append(writer.WriteFlowItem(entry, []), SeparatorOf(document, style))
            : AppendLines(document.Text, writer.WriteBlockItem(entry, []));
    }

    private static string AppendFirst(SectionDocument document, MappingEntry entry)
    {
        var style = document.Section == Section.MapAccounts
            ? EntryStyle.Block(document.Text) with { Id = ScalarStyle.DoubleQuoted }
            : EntryStyle.Block(document.Text);
        var item = new EntryWriter(document.Section, style).WriteBlockItem(entry, []);
        var rest = Frame(document);
        return string.IsNullOrWhiteSpace(rest) ? item + style.NewLine : AppendLines(rest, item);
    }

    /// <summary>What stands beside the null of a section without items: comments and document markers.</summary>
    public static string Frame(SectionDocument document)
    {
        if (document.IsBlank) return "";
        var text = document.Text;
        if (document.Null is not { } nothing) return text;

        var (start, end) = (nothing.Start.Offset, nothing.End);
        var lineStart = start - nothing.Start.Column;
        var lineEnd = Lines.SkipBlanks(text, end);
        var alone = text[lineStart..start].All(Characters.IsBlank) && (lineEnd == text.Length || Characters.IsBreak(text[lineEnd]));
        return alone && end > start ? text.Remove(lineStart, Lines.SkipBreak(text, lineEnd) - lineStart) : text.Remove(start, end - start);
    }

    /// <summary>The text ends with a line break if it did before, and only then.</summary>
    private static string AppendLines(string text, string lines) =>
        Lines.EndsWithBreak(text) ? text + lines + Lines.BreakOf(text) : text + Lines.BreakOf(text) + lines;

    /// <summary>The white space before an item of a list in brackets, as it stands before the others.</summary>
    private static string SeparatorOf(SectionDocument document, EntryStyle style)
    {
        if (document.Items.Count == 0) return "";
        var before = FlowShape.Before(document.Text, document.Items[^1].Node.Start.Offset);
        return document.Items.Count > 1 || Lines.CountBreaks(before, 0, before.Length) > 0 ? before : style.Braces?.Between is "" ? "" : " ";
    }
}
