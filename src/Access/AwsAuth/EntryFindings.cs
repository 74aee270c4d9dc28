namespace EksIamCdk.Access.AwsAuth;

/// <summary>What is to be said of entries that were read, but do not do what their text suggests.</summary>
internal static class EntryFindings
{
    public static IEnumerable<Finding> Of(Section section, IReadOnlyList<EntryInForce> entries) =>
        entries.Where(entry => Reachability.WhyNone(section, entry.Entry) is not null)
            .Select(entry => At(entry, FindingKind.UnreachableEntry, $"no caller can match this entry: {Reachability.WhyNone(section, entry.Entry)}"))
            .Concat(entries.GroupBy(entry => entry.Entry.Id, section.IdComparer()).SelectMany(group => Shadowed(section, [.. group])));

    private static IEnumerable<Finding> Shadowed(Section section, List<EntryInForce> same)
    {
        var last = same[^1];
        if (last.Entry.Id.Length == 0) yield break;
        foreach (var entry in same[..^1])
        {
            yield return At(entry, FindingKind.ShadowedEntry, section == Section.MapUsers && entry.Entry.Id != last.Entry.Id
                ? $"this ARN stands in line {last.Line} of the section again, in other letter case: which of the two wins is random"
                : $"this entry has no effect: the same {(section == Section.MapAccounts ? "account" : "ARN")} stands in line {last.Line} of the section again, and the last wins");
        }
    }

    private static Finding At(EntryInForce entry, FindingKind kind, string message) => new(kind, entry.Line, entry.Column, message);
}
