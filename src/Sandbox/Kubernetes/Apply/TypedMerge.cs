using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Apply;

/// <summary>Merges an applied configuration into a live object, and takes fields out again.</summary>
internal static class TypedMerge
{
    /// <summary>The live value with everything that <paramref name="applied"/> says put over it.</summary>
    public static JsonNode? Merge(Schema schema, JsonNode? live, JsonNode? applied)
    {
        if (applied is null) return live?.DeepClone();
        if (live is null || TypedFields.IsLeaf(schema)) return applied.DeepClone();
        if (schema is Schema.List list) return MergeItems(list, live, applied);
        var merged = live.DeepClone().AsObject();
        foreach (var (name, value) in applied.AsObject())
        {
            if (TypedFields.MemberSchema(schema, name) is { } member) merged[name] = Merge(member, live[name], value);
        }

        return merged;
    }

    /// <summary>Without the fields of <paramref name="gone"/>; what is left empty by that goes as well.</summary>
    public static JsonNode? Remove(Schema schema, JsonNode? node, FieldSet gone)
    {
        if (node is null || gone.Children.Count == 0) return node?.DeepClone();
        return schema is Schema.List list ? RemoveItems(list, node, gone) : RemoveMembers(schema, node.AsObject(), gone);
    }

    private static JsonObject? RemoveMembers(Schema schema, JsonObject members, FieldSet gone)
    {
        var left = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (!gone.Children.TryGetValue($"f:{name}", out var below)) left[name] = value?.DeepClone();
            else if (!below.IsMember && TypedFields.MemberSchema(schema, name) is { } member && Remove(member, value, below) is { } rest) left[name] = rest;
        }

        return left.Count > 0 ? left : null;
    }

    private static JsonArray? RemoveItems(Schema.List list, JsonNode items, FieldSet gone)
    {
        var left = new JsonArray();
        foreach (var (path, item) in TypedFields.Items(list, items, FieldPath.Root))
        {
            if (!gone.Children.TryGetValue(path.Steps[0], out var below)) left.Add(item?.DeepClone());
            else if (!below.IsMember && Remove(list.Item, item, below) is { } rest) left.Add(rest);
        }

        return left.Count > 0 ? left : null;
    }

    private static JsonArray MergeItems(Schema.List list, JsonNode live, JsonNode applied)
    {
        var wanted = TypedFields.Items(list, applied, FieldPath.Root).DistinctBy(item => item.Path).ToDictionary(item => item.Path, item => item.Item);
        var merged = new JsonArray();
        foreach (var (path, item) in TypedFields.Items(list, live, FieldPath.Root))
        {
            merged.Add(wanted.Remove(path, out var over) ? Merge(list.Item, item, over) : item?.DeepClone());
        }

        foreach (var item in wanted.Values) merged.Add(item?.DeepClone());
        return merged;
    }
}
