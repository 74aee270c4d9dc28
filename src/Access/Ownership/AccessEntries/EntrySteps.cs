namespace EksIamCdk.Access.Ownership.AccessEntries;

/// <summary>The calls that make one access entry of another.</summary>
internal static class EntrySteps
{
    public static IReadOnlyList<AccessEntryStep> Made(AccessEntryContent content, IReadOnlyDictionary<string, string> tags) =>
        [new AccessEntryStep.Create(content, tags), .. content.Policies.Select(policy => new AccessEntryStep.Associate(policy))];

    /// <summary>Who comes writes down first what was there.</summary>
    /// <param name="isDead">Whether the entry lets nobody in: then it is made anew, as where its type is another.</param>
    public static AccessEntryDecision Take(LiveAccessEntry live, AccessEntryContent wanted, EntryTags tags, bool isDead) =>
        isDead || live.Content.Type != wanted.Type ? Anew(live, wanted, tags) : Decide([.. Tagging(live, tags), .. Content(live.Content, wanted)]);

    /// <summary>Who leaves takes his tags off last.</summary>
    public static AccessEntryDecision Leave(LiveAccessEntry live, AccessEntryContent wanted, EntryTags tags) =>
        live.Content.Type != wanted.Type ? Anew(live, wanted, tags) : Decide([.. Content(live.Content, wanted), .. Tagging(live, tags)]);

    private static AccessEntryDecision Decide(IReadOnlyList<AccessEntryStep> steps) =>
        steps.Count == 0 ? new AccessEntryDecision.Nothing() : new AccessEntryDecision.Write(steps);

    private static AccessEntryDecision.Write Anew(LiveAccessEntry live, AccessEntryContent wanted, EntryTags tags)
    {
        var others = live.Tags.Where(tag => !EntryTags.IsOurs(tag.Key) && !tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase));
        return new([new AccessEntryStep.Delete(), .. Made(wanted, others.Concat(tags.Written()).ToDictionary(StringComparer.Ordinal))]);
    }

    private static IEnumerable<AccessEntryStep> Tagging(LiveAccessEntry live, EntryTags tags)
    {
        var ours = tags.Written();
        var written = ours.Where(tag => live.Tags.GetValueOrDefault(tag.Key) != tag.Value).ToDictionary(StringComparer.Ordinal);
        if (tags.NothingReplaced(live.Tags) is { } mark) written.Add(mark.Key, mark.Value);
        if (written.Count > 0) yield return new AccessEntryStep.Tag(written);

        var leftOver = live.Tags.Keys.Where(key => EntryTags.IsOurs(key) && !ours.ContainsKey(key)).Order(StringComparer.Ordinal).ToList();
        if (leftOver.Count > 0) yield return new AccessEntryStep.Untag(leftOver);
    }

    // What gives comes before what takes away: nobody is without access in between.
    private static IEnumerable<AccessEntryStep> Content(AccessEntryContent live, AccessEntryContent wanted)
    {
        foreach (var policy in wanted.Policies.Except(live.Policies)) yield return new AccessEntryStep.Associate(policy);

        if (!wanted.HasNamesOf(live)) yield return new AccessEntryStep.Rename(wanted.Username, wanted.Groups);

        foreach (var arn in live.Policies.Select(policy => policy.PolicyArn).Except(wanted.Policies.Select(policy => policy.PolicyArn)))
        {
            yield return new AccessEntryStep.Disassociate(arn);
        }
    }
}
