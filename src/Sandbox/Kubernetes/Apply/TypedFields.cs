using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Apply;

/// <summary>What differs between two values of one schema.</summary>
internal sealed record Comparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    /// <summary>Fields whose value a writer has set.</summary>
    public FieldSet Written => Added.Union(Modified);

    public bool IsSame => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;
}

/// <summary>Fields of typed values: which there are, which differ (the rules of structured-merge-diff).</summary>
internal static class TypedFields
{
    /// <summary>The fields that somebody who applies <paramref name="node"/> claims.</summary>
    public static FieldSet Of(Schema schema, JsonNode? node)
    {
        var set = new FieldSet();
        Collect(schema, node, FieldPath.Root, set);
        return set;
    }

    public static Comparison Compare(Schema schema, JsonNode? before, JsonNode? after)
    {
        var comparison = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
        Compare(schema, before, after, FieldPath.Root, comparison);
        return comparison;
    }

    /// <summary>The items of a keyed list or set, each with its step.</summary>
    public static IEnumerable<(FieldPath Path, JsonNode? Item)> Items(Schema.List list, JsonNode? node, FieldPath path) =>
        (node as JsonArray ?? []).Select(item => (list.Kind == ListKind.Set ? path.Value(item) : path.Item(list.Key, (item as JsonObject)?[list.Key]), item));

    public static Schema? MemberSchema(Schema schema, string name) => schema switch
    {
        Schema.Struct shape => shape.Fields.GetValueOrDefault(name),
        Schema.Map map => map.Value,
        _ => null,
    };

    /// <summary>Whether the value is owned as a whole.</summary>
    public static bool IsLeaf(Schema schema) => schema is Schema.Scalar or Schema.Struct { Atomic: true } or Schema.List { Kind: ListKind.Atomic };

    private static void Collect(Schema schema, JsonNode? node, FieldPath path, FieldSet set)
    {
        if (IsLeaf(schema))
        {
            set.Add(path);
        }
        else if (schema is Schema.List list)
        {
            foreach (var (itemPath, item) in Items(list, node, path))
            {
                set.Add(itemPath);
                if (list.Kind == ListKind.Keyed) CollectItem(list.Item, item, itemPath, set);
            }
        }
        else
        {
            foreach (var (name, value) in node as JsonObject ?? [])
            {
                if (MemberSchema(schema, name) is not { } member) continue;
                var here = path.Field(name);
                if (schema is Schema.Map || value is null or JsonObject { Count: 0 }) set.Add(here);
                Collect(member, value, here, set);
            }
        }
    }

    private static void CollectItem(Schema schema, JsonNode? item, FieldPath path, FieldSet set)
    {
        if (!IsLeaf(schema)) Collect(schema, item, path, set);
    }

    private static void Compare(Schema schema, JsonNode? before, JsonNode? after, FieldPath path, Comparison comparison)
    {
        if (before is null && after is null) return;
        if (IsLeaf(schema) || (IsEmptyMap(before) && IsEmptyMap(after)))
        {
            if (before is null) comparison.Added.Add(path);
            else if (after is null) comparison.Removed.Add(path);
            else if (!JsonNode.DeepEquals(before, after)) comparison.Modified.Add(path);
            return;
        }

        if (before is null) comparison.Added.Add(path);
        else if (after is null) comparison.Removed.Add(path);
        if (schema is Schema.List list) CompareItems(list, before, after, path, comparison);
        else CompareMembers(schema, before as JsonObject ?? [], after as JsonObject ?? [], path, comparison);
    }

    private static void CompareMembers(Schema schema, JsonObject before, JsonObject after, FieldPath path, Comparison comparison)
    {
        foreach (var name in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)))
        {
            if (MemberSchema(schema, name) is { } member) Compare(member, before[name], after[name], path.Field(name), comparison);
        }
    }

    private static void CompareItems(Schema.List list, JsonNode? before, JsonNode? after, FieldPath path, Comparison comparison)
    {
        var old = Items(list, before, path).DistinctBy(item => item.Path).ToDictionary(item => item.Path, item => item.Item);
        var now = Items(list, after, path).DistinctBy(item => item.Path).ToDictionary(item => item.Path, item => item.Item);
        foreach (var at in old.Keys.Union(now.Keys)) Compare(list.Item, old.GetValueOrDefault(at), now.GetValueOrDefault(at), at, comparison);
    }

    private static bool IsEmptyMap(JsonNode? node) => node is null or JsonObject { Count: 0 };
}
