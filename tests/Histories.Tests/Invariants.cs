namespace EksIamCdk.Histories.Tests;

/// <summary>Holds the cluster to the model, and to how it was before (contract, section 9).</summary>
internal sealed class Invariants(Administrator admin, Foreigners foreigners)
{
    /// <summary>Everything that stacks may touch, with who owns it.</summary>
    public async Task<string> SnapshotAsync()
    {
        var map = await admin.GetAsync(Administrator.AwsAuth);
        var objects = await ObjectsAsync();
        return string.Join('\n', [
            $"aws-auth: {map?["data"]?.ToJsonString() ?? (map is null ? "not there" : "empty")}",
            .. OwnersOf(map).Order(StringComparer.Ordinal),
            .. objects.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {Shown(pair.Value)} of {Owner(pair.Value)}"),
        ]);
    }

    public async Task<string?> MismatchAsync(ClusterModel model)
    {
        var map = await admin.GetAsync(Administrator.AwsAuth);
        return Map(model.Map, map) ?? Objects(model.Objects, await ObjectsAsync());
    }

    /// <summary>After an operation that failed: what somebody had changed by hand before may have been healed on the way, and what
    /// could not be cleaned up is left behind. The model learns it from what is live.</summary>
    /// <param name="left">What could not be cleaned up, as it was declared.</param>
    /// <param name="attempted">What was to be deployed and is rolled back: what of it says so is retained all the same, and what was
    /// retained before and was ours again goes.</param>
    /// <returns>Null when what comes of what was left cannot be told.</returns>
    public async Task<ClusterModel?> SettledAsync(ClusterModel model, string stack, IReadOnlyList<Declared> left, IReadOnlyList<Declared> attempted)
    {
        var map = await admin.GetAsync(Administrator.AwsAuth);
        var entries = MapText.Entries(MapText.Remainder(model.Map, (string?)map?["data"]?["mapRoles"]) ?? "") ?? [];
        var owners = OwnersOf(map).ToHashSet();
        var objects = await ObjectsAsync();
        foreach (var resource in model.Of(stack).Concat(left))
        {
            var by = new Holder(stack, resource.Id);
            var (isOwner, isAsDeclared, isKnown) = resource switch
            {
                Declared.Entry entry => (
                    owners.Contains($"{MapText.ArnOf(entry.Role)} of {by}"),
                    entries.Contains(MapText.Line(MapText.ArnOf(entry.Role), entry.Username, entry.Groups)),
                    model.Map.Find(entry.Role) is { Drift: Drift.None, Ours: [.., var ours] } && ours.By == by),
                _ when ClusterModel.ObjectOf(resource) is var (kind, name) => (
                    objects.TryGetValue($"{kind} {name}", out var live) && Owner(live) == by,
                    true,
                    model.Objects.Find(kind, name) is { Ours: [.., var ours] } && ours.By == by),
                _ => (false, false, true),
            };
            if (isOwner && isAsDeclared && !isKnown)
                model = model.Declare(by, resource) ?? model;
            else if (!isOwner && left.Contains(resource))
                return null;
        }

        foreach (var value in attempted.OfType<Declared.Object>())
        {
            var slot = model.Objects.Find("ConfigMap", value.Name);
            var live = objects.GetValueOrDefault($"ConfigMap {value.Name}");
            if (value.Retain && slot is null && live is not null && Owner(live) is null)
                model = model with { Objects = model.Objects with { Slots = [.. model.Objects.Slots, RetainedOf(value, live)] } };
            else if (slot is { Retained: true } && live is null)
                model = model with { Objects = model.Objects.With(slot, null) };
        }

        return model;
    }

    private static ObjectSlot RetainedOf(Declared.Object declared, JsonObject live) =>
        new() { Kind = "ConfigMap", Name = declared.Name, Foreign = Content.OfLive(live), Retained = true };

    private static string? Map(MapModel model, JsonObject? map)
    {
        if (map is null)
        {
            return model is { IsOfOthers: false, OtherKeys.Count: 0 } && model.Slots.Count == 0 ? null
                : "aws-auth is not there";
        }

        foreach (var (key, value) in model.OtherKeys)
        {
            if ((string?)map["data"]?[key] != value)
                return $"the key {key} of aws-auth is {map["data"]?[key]} and was {value}";
        }

        var text = (string?)map["data"]?["mapRoles"];
        if (MapText.Remainder(model, text) is not { } rest)
            return $"mapRoles has not, verbatim and in order, what others wrote there:\n{text}\nexpected in it:\n{string.Concat(model.Slots.Where(slot => slot.ShowsForeign).Select(slot => slot.Foreign))}";
        return Entries(model, rest, text) ?? Owners(model, map) ?? Bytes(model, text);
    }

