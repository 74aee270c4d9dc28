using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>A list in brackets, on one line or several. An item goes with its comma and the comment behind that.</summary>
internal sealed class FlowLayout(SectionDocument document) : SectionLayout(document)
{
    protected override int ListStart => List.Content.Offset + 1;

    private int Last => Items.Count - 1;

    private bool HasTrailingComma => Items[Last].Node.Comma >= 0;

    public override void Replace(TextEdits edits, int index, string source) =>
        edits.Replace(StartOf(index), SourceEndOf(index), source);

    public override string Cut(IReadOnlyList<int> indices)
    {
        var edits = new TextEdits();
        var rest = Items.Count;
        while (indices.Count - (Items.Count - rest) is > 0 and var left && indices[left - 1] == rest - 1) rest--;

        CutBeforeOthers(edits, indices.TakeWhile(index => index < rest));
        if (rest == 0)
        {
            CutBeforeOthers(edits, Enumerable.Range(0, Last));
            edits.Cut(StartOf(Last), HasTrailingComma ? Items[Last].Node.Comma + 1 : SourceEndOf(Last));
        }
        else if (rest < Items.Count)
        {
            CutTail(edits, rest);
        }

        return edits.ApplyTo(Text);
    }

    /// <summary>Adds an item behind the last, with white space before it as the others have.</summary>
    public string Append(string source, string separator)
    {
        var edits = new TextEdits();
        if (Items.Count == 0)
        {
            edits.Insert(ListStart, source);
            return edits.ApplyTo(Text);
        }

        var end = HasTrailingComma ? Items[Last].Node.Comma + 1 : SourceEndOf(Last);
        var place = Lines.SkipComment(Text, end);
        if (place > end && Lines.CountBreaks(separator, 0, separator.Length) == 0) separator = $"{Lines.BreakOf(Text)} ";
        if (!HasTrailingComma) edits.Insert(end, ",");
        edits.Insert(place, HasTrailingComma ? $"{separator}{source}," : separator + source);
        return edits.ApplyTo(Text);
    }

    protected override int StartOf(int index) => Items[index].Node.Start.Offset;

    protected override int SourceEndOf(int index) => Items[index].Node.End;

    protected override int EndOf(int index) => Items[index].Node.Comma is >= 0 and var comma
        ? Lines.SkipWhiteSpace(Text, Lines.SkipComment(Text, comma + 1))
        : SourceEndOf(index);

    protected override int PlaceOf(int offset) => Lines.SkipBlanks(Text, offset);

    /// <summary>Takes out all items from this one on; the one before becomes the last, and has a comma if the last had.</summary>
    private void CutTail(TextEdits edits, int first)
    {
        if (!HasTrailingComma) edits.Cut(Items[first - 1].Node.Comma, Items[first - 1].Node.Comma + 1);
        for (var index = first; index <= Last; index++)
        {
            var node = Items[index].Node;
            var gap = Items[index - 1].Node.Comma + 1;
            var start = Math.Max(Lines.BackOverIndentation(Text, node.Start.Offset), gap);
            var end = Lines.SkipComment(Text, node.Comma >= 0 ? node.Comma + 1 : node.End);

            // A comment above keeps its line break, or it would swallow the bracket that follows on this line.
            var keepsBreak = Text.AsSpan(gap, start - gap).Contains('#') && !Characters.IsBreak(Text[Lines.SkipBlanks(Text, end)]);
            edits.Cut(keepsBreak ? Lines.SkipBreak(Text, start) : start, end);
        }
    }
}
