namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>People and tools that know nothing of this project: what they do is done to the cluster and to the model. What makes no
/// sense at the moment is not done.</summary>
internal sealed class Foreigners(Administrator admin, string ns)
{
    private const string Sections = "mapRoles";

    public string CollectionOf(string kind) =>
        kind == "ConfigMap" ? $"/api/v1/namespaces/{ns}/configmaps" : $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings";

    public async Task<ClusterModel> DoAsync(Step.Edit edit, ClusterModel model) => edit.What switch
    {
        EditKind.Append or EditKind.NodeGroup or EditKind.Remove or EditKind.TakeOut or EditKind.Tamper or EditKind.Apply or EditKind.OtherKey
            or EditKind.DeleteMap => model with { Map = await EditMapAsync(edit, model.Map) },
        _ => model with { Objects = await EditObjectAsync(edit, model.Objects) },
    };

    public static ObjectSlot ObjectOf(string name) => name.StartsWith("bind", StringComparison.Ordinal)
        ? new ObjectSlot { Kind = "RoleBinding", Name = name, Foreign = Content.Over(Content.Binding("somebody", "nothing"), Content.Label("by", "others")) }
        : new ObjectSlot
        {
            Kind = "ConfigMap",
            Name = name,
            Foreign = Content.Over(
                Content.ConfigMap(new Dictionary<string, string> { ["a"] = "of others", ["z"] = "of others" }), Content.Label("by", "others")),
        };

    public Task MakeAsync(ObjectSlot slot) => admin.CreateAsync(CollectionOf(slot.Kind), Content.Over(slot.Foreign!, new JsonObject
    {
        ["apiVersion"] = slot.Kind == "ConfigMap" ? "v1" : "rbac.authorization.k8s.io/v1",
        ["kind"] = slot.Kind,
        ["metadata"] = new JsonObject { ["name"] = slot.Name },
    }));

    private async Task<MapModel> EditMapAsync(Step.Edit edit, MapModel map)
    {
        var after = map;
        await admin.ChangeAsync(Administrator.AwsAuth, live =>
        {
            var text = (string?)live?["data"]?[Sections];
            (after, var changed, var data) = edit.What switch
            {
                EditKind.DeleteMap => (new MapModel(), null, null),
                EditKind.OtherKey => (
                    map with { IsOfOthers = map.IsOfOthers || live is null, OtherKeys = new Dictionary<string, string>(map.OtherKeys) { [edit.Name] = "of others" } },
                    text,
                    KeyValuePair.Create(edit.Name, "of others")),
                _ => Changed(edit, map, text) is var (next, edited) ? (next with { IsOfOthers = map.IsOfOthers || live is null }, edited, null) : (map, text, (KeyValuePair<string, string>?)null),
            };
            if (edit.What == EditKind.DeleteMap)
                return null;
            if (ReferenceEquals(after, map) && live is null)
                return null;
            live ??= new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" } };
            var content = (JsonObject?)live["data"]?.DeepClone() ?? [];
            if (changed is not null)
                content[Sections] = changed;
            if (data is { } other)
                content[other.Key] = other.Value;
            if (content.Count > 0)
                live["data"] = content;
            return live;
        });
        return after;
    }

