using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Where the items of a list stand in the text, with all that comes and goes with them.</summary>
internal abstract class SectionLayout(SectionDocument document)
{
    protected string Text { get; } = document.Text;

    protected IReadOnlyList<SectionItem> Items { get; } = document.Items;

    protected Node List { get; } = document.List!;

    public static SectionLayout Of(SectionDocument document) =>
        document.List!.Flow ? new FlowLayout(document) : new BlockLayout(document);

    /// <summary>The verbatim source of an item, and its place.</summary>
    public DisplacedItem Displace(int index) => new()
    {
        Text = Text[StartOf(index)..SourceEndOf(index)],
        Index = index,
        Below = Lines.CountBreaks(Text, GapBefore(index), StartOf(index)),
        After = Text[SourceEndOf(index)..EndOf(index)],
    };

    /// <summary>Puts another source in the place of an item's.</summary>
    public abstract void Replace(TextEdits edits, int index, string source);

    /// <summary>Takes items out that are not the last; what follows them moves up.</summary>
    public void CutBeforeOthers(TextEdits edits, IEnumerable<int> indices)
    {
        foreach (var index in indices) edits.Cut(StartOf(index), EndOf(index));
    }

    /// <summary>Takes items out, whichever they are. The indices are in order.</summary>
    public abstract string Cut(IReadOnlyList<int> indices);

    /// <summary>Puts a displaced item back before another: as many lines below the one before as it stood.</summary>
    /// <returns>Where in the old text that is; the next one to go before the same item follows from here.</returns>
    public int PutBack(TextEdits edits, DisplacedItem item, int before, int from)
    {
        var place = PlaceOf(Lines.SkipBreaks(Text, Math.Max(from, GapBefore(before)), item.Below, StartOf(before)));
        edits.Insert(place, item.Text + item.After);
        return place;
    }

    /// <summary>Where an item begins: its line, or in a flow list its first character.</summary>
    protected abstract int StartOf(int index);

    /// <summary>Where the source of an item ends.</summary>
    protected abstract int SourceEndOf(int index);

    /// <summary>Where the next begins, or what stands between them.</summary>
    protected abstract int EndOf(int index);

    /// <summary>Where an item can be put at this place or soon after.</summary>
    protected abstract int PlaceOf(int offset);

    /// <summary>Where the list begins, before anything that stands above its first item.</summary>
    protected abstract int ListStart { get; }

    private int GapBefore(int index) => index == 0 ? ListStart : EndOf(index - 1);
}
