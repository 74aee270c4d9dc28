using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Apply;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Patches;

/// <summary>Strategic merge patch: lists with keys are merged by key, sets by value, others replaced; <c>$patch: replace</c> and <c>delete</c> are known.</summary>
internal static class StrategicPatch
{
    private const string Directive = "$patch";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";

    public static Answer Apply(Schema schema, JsonObject live, ReadOnlyMemory<byte> patch) =>
        MergePatch.Read(patch, out var refusal) is { } changes ? new Answer.Ok(Members(schema, live, changes)) : refusal!;

    private static JsonObject Members(Schema schema, JsonObject target, JsonObject changes)
    {
        if (changes.Text(Directive) == "delete") return [];
        if (changes.Text(Directive) == "replace") target = [];
        foreach (var (name, value) in changes)
        {
            if (name == Directive || name.StartsWith("$setElementOrder/", StringComparison.Ordinal) || name.StartsWith("$retainKeys", StringComparison.Ordinal)) continue;
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
            {
                var list = name[DeleteFromList.Length..];
                var gone = value as JsonArray ?? [];
                var left = (target[list] as JsonArray ?? []).Where(item => !gone.Any(one => JsonNode.DeepEquals(one, item)));
                target[list] = new JsonArray([.. left.Select(item => item?.DeepClone())]);
            }
            else if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = Value(TypedFields.MemberSchema(schema, name), target[name], value);
            }
        }

        return target;
    }

    private static JsonNode? Value(Schema? schema, JsonNode? target, JsonNode value) => (schema, value) switch
    {
        (Schema.List { Kind: ListKind.Keyed } list, JsonArray items) => KeyedItems(list, target as JsonArray ?? [], items),
        (Schema.List { Kind: ListKind.Set }, JsonArray items) => SetItems(target as JsonArray ?? [], items),
        (not null, JsonObject members) => Members(schema, target?.DeepClone() as JsonObject ?? [], members),
        _ => value.DeepClone(),
    };

    private static JsonArray SetItems(JsonArray target, JsonArray items) =>
        new([.. target.Select(item => item?.DeepClone()), .. items.Where(item => !target.Any(have => JsonNode.DeepEquals(have, item))).Select(item => item?.DeepClone())]);

    private static JsonArray KeyedItems(Schema.List list, JsonArray target, JsonArray items)
    {
        var changes = items.OfType<JsonObject>().ToList();
        if (changes.Exists(change => change.Text(Directive) == "replace" && change[list.Key] is null))
            return new JsonArray([.. changes.Where(change => change[list.Key] is not null).Select(change => change.DeepClone())]);
        var merged = new JsonArray();
        foreach (var item in target.OfType<JsonObject>())
        {
            var change = changes.Find(candidate => JsonNode.DeepEquals(candidate[list.Key], item[list.Key]));
            if (change is null) merged.Add(item.DeepClone());
            else if (changes.Remove(change) && change.Text(Directive) != "delete") merged.Add(Members(list.Item, item.DeepClone().AsObject(), change));
        }

        foreach (var change in changes.Where(change => change.Text(Directive) != "delete")) merged.Add(change.DeepClone());
        return merged;
    }
}
