using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Ownership;

/// <summary>Which fields of an object are whose, by its <c>metadata.managedFields</c>
/// (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management).</summary>
internal sealed class ManagedFields(JsonObject metadata)
{
    private readonly IReadOnlyList<JsonObject> _entries = [.. (metadata["managedFields"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>Whether this project has applied the object, by them, or the server keeps none. An update is no sign: what belonged to
    /// others before is put back by one.</summary>
    public bool MayHaveBeenApplied => _entries.Count == 0 || _entries.Any(IsOurApply);

    /// <summary>The fields that this project has applied: another apply takes away what it says no more.</summary>
    public IEnumerable<IReadOnlyList<string>> Applied => _entries.Where(IsOurApply).SelectMany(Leaves);

    /// <summary>The fields that this project has written otherwise, and nobody else besides.</summary>
    public IEnumerable<IReadOnlyList<string>> OnlyUpdated
    {
        get
        {
            var others = _entries.Where(entry => !IsOurs(entry)).SelectMany(Leaves).Concat(Applied).Select(Key).ToHashSet(StringComparer.Ordinal);
            return _entries.Where(entry => IsOurs(entry) && !IsOurApply(entry)).SelectMany(Leaves).Where(path => !others.Contains(Key(path)));
        }
    }

    /// <summary>A path as one text.</summary>
    public static string Key(IReadOnlyList<string> path) => string.Join('\0', path);

    public static JsonNode? Find(JsonObject from, IReadOnlyList<string> path) =>
        path.Aggregate((JsonNode?)from, (node, member) => (node as JsonObject)?[member]);

    public static void Remove(JsonObject from, IReadOnlyList<string> path)
    {
        if (Find(from, [.. path.SkipLast(1)]) is JsonObject parent) parent.Remove(path[^1]);
    }

    private static bool IsOurs(JsonObject entry) => (string?)entry["manager"] == ObjectOwnership.FieldManager;

    private static bool IsOurApply(JsonObject entry) => IsOurs(entry) && (string?)entry["operation"] == "Apply";

    private static IEnumerable<IReadOnlyList<string>> Leaves(JsonObject entry) => Leaves(entry["fieldsV1"] as JsonObject, []);

    // fieldsV1 names each member of an object by f:NAME, and has nothing below what is a value as a whole; items of lists are left alone.
    private static IEnumerable<IReadOnlyList<string>> Leaves(JsonObject? fields, IReadOnlyList<string> path) =>
        (fields ?? []).Where(field => field.Key.StartsWith("f:", StringComparison.Ordinal)).SelectMany(field =>
        {
            IReadOnlyList<string> here = [.. path, field.Key[2..]];
            return field.Value is JsonObject { Count: > 0 } below ? Leaves(below, here) : [here];
        });
}
