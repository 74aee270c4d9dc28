using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>A list with a dash before each item. An item is its lines, the comment at the end of the last one included.</summary>
internal sealed class BlockLayout(SectionDocument document) : SectionLayout(document)
{
    protected override int ListStart => Text[0] == Characters.Bom ? 1 : 0;

    /// <summary>The text ends with a line break after the edit if it did before, and only then.</summary>
    public override string Cut(IReadOnlyList<int> indices)
    {
        var edits = new TextEdits();
        CutBeforeOthers(edits, indices);
        var text = edits.ApplyTo(Text);
        return Lines.EndsWithBreak(Text) || SourceEndOf(indices[^1]) < Text.Length ? text : Lines.WithoutLastBreak(text);
    }

    public override void Replace(TextEdits edits, int index, string source)
    {
        var (start, end) = (StartOf(index), EndOf(index));
        var lastBreak = Lines.LastBreakOf(Text[start..end]);
        if (lastBreak.Length == 0) source = Lines.WithoutLastBreak(source);
        else if (!Lines.EndsWithBreak(source)) source += lastBreak;
        edits.Replace(start, end, source);
    }

    protected override int StartOf(int index) => Items[index].Node.Dash.Offset - List.Content.Column;

    protected override int SourceEndOf(int index)
    {
        var end = Items[index].Node.End;
        return Characters.IsBreak(Text[end - 1]) ? end : Lines.SkipRestOfLine(Text, end);
    }

    protected override int EndOf(int index) => SourceEndOf(index);

    protected override int PlaceOf(int offset) => offset;
}
