using System.Text.Json;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.History;

/// <summary>
/// Decides how a write of aws-auth is taken back: the entries that it changed become what they were, and belong to whom they belonged,
/// so that the next update and delete of their stacks find what they know. It reads nothing and writes nothing.
/// </summary>
public static class AwsAuthRestoration
{
    /// <param name="live">What is live.</param>
    /// <param name="change">The write to take back.</param>
    /// <param name="exact">The whole map as it was, whatever others did since; else only what that write changed.</param>
    public static AwsAuthDecision Decide(AwsAuthConfigMap live, HistoryChange.OfAwsAuth change, bool exact)
    {
        var (was, became) = (change.Was, change.Became);
        if (exact) return Exactly(live, was);
        if (AwsAuthState.Of(live) is not { } state || Claims.Read(was.Claims) is not { } before || Claims.Read(became.Claims) is not { } after)
            return AwsAuthOwnership.ClaimsUnreadable();

        foreach (var section in Sections.All)
        {
            var ids = ChangedEntries.Of(section, was, before, became, after);
            var entries = ids.Select(id => new RestoredEntry(section, id, live, state.Claims, was, before, became, after)).ToList();
            if (entries.Select(entry => entry.OfOthers()).FirstOrDefault(others => others is not null) is { } refusal)
                return new AwsAuthDecision.Refuse(refusal);

            // Where nobody wrote since, the very bytes come back: comments, blank lines, an absent key.
            if (live.Text(section) == became.Text(section))
            {
                state = state.Rewritten(section, was.Text(section), claims => entries.Aggregate(claims, (now, entry) => entry.Claimed(now)));
                continue;
            }

            foreach (var entry in entries)
            {
                var edit = entry.Edit(state.Text(section));
                if (edit is SectionEdit.Refused refused) return AwsAuthOwnership.SectionUnreadable(section, refused.Fault);
                state = edit is null ? state.WithClaims(entry.Claimed(state.Claims)) : state.After(section, edit, entry.Claimed);
            }
        }

        return state.Decide();
    }

    private static AwsAuthDecision Exactly(AwsAuthConfigMap live, AwsAuthConfigMap was)
    {
        if (!was.Exists && live is { Exists: true, HasOtherContent: false }) return new AwsAuthDecision.DeleteConfigMap();
        var data = was.Data.Keys.Union(live.Data.Keys)
            .Where(key => was.Data.GetValueOrDefault(key) != live.Data.GetValueOrDefault(key))
            .ToDictionary(key => key, key => was.Data.GetValueOrDefault(key));
        return data.Count == 0 && was.Claims == live.Claims && was.Exists == live.Exists
            ? new AwsAuthDecision.Nothing()
            : new AwsAuthDecision.Write(data, was.Claims);
    }
}

/// <summary>One entry that a write changed, at three times: before it, after it, and now.</summary>
internal sealed class RestoredEntry(
    Section section, string id, AwsAuthConfigMap live, Claims now, AwsAuthConfigMap was, Claims before, AwsAuthConfigMap became, Claims after)
{
    private readonly Claim? _live = now.Of(section, id);
    private readonly Claim? _before = before.Of(section, id);
    private readonly Claim? _after = after.Of(section, id);

    /// <summary>Why it is left alone; null when it is as that write left it, or the same owners have written it since.</summary>
    public Failure? OfOthers()
    {
        var items = SectionEditor.Occurrences(section, live.Text(section), id);
        if (IsAs(became, _after) || IsAs(was, _before) || (items.Count == 0 && _live is null)) return null;
        if (_live is not null && _live.Owner.StackId != _before?.Owner.StackId && _live.Owner.StackId != _after?.Owner.StackId)
            return Refusal($"The entry for {id} in aws-auth ({section.Key()}) belongs to {_live.Owner} by now.");
        return _live is not null && items is [.., var inForce] && inForce.Entry.Equals(_live.Written)
            ? null
            : Refusal($"The entry for {id} in aws-auth ({section.Key()}) was changed since by somebody who does not say so.");
    }

    /// <summary>The claims with the one for this entry as it was.</summary>
    public Claims Claimed(Claims claims)
    {
        if (before.Empty.TryGetValue(section.Key(), out var empty) && !claims.Empty.ContainsKey(section.Key()))
            claims = claims with { Empty = new Dictionary<string, string?>(claims.Empty) { [section.Key()] = empty } };
        if (_before is not null) return claims.With(_before);
        return claims.Of(section, id) is { } claim ? claims.Without(claim) : claims;
    }

    /// <summary>The text of its section with the entry as it was; null when there is nothing to edit.</summary>
    public SectionEdit? Edit(string? text)
    {
        var items = SectionEditor.Occurrences(section, text, id);
        var former = SectionEditor.Find(section, was.Text(section), id);
        int? ours = _live is null ? null : AwsAuthOwnership.OurItem(items, _live).SingleOrDefault()?.Source.Index;
        if (former.Count > 0) return SectionEditor.Restore(section, text, id, former, ours);
        return items.Count == 0 ? null : SectionEditor.Remove(section, text, id, ours);
    }

    private bool IsAs(AwsAuthConfigMap map, Claim? claim) =>
        ChangedEntries.IsSame(_live, claim)
        && SectionEditor.Find(section, live.Text(section), id).Select(item => item.Text)
            .SequenceEqual(SectionEditor.Find(section, map.Text(section), id).Select(item => item.Text));

    private static Failure Refusal(string what) => new(
        ErrorCode.EntryOfAnother, what, "Nothing was changed; to put back the whole map, and lose what others did since, restore it with --exact.");
}

/// <summary>Which entries differ between two states of aws-auth.</summary>
internal static class ChangedEntries
{
    public static IReadOnlyList<string> Of(Section section, AwsAuthConfigMap was, Claims before, AwsAuthConfigMap became, Claims after)
    {
        var (old, now) = (Entries(section, was), Entries(section, became));
        return
        [
            .. old.Select(group => group.Key).Concat(now.Select(group => group.Key))
                .Concat(before.Entries.Concat(after.Entries).Where(claim => claim.Section == section).Select(claim => claim.Id))
                .Distinct(section.IdComparer())
                .Where(id => !old[id].SequenceEqual(now[id]) || !IsSame(before.Of(section, id), after.Of(section, id))),
        ];
    }

    public static bool IsSame(Claim? one, Claim? other) => Text(one) == Text(other);

    private static ILookup<string, MappingEntry> Entries(Section section, AwsAuthConfigMap map) =>
        SectionReader.Read(section, map.Text(section)).Entries.Select(inForce => inForce.Entry)
            .Where(entry => entry.Sso is null).ToLookup(entry => entry.Id, section.IdComparer());

    private static string Text(Claim? claim) => claim is null ? "" : JsonSerializer.Serialize(claim, OwnershipJson.Compact.Claim);
}
