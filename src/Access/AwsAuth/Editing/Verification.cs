namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Reads a new text back before anybody gets to see it: it must say exactly what is expected.</summary>
internal static class Verification
{
    /// <summary>Stands for an entry that is put back: whatever it says, it says about the same principal.</summary>
    public static readonly MappingEntry Former = new() { Id = "" };

    /// <param name="before">The section as it was.</param>
    /// <param name="text">The new text.</param>
    /// <param name="id">Whose entry changed.</param>
    /// <param name="expected">What each item must read as; null for an item that is dropped.</param>
    /// <param name="displaced">The items that had this id.</param>
    public static SectionEdit Verify(
        SectionDocument before, string text, string id, IReadOnlyList<MappingEntry?> expected, IReadOnlyList<int> displaced)
    {
        var after = SectionDocument.Read(before.Section, text);
        if (after.Fault is null && after.Tail is null && SaysWhatIsExpected(after, id, expected))
        {
            return text == before.Text
                ? new SectionEdit.Unchanged()
                : new SectionEdit.Changed(text, Displace(before, displaced), Emptied: after.Items.Count == 0);
        }

        var place = displaced.Count > 0 ? before.Items[displaced[^1]].Node.Dash : default;
        var why = after.Fault is { } fault ? $" ({fault.Message})" : "";
        return new SectionEdit.Refused(place.Fault(
            $"the entry of {id} cannot be changed here without harm to others, or would not be read as it is given{why}; nothing was changed"));
    }

    public static IReadOnlyList<DisplacedItem> Displace(SectionDocument document, IReadOnlyList<int> indices)
    {
        if (indices.Count == 0) return [];
        var layout = SectionLayout.Of(document);
        return [.. indices.Select(layout.Displace)];
    }

    private static bool SaysWhatIsExpected(SectionDocument after, string id, IReadOnlyList<MappingEntry?> expected) =>
        after.Items.Count == expected.Count && after.Items.Zip(expected).All(pair => ReferenceEquals(pair.Second, Former)
            ? pair.First.Entry is { } entry && after.Section.IdComparer().Equals(entry.Id, id)
            : Equals(pair.First.Entry, pair.Second));
}
