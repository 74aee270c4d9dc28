using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Reads a NodeList. Source: https://kubernetes.io/docs/reference/node/node-status/#condition.</summary>
internal static class ReadyNode
{
    /// <returns>The name of a node that is Ready, or null.</returns>
    public static string? In(JsonObject list) =>
        (list["items"] as JsonArray ?? []).OfType<JsonObject>().Where(IsReady).Select(node => Text(node["metadata"], "name")).FirstOrDefault();

    /// <returns>What the next page is asked for with, or null when there is none.</returns>
    public static string? NextPage(JsonObject list) => Text(list["metadata"], "continue") is { Length: > 0 } page ? page : null;

    private static bool IsReady(JsonObject node) =>
        ((node["status"] as JsonObject)?["conditions"] as JsonArray ?? []).Any(
            condition => Text(condition, "type") == "Ready" && Text(condition, "status") == "True");

    private static string? Text(JsonNode? parent, string name) =>
        (parent as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