    private static (MapModel Map, string? Text)? Changed(Step.Edit edit, MapModel map, string? text)
    {
        // A list in brackets is left alone: no tool would put lines into it.
        if (text?.TrimStart() is ['[', not ']', ..])
            return null;
        var slot = map.Find(edit.Name);
        var newLine = MapText.NewLineOf(text);
        switch (edit.What)
        {
            case EditKind.Append when slot is null:
                var added = new MapSlot { Role = edit.Name, Foreign = MapText.ByHand(edit.Name, MapText.IndentOf(text), newLine) };
                return (map with { Slots = [.. Ended(map.Slots, newLine), added] }, MapText.Ended(Written(text), newLine) + added.Foreign);
            case EditKind.NodeGroup when slot is null:
                var first = new MapSlot { Role = edit.Name, Foreign = MapText.OfNodeGroup(edit.Name, MapText.IndentOf(text), newLine) };
                return (map with { Slots = [first, .. map.Slots] }, first.Foreign + Written(text));
            case EditKind.Remove when slot is { ShowsForeign: true, Role: not null } && Cut(text!, slot.Foreign!) is var without:
                return (map with { Slots = [.. map.Slots.Where(other => other != slot)], EmptyIsKnown = false }, without);
            case EditKind.TakeOut when slot is { Ours.Count: > 0, Drift: not Drift.Missing } && MapText.Place(text!, edit.Name) is var (from, to):
                var taken = map.With(slot, slot with { Drift = Drift.Missing }) with { EmptyIsKnown = false };
                // The last line of a text without an end at its last line takes none with it: now what stands before it has one.
                var slots = to == text!.Length && !text.EndsWith('\n') ? Ended(taken.Slots, newLine) : taken.Slots;
                return (taken with { Slots = [.. slots] }, text[..from] + text[to..]);
            case EditKind.Tamper when slot is { Ours: [.., var ours], Drift: Drift.None } && MapText.Place(text!, edit.Name) is var (from, to):
                var item = text![from..to];
                var tampered = item.Replace($"username: {ours.Entry.Username}", $"username: {MapSlot.TamperedName}", StringComparison.Ordinal);
                return tampered == item ? null : (map.With(slot, slot with { Drift = Drift.Tampered }), text[..from] + tampered + text[to..]);
            case EditKind.Apply when map.Slots.Any(other => other.Foreign is not null) && map.Slots.All(other => other.ShowsForeign || other.Foreign is null):
                return (
                    map with { Slots = [.. map.Slots.Select(other => other.ShowsForeign ? other : other with { Drift = Drift.Missing })] },
                    string.Concat(map.Slots.Where(other => other.ShowsForeign).Select(other => other.Foreign)));
            default:
                return null;
        }
    }

    private static string Written(string? text) => text is null || text.Trim() is "" or "[]" ? "" : text;

    private static IEnumerable<MapSlot> Ended(IReadOnlyList<MapSlot> slots, string newLine)
    {
        var last = slots.LastOrDefault(slot => slot.Foreign is not null);
        return slots.Select(slot => ReferenceEquals(slot, last) ? slot with { Foreign = MapText.Ended(slot.Foreign!, newLine) } : slot);
    }

    private static string Cut(string text, string lines)
    {
        var at = text.IndexOf(lines.TrimEnd('\r', '\n'), StringComparison.Ordinal);
        var end = text.IndexOf('\n', at + lines.TrimEnd('\r', '\n').Length);
        return text[..at] + (end < 0 ? "" : text[(end + 1)..]);
    }

    private async Task<ObjectsModel> EditObjectAsync(Step.Edit edit, ObjectsModel objects)
    {
        var kind = ObjectOf(edit.Name).Kind;
        if (objects.Find(kind, edit.Name) is not { } slot)
            return objects;
        var path = $"{CollectionOf(kind)}/{edit.Name}";
        switch (edit.What)
        {
            case EditKind.DeleteObject:
                await admin.DeleteAsync(path);
                return objects.With(slot, null);
            case EditKind.Label:
                var label = Content.Label("put", "there");
                await admin.MergeAsync(path, label);
                return objects.With(slot, slot.Ours.Count > 0 ? slot with { Added = Content.Over(slot.Added, label) } : slot with { Foreign = Content.Over(slot.Foreign!, label) });
            case EditKind.Change when kind == "ConfigMap" && slot.Ours is [.., var ours] && ours.Content["data"] is JsonObject { Count: > 0 } data:
                var key = data.First().Key;
                await admin.MergeAsync(path, Content.ConfigMap(new Dictionary<string, string> { [key] = "changed by hand" }));
                return objects.With(slot, slot with { Loose = new HashSet<string>(slot.Loose) { $"/data/{key}" } });
            default:
                return objects;
        }
    }
}
