namespace EksIamCdk.Histories.Tests.Model;

/// <summary>What mapRoles of kube-system/aws-auth must be: by the contract alone, knowing nothing of how it is brought about.</summary>
public sealed record MapModel
{
    public IReadOnlyList<MapSlot> Slots { get; init; } = [];

    /// <summary>Whether somebody else than us made the ConfigMap. One that we made goes when nothing is in it any more, also where somebody
    /// took some of it out; what they put into it keeps it.</summary>
    public bool IsOfOthers { get; init; }

    /// <summary>The section without any item: the text, null where the key is absent.</summary>
    public string? Empty { get; init; }

    /// <summary>False when the section became empty under our hands: then any empty text will do.</summary>
    public bool EmptyIsKnown { get; init; } = true;

    public IReadOnlyDictionary<string, string> OtherKeys { get; init; } = new Dictionary<string, string>();

    public MapSlot? Find(string role) => Slots.FirstOrDefault(slot => slot.Role == role);

    /// <returns>Null when the entry must be refused.</returns>
    public MapModel? Declare(Holder by, Declared.Entry entry)
    {
        var slot = Find(entry.Role);
        if (slot is null)
            return this with { Slots = [.. Slots, new MapSlot { Role = entry.Role, Ours = [(by, entry)] }] };
        if (slot.Ours is [.., var inForce])
        {
            if (inForce.By.Stack != by.Stack)
                return null;
            var healed = slot with { Ours = [.. slot.Ours.Where(ours => ours.By != by), (by, entry)], Drift = Drift.None };
            return slot.Drift == Drift.Missing ? AtTheEnd(slot, healed) : With(slot, healed);
        }

        return entry.Adopt ? With(slot, slot with { Ours = [(by, entry)] }) : null;
    }

    public MapModel Withdraw(Holder by, string role)
    {
        if (Find(role) is not { } slot || !slot.Ours.Any(ours => ours.By == by))
            return this;
        var isInForce = slot.Ours[^1].By == by;
        var at = slot.Ours.ToList().FindLastIndex(ours => ours.By == by);
        var left = slot with { Ours = [.. slot.Ours.Where((_, index) => index != at)] };
        if (isInForce)
            left = left with { Drift = Drift.None };
        if (left is { Ours: [], Foreign: null })
            return this with { Slots = [.. Slots.Where(other => other != slot)] };
        // Where the entry was taken out by hand, what stood there before comes back at the end.
        return isInForce && slot.Drift == Drift.Missing ? AtTheEnd(slot, left) : With(slot, left);
    }

    // A text without a line break at its end has none there afterwards either.
    private MapModel AtTheEnd(MapSlot slot, MapSlot instead)
    {
        List<MapSlot> others = [.. Slots.Where(other => other != slot)];
        var last = others.FindLastIndex(other => other.Foreign is not null);
        if (instead.Foreign is { } text && last >= 0 && !others[last].Foreign!.EndsWith('\n'))
        {
            others[last] = others[last] with { Foreign = MapText.Ended(others[last].Foreign!, MapText.NewLineOf(text)) };
            instead = instead with { Foreign = text.TrimEnd('\r', '\n') };
        }

        return this with { Slots = [.. others, instead] };
    }

    public MapModel With(MapSlot slot, MapSlot instead) => this with { Slots = [.. Slots.Select(other => ReferenceEquals(other, slot) ? instead : other)] };
}
