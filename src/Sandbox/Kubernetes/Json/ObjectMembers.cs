using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes.Json;

/// <summary>The members that every Kubernetes object has, read from its JSON.</summary>
internal static class ObjectMembers
{
    public static JsonObject Metadata(this JsonObject body)
    {
        if (body["metadata"] is JsonObject metadata) return metadata;
        metadata = [];
        body["metadata"] = metadata;
        return metadata;
    }

    public static string Name(this JsonObject body) => body["metadata"].Text("name");

    public static string Namespace(this JsonObject body) => body["metadata"].Text("namespace");

    public static string Uid(this JsonObject body) => body["metadata"].Text("uid");

    public static string ResourceVersion(this JsonObject body) => body["metadata"].Text("resourceVersion");

    public static bool IsBeingDeleted(this JsonObject body) => body["metadata"].Text("deletionTimestamp").Length > 0;

    public static IReadOnlyList<string> Finalizers(this JsonObject body) => body["metadata"].Texts("finalizers");

    public static IReadOnlyDictionary<string, string> Labels(this JsonObject body) => body["metadata"].TextMap("labels");

    /// <summary>A text member, or the empty string.</summary>
    public static string Text(this JsonNode? node, string member) =>
        node is JsonObject members && members[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>The texts of a list, or none.</summary>
    public static IReadOnlyList<string> Texts(this JsonNode? node, string member) =>
        node is JsonObject members && members[member] is JsonArray items
            ? [.. items.OfType<JsonValue>().Where(item => item.GetValueKind() == JsonValueKind.String).Select(item => item.GetValue<string>())]
            : [];

    public static IReadOnlyDictionary<string, string> TextMap(this JsonNode? node, string member) =>
        node is JsonObject members && members[member] is JsonObject map
            ? map.ToDictionary(pair => pair.Key, pair => pair.Value is JsonValue ? map.Text(pair.Key) : "", StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The objects of a list, or none.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, string member) =>
        node is JsonObject members && members[member] is JsonArray items ? items.OfType<JsonObject>() : [];

    public static JsonArray ToJsonArray(this IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);
}
