using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>
/// A text read back after an edit: what a whole reading would find, and where the text is as before, the items that were found there before. Reading
/// begins at the last item whose beginning the edit left as it was, and ends where an item begins from which on nothing has changed; an item's
/// beginning is all that the rest is read by (see <see cref="Parser.ParsePart"/>). Where the text is not that simple, all of it is read.
/// </summary>
internal sealed class Rereading
{
    /// <summary>At the beginning of a line the scanner looks at four characters to tell a dash from the mark of a document.</summary>
    private const int LookAhead = 4;

    private readonly SectionDocument _before;
    private readonly string _text;
    private readonly int _kept;
    private readonly IReadOnlyList<SectionItem> _read;
    private readonly int _following;

    private Rereading(SectionDocument before, string text, int kept, IReadOnlyList<SectionItem> read, int following)
    {
        (_before, _text, _kept, _read, _following) = (before, text, kept, read, following);
        Count = kept + read.Count + before.Items.Count - following;
    }

    /// <summary>Why nothing of the text counts, or not all of it.</summary>
    public SectionFault? Fault { get; private init; }

    /// <summary>How many items there are.</summary>
    public int Count { get; }

    /// <summary>How many of them were read anew.</summary>
    public int Read => _read.Count;

    public static Rereading Of(SectionDocument before, string text) => OfPart(before, text) ?? OfAll(before, text);

    /// <summary>What the authenticator makes of an item; null when it drops it.</summary>
    public MappingEntry? Entry(int index) => Find(index).Item.Entry;

    /// <summary>Whether an item is written as one of the old text is; a line break at the end of the text may come or go.</summary>
    public bool IsWrittenAs(int index, int former)
    {
        var (item, text, same) = Find(index);
        return same == former || SourceOf(item, text).SequenceEqual(SourceOf(_before.Items[former], _before.Text));
    }

    private static Rereading OfAll(SectionDocument before, string text)
    {
        var after = SectionDocument.Read(before.Section, text);
        return new(before, text, 0, after.Items, before.Items.Count)
        {
            Fault = after.Fault ?? after.Tail ?? (after.List?.Flow != before.List?.Flow && before.List is not null && after.List is not null
                ? new SectionFault(1, 1, "the list would be written in another way")
                : null),
        };
    }

    private static Rereading? OfPart(SectionDocument before, string text)
    {
        if (before is not { IsPlain: true, Fault: null, Tail: null, List: { } list, Items.Count: > 0 }) return null;

        var alike = before.Text.AsSpan().CommonPrefixLength(text);
        var first = LastBeginningBefore(before.Items, alike - LookAhead);
        if (first < 0) return null;

        var moved = text.Length - before.Text.Length;
        var from = before.Items[first].Node.Dash;
        var alikeFrom = before.Text.Length - CommonSuffixLength(before.Text, text, Math.Min(before.Text.Length, text.Length) - from.Offset);
        var following = Math.Max(first, LastBeginningBefore(before.Items, alikeFrom - 1)) + 1;
        var next = following < before.Items.Count ? before.Items[following].Node.Dash : (Mark?)null;
        try
        {
            return Parser.ParsePart(text, list, from, next is { } mark ? mark with { Offset = mark.Offset + moved } : null) is { } nodes
                && SectionDocument.Decode(before.Section, nodes, [], out _) is { } items
                    ? new(before, text, first, items, following)
                    : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private (SectionItem Item, string Text, int? Former) Find(int index)
    {
        if (index < _kept) return (_before.Items[index], _before.Text, index);
        if (index < _kept + _read.Count) return (_read[index - _kept], _text, null);
        var former = index - _kept - _read.Count + _following;
        return (_before.Items[former], _before.Text, former);
    }

    private static ReadOnlySpan<char> SourceOf(SectionItem item, string text) => text.AsSpan(item.Node.Dash.Offset..item.Node.End);

    /// <summary>The last item that begins no later than a place; -1 when none does.</summary>
    private static int LastBeginningBefore(IReadOnlyList<SectionItem> items, int place)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (items[middle].Node.Dash.Offset <= place) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    private static int CommonSuffixLength(string one, string other, int limit)
    {
        const int Piece = 1024;
        var length = 0;
        while (length + Piece <= limit && Ending(one, Piece).SequenceEqual(Ending(other, Piece))) length += Piece;
        while (length < limit && one[^(length + 1)] == other[^(length + 1)]) length++;
        return length;

        ReadOnlySpan<char> Ending(string text, int piece) => text.AsSpan(text.Length - length - piece, piece);
    }
}
