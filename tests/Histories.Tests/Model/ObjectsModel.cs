namespace EksIamCdk.Histories.Tests.Model;

/// <summary>What the objects of the namespace of a history must be.</summary>
public sealed record ObjectsModel
{
    public IReadOnlyList<ObjectSlot> Slots { get; init; } = [];

    public ObjectSlot? Find(string kind, string name) => Slots.FirstOrDefault(slot => slot.Kind == kind && slot.Name == name);

    /// <returns>Null when the object must be refused.</returns>
    public ObjectsModel? Declare(Holder by, string kind, string name, JsonObject content, bool adopt, bool retain)
    {
        if (Find(kind, name) is not { } slot)
            return this with { Slots = [.. Slots, new ObjectSlot { Kind = kind, Name = name, Ours = [(by, content, retain)] }] };
        if (slot is { Ours: [], Retained: true } && Content.Says(slot.Foreign!, content))
        {
            // What it says besides stays; but once it is his, the way back of an update that claimed it may let go of it.
            var besides = Content.Without(slot.Foreign!, content);
            var loose = Content.Leaves(besides).Select(leaf => leaf.Path).ToHashSet();
            return With(slot, slot with { Ours = [(by, content, retain)], Foreign = null, Added = besides, Loose = loose, Retained = false });
        }

        if (slot.Ours is [.., var inForce] ? inForce.By.Stack != by.Stack : !adopt)
            return null;
        var others = slot.Ours.Where(ours => ours.By != by);
        return With(slot, slot with { Ours = [.. others, (by, content, retain)], Loose = LetGo(slot, content), Added = Content.Without(slot.Added, content) });
    }

    public ObjectsModel Withdraw(Holder by, string kind, string name)
    {
        if (Find(kind, name) is not { } slot || slot.Ours.ToList().FindLastIndex(ours => ours.By == by) is not (>= 0 and var at))
            return this;
        IReadOnlyList<(Holder By, JsonObject Content, bool Retain)> left = [.. slot.Ours.Where((_, index) => index != at)];
        if (left.Count > 0)
            return With(slot, slot with { Ours = left });
        if (slot.Foreign is { } foreign)
            return With(slot, slot with { Ours = [], Foreign = Content.Over(foreign, slot.Added), Added = [] });
        return slot.Ours[at].Retain
            ? With(slot, slot with { Ours = [], Foreign = Content.Over(slot.Ours[at].Content, slot.Added), Added = [], Retained = true })
            : this with { Slots = [.. Slots.Where(other => other != slot)] };
    }

    public ObjectsModel With(ObjectSlot slot, ObjectSlot? instead) =>
        this with { Slots = [.. Slots.Select(other => ReferenceEquals(other, slot) ? instead : other).OfType<ObjectSlot>()] };

    // What ours has said before and says no more may be what others said, or gone; what others changed since is theirs.
    private static HashSet<string> LetGo(ObjectSlot slot, JsonObject content)
    {
        var now = Content.Leaves(content).Select(leaf => leaf.Path).ToHashSet();
        return [.. slot.Loose.Concat(slot.Ours.SelectMany(ours => Content.Leaves(ours.Content)).Select(leaf => leaf.Path))
            .Where(path => !now.Contains(path) && (slot.Loose.Contains(path) || Content.Leaves(slot.Foreign ?? []).Any(leaf => leaf.Path == path)))];
    }
}