    private static string? Entries(MapModel model, string rest, string? text)
    {
        if (MapText.Entries(rest.Trim() is "\"\"" ? "" : rest) is not { } entries)
            return $"mapRoles cannot be read:\n{text}";
        var found = entries.ToList();
        foreach (var slot in model.Slots.Where(slot => slot.Ours.Count > 0))
        {
            var ours = slot.Ours[^1].Entry;
            var declared = MapText.Line(MapText.ArnOf(ours.Role), ours.Username, ours.Groups);
            var tampered = MapText.Line(MapText.ArnOf(ours.Role), MapSlot.TamperedName, ours.Groups);
            var there = slot.Drift switch
            {
                Drift.Missing => true,
                Drift.Tampered => found.Remove(tampered),
                _ => found.Remove(declared),
            };
            if (!there)
                return $"mapRoles has not {declared} ({slot.Drift}), but {string.Join("; ", entries)}:\n{text}";
        }

        return found.Count == 0 ? null : $"mapRoles has {string.Join("; ", found)}, which nobody declares:\n{text}";
    }

    private static string? Owners(MapModel model, JsonObject map)
    {
        var expected = model.Slots.Where(slot => slot.Ours.Count > 0).Select(slot => $"{MapText.ArnOf(slot.Role!)} of {slot.Ours[^1].By}").Order(StringComparer.Ordinal);
        var found = OwnersOf(map).Order(StringComparer.Ordinal);
        return expected.SequenceEqual(found) ? null : $"aws-auth belongs to:\n{string.Join('\n', found)}\nexpected:\n{string.Join('\n', expected)}";
    }

    /// <summary>Where nothing of ours is in it, the section is to the byte what others made it.</summary>
    private static string? Bytes(MapModel model, string? text)
    {
        if (model.Slots.Any(slot => slot.Ours.Count > 0))
            return null;
        var expected = model.Slots.Count > 0 ? string.Concat(model.Slots.Select(slot => slot.Foreign)) : model.Empty;
        if (model.Slots.Count == 0 && !model.EmptyIsKnown && (text ?? "").Trim() is "" or "[]")
            return null;
        return text == expected ? null : $"mapRoles is\n{Escaped(text)}\nand not, to the byte,\n{Escaped(expected)}";
    }

    private static string Escaped(string? text) => text is null ? "absent" : System.Text.Json.JsonSerializer.Serialize(text);

    private static IEnumerable<string> OwnersOf(JsonObject? map) =>
        (string?)map?["metadata"]?["annotations"]?["eks-iam-cdk/claims"] is { } claims
            ? JsonNode.Parse(claims)!["entries"]!.AsArray().Select(claim => $"{claim!["id"]} of {new Holder(StackName(claim["owner"]!), (string)claim["owner"]!["logicalId"]!)}")
            : [];

    private static string StackName(JsonNode owner) => ((string)owner["stackId"]!).Split('/')[1];

    private static string? Objects(ObjectsModel model, Dictionary<string, JsonObject> live)
    {
        foreach (var slot in model.Slots)
        {
            var name = $"{slot.Kind} {slot.Name}";
            if (!live.Remove(name, out var found))
                return $"{name} is not there";
            var owner = slot.Ours.Count > 0 ? slot.Ours[^1].By : null;
            if (owner != Owner(found))
                return $"{name} belongs to {Owner(found)}, expected: {owner}";
            var expected = Content.Over(Content.Over(slot.Foreign ?? [], slot.Added), slot.Ours.Count > 0 ? slot.Ours[^1].Content : []);
            if (Strict(expected, slot) != Strict(Content.OfLive(found), slot))
                return $"{name} is {Shown(found)}, expected: {expected.ToJsonString()}";
        }

        return live.Count == 0 ? null : $"{live.First().Key} is there, and nobody declares it: {live.First().Value.ToJsonString()}";
    }

    private static string Strict(JsonObject content, ObjectSlot slot) =>
        string.Join('\n', Content.Leaves(content).Where(leaf => !slot.Loose.Contains(leaf.Path)).Select(leaf => $"{leaf.Path} = {leaf.Value}").Order(StringComparer.Ordinal));

    private static string Shown(JsonObject live) => string.Join(" ", Content.Leaves(Content.OfLive(live)).Select(leaf => $"{leaf.Path}={leaf.Value}").Order(StringComparer.Ordinal));

    private static Holder? Owner(JsonObject live) =>
        (string?)live["metadata"]?["annotations"]?["eks-iam-cdk/owner"] is { } owner && JsonNode.Parse(owner) is { } read
            ? new Holder(StackName(read), (string)read["logicalId"]!)
            : null;

    private async Task<Dictionary<string, JsonObject>> ObjectsAsync()
    {
        var found = new Dictionary<string, JsonObject>();
        foreach (var kind in new[] { "ConfigMap", "RoleBinding" })
        {
            foreach (var item in await admin.ListAsync(foreigners.CollectionOf(kind)))
                found[$"{kind} {item["metadata"]!["name"]}"] = item;
        }

        found.Remove("ConfigMap kube-root-ca.crt");
        return found;
    }
}
