namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>What an item of the new text must be.</summary>
/// <param name="Entry">What it must read as; null for an item that is dropped.</param>
/// <param name="Before">Its number in the old text, where it must have stood in the same letters; null for one that is written now.</param>
internal readonly record struct ExpectedItem(MappingEntry? Entry, int? Before)
{
    /// <summary>An item that is put back: whatever it says, it says about the same principal.</summary>
    public static ExpectedItem Former => default;
}

/// <summary>Reads a new text back before anybody gets to see it: it must say exactly what is expected.</summary>
internal static class Verification
{
    /// <param name="before">The section as it was.</param>
    /// <param name="text">The new text.</param>
    /// <param name="id">Whose entry changed.</param>
    /// <param name="expected">Each item of the new text.</param>
    /// <param name="displaced">The items that had this id.</param>
    public static SectionEdit Verify(
        SectionDocument before, string text, string id, IReadOnlyList<ExpectedItem> expected, IReadOnlyList<int> displaced)
    {
        var after = Rereading.Of(before, text);
        if (after.Fault is null && IsAsExpected(after, before.Section.IdComparer(), id, expected))
        {
            return text == before.Text
                ? new SectionEdit.Unchanged()
                : new SectionEdit.Changed(text, Displace(before, displaced), Emptied: after.Count == 0);
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
        var items = new DisplacedItem[indices.Count];
        var following = indices[^1];
        for (var i = indices.Count - 1; i >= 0; i--)
        {
            // What follows a row of shadowed items follows each of them.
            if (i < indices.Count - 1 && indices[i] + 1 < indices[i + 1]) following = indices[i] + 1;
            items[i] = layout.Displace(indices[i]) with { Before = document.Items[following].Entry?.Id ?? "" };
        }

        return items;
    }

    private static bool IsAsExpected(Rereading after, StringComparer ids, string id, IReadOnlyList<ExpectedItem> expected)
    {
        if (after.Count != expected.Count) return false;
        for (var index = 0; index < expected.Count; index++)
        {
            var (entry, origin) = expected[index];
            var found = after.Entry(index);
            var matches = entry is null && origin is null
                ? found is not null && ids.Equals(found.Id, id)
                : ReferenceEquals(found, entry) || Equals(found, entry);
            if (!matches || (origin is { } former && !after.IsWrittenAs(index, former))) return false;
        }

        return true;
    }
}
