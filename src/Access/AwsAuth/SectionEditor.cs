using EksIamCdk.Access.AwsAuth.Editing;

namespace EksIamCdk.Access.AwsAuth;

/// <summary>
/// Changes one entry in the text of a section, and not another byte. Every new text is read back with the authenticator's
/// rules and must differ by exactly what was asked for; else the edit is refused. As text, null stands for an absent key.
/// </summary>
public static class SectionEditor
{
    /// <summary>The items with this id, verbatim and in order of the text; the last is in force. None of a lost section.</summary>
    public static IReadOnlyList<DisplacedItem> Find(Section section, string? text, string id) =>
        [.. Occurrences(section, text, id).Select(occurrence => occurrence.Source)];

    /// <summary>The items with this id and what each says, in order of the text; the last is in force. None of a lost section.</summary>
    public static IReadOnlyList<Occurrence> Occurrences(Section section, string? text, string id) => Occurrences(SectionDocument.Read(section, text), id);

    internal static IReadOnlyList<Occurrence> Occurrences(SectionDocument document, string id)
    {
        var matches = Matches(document, id);
        return [.. Verification.Displace(document, matches).Zip(matches, (source, index) => new Occurrence(source, document.Items[index].Entry!))];
    }

    /// <summary>Whether a section holds no item at all, and is not lost.</summary>
    public static bool IsEmpty(Section section, string? text) => SectionDocument.Read(section, text).IsEmpty;

    /// <summary>What is left of a section without items when the first one takes the place of its null: comments, document markers.</summary>
    internal static string FrameOf(Section section, string? text) => Appending.Frame(SectionDocument.Read(section, text));

    /// <summary>
    /// Puts the entry in place of the last with its id and takes the shadowed ones out; where there is none, at the end,
    /// written as the section writes its entries.
    /// </summary>
    public static SectionEdit Upsert(Section section, string? text, MappingEntry wanted) => Upsert(SectionDocument.Read(section, text), wanted);

    internal static SectionEdit Upsert(SectionDocument document, MappingEntry wanted)
    {
        if (document.Fault is { } lost) return new SectionEdit.Refused(lost);

        var matches = Matches(document, wanted.Id);
        var inForce = matches.Count > 0 ? document.Items[matches[^1]].Entry : null;
        if (matches.Count == 1 && wanted.Equals(inForce)) return new SectionEdit.Unchanged();
        if (document.Tail is { } tail) return new SectionEdit.Refused(tail);

        var shadowed = matches.SkipLast(1).ToList();
        var expected = Without(document, shadowed);
        if (inForce is null)
        {
            expected.Add(new ExpectedItem(wanted, null));
            return Verification.Verify(document, Appending.Append(document, wanted), wanted.Id, expected, []);
        }

        var layout = SectionLayout.Of(document);
        var edits = new TextEdits();
        layout.CutBeforeOthers(edits, shadowed);
        if (!inForce.Equals(wanted))
        {
            expected[matches[^1] - shadowed.Count] = new ExpectedItem(wanted, null);
            layout.Replace(edits, matches[^1], Write(document, matches[^1], wanted));
        }

        return Verification.Verify(document, edits.ApplyTo(document.Text), wanted.Id, expected, matches);
    }

    /// <summary>Takes out all entries with this id, or only the one that is item number <paramref name="only"/>.</summary>
    public static SectionEdit Remove(Section section, string? text, string id, int? only = null) => Remove(SectionDocument.Read(section, text), id, only);

    internal static SectionEdit Remove(SectionDocument document, string id, int? only)
    {
        if (document.Fault is { } lost) return new SectionEdit.Refused(lost);

        var matches = Matches(document, id, only);
        if (matches.Count == 0) return new SectionEdit.Unchanged();
        if (document.Tail is { } tail) return new SectionEdit.Refused(tail);
        return Verification.Verify(document, SectionLayout.Of(document).Cut(matches), id, Without(document, matches), matches);
    }

    /// <summary>
    /// Our one entry with this id makes way for what stood there before, verbatim and each item at its place. When that does
    /// not fit any more, because others changed the section since, what was in force before is written in the style of now.
    /// </summary>
    /// <param name="section">Which section it is.</param>
    /// <param name="text">Its text.</param>
    /// <param name="id">Whose entry makes way.</param>
    /// <param name="displaced">What an <see cref="Upsert(Section, string?, MappingEntry)"/> gave; not empty.</param>
    /// <param name="only">The number of our item, where others have added items with the same id that are to stay.</param>
    public static SectionEdit Restore(Section section, string? text, string id, IReadOnlyList<DisplacedItem> displaced, int? only = null) =>
        Restore(SectionDocument.Read(section, text), id, displaced, only);

    internal static SectionEdit Restore(SectionDocument document, string id, IReadOnlyList<DisplacedItem> displaced, int? only)
    {
        var section = document.Section;
        if ((document.Fault ?? document.Tail) is { } fault) return new SectionEdit.Refused(fault);

        var former = displaced.OrderBy(item => item.Index).ToList();
        var matches = Matches(document, id, only);
        if (matches.Count > 0 && Restoring.PutBack(document, id, matches, former) is var edit and not SectionEdit.Refused) return edit;

        var rewritten = ReadAlone(section, former[^1]) is { } entry
            ? Upsert(document, entry)
            : new SectionEdit.Refused(new SectionFault(1, 1, $"the former entry of {id} cannot be put back: it does not fit into the section any more"));
        if (matches.Count > 0 || rewritten is not SectionEdit.Changed { Text: var anew }) return rewritten;

        // Somebody took our entry out: a new one shows the place.
        var withPlace = SectionDocument.Read(section, anew);
        return Restoring.PutBack(withPlace, id, Matches(withPlace, id), former) is SectionEdit.Changed verbatim ? verbatim : rewritten;
    }

    /// <summary>What a displaced item says; null when that cannot be told from it alone.</summary>
    internal static MappingEntry? ReadAlone(Section section, DisplacedItem item) => Restoring.ReadAlone(section, item.Text);

    private static List<int> Matches(SectionDocument document, string id, int? only = null)
    {
        var ids = document.Section.IdComparer();
        var matches = new List<int>();
        for (var index = 0; index < document.Items.Count; index++)
        {
            if (only is { } number && index != number) continue;
            if (document.Items[index].Entry is { Sso: null } entry && ids.Equals(entry.Id, id)) matches.Add(index);
        }

        return matches;
    }

    /// <param name="indices">In order.</param>
    private static List<ExpectedItem> Without(SectionDocument document, List<int> indices)
    {
        var expected = new List<ExpectedItem>(document.Items.Count + 1);
        var next = 0;
        for (var index = 0; index < document.Items.Count; index++)
        {
            if (next < indices.Count && indices[next] == index) next++;
            else expected.Add(new ExpectedItem(document.Items[index].Entry, index));
        }

        return expected;
    }

    private static string Write(SectionDocument document, int index, MappingEntry entry)
    {
        var style = StyleReader.Read(document, index);
        var writer = new EntryWriter(document.Section, style);
        var kept = KeptAnchors.Of(document, document.Items[index].Node, style.Key);
        return document.List!.Flow ? writer.WriteFlowItem(entry, kept) : writer.WriteBlockItem(entry, kept);
    }
}
