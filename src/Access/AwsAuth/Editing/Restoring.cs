namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Puts displaced items back, verbatim and each at its place.</summary>
internal static class Restoring
{
    /// <summary>By how many items others may have moved a place so that it is found again.</summary>
    private const int FarthestShift = 50;

    /// <param name="document">The section as it is.</param>
    /// <param name="id">Whose entry makes way.</param>
    /// <param name="matches">The items with this id; not empty.</param>
    /// <param name="former">What stood there before, in order; not empty.</param>
    public static SectionEdit PutBack(SectionDocument document, string id, IReadOnlyList<int> matches, IReadOnlyList<DisplacedItem> former)
    {
        var host = matches[^1];
        var removed = matches.SkipLast(1).ToHashSet();
        List<int> rest = [.. Enumerable.Range(0, document.Items.Count).Where(index => !removed.Contains(index))];
        var layout = SectionLayout.Of(document);
        var edits = new TextEdits();
        layout.CutBeforeOthers(edits, removed);
        layout.Replace(edits, host, former[^1].Text);

        var expected = new List<ExpectedItem>();
        var last = rest.IndexOf(host);
        var next = 0;
        var from = 0;
        foreach (var item in former.SkipLast(1))
        {
            for (var place = PlaceOf(document, item, rest, next, next + item.Index - expected.Count, last); next < place; next++)
            {
                expected.Add(new ExpectedItem(document.Items[rest[next]].Entry, rest[next]));
                from = 0;
            }

            from = layout.PutBack(edits, item, rest[next], from);
            expected.Add(ExpectedItem.Former);
        }

        expected.AddRange(rest.Skip(next).Select(index => index == host ? ExpectedItem.Former : new ExpectedItem(document.Items[index].Entry, index)));
        return Verification.Verify(document, edits.ApplyTo(document.Text), id, expected, matches);
    }

    /// <summary>Before which item it goes: by its number, or near there before the one that it stood before.</summary>
    private static int PlaceOf(SectionDocument document, DisplacedItem item, List<int> rest, int first, int byNumber, int last)
    {
        byNumber = Math.Clamp(byNumber, first, last);
        for (var distance = 0; distance <= FarthestShift && item.Before.Length > 0; distance++)
        {
            if (byNumber + distance <= last && IsBefore(byNumber + distance)) return byNumber + distance;
            if (byNumber - distance >= first && IsBefore(byNumber - distance)) return byNumber - distance;
        }

        return byNumber;

        bool IsBefore(int place) => document.Items[rest[place]].Entry is { } entry && document.Section.IdComparer().Equals(entry.Id, item.Before);
    }

    /// <summary>What an item says that stands for itself; null when that cannot be told.</summary>
    public static MappingEntry? ReadAlone(Section section, string source) =>
        ReadOnly(section, source) ?? ReadOnly(section, $"[{source}]");

    private static MappingEntry? ReadOnly(Section section, string text) =>
        SectionReader.Read(section, text) is { Entries: [var only] } ? only.Entry : null;
}
