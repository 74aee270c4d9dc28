using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>What an API server's refusal of an object means, told by the causes that it gives.</summary>
internal static class ObjectFailures
{
    /// <returns>Null when the refusal is no conflict with other field managers.</returns>
    public static Failure? FieldConflict(ObjectAddress address, ApiAnswer.Refused refused)
    {
        if (refused.Status != 409)
            return null;
        // The message of a cause names the manager: conflict with "NAME" using VERSION.
        var conflicts = Causes(refused)
            .Where(cause => Text(cause, "reason") == "FieldManagerConflict")
            .Select(cause => $"{Text(cause, "field")} ({Text(cause, "message")})")
            .ToList();
        return conflicts.Count == 0
            ? null
            : new(
                ErrorCode.FieldConflict,
                $"Fields of {address} are owned by other field managers: {string.Join(", ", conflicts)}.",
                "Leave these fields out of the manifest, or have the other manager give them up.");
    }

    public static bool IsNamespaceTerminating(ApiAnswer.Refused refused) =>
        refused.Status is 403 or 409 && Causes(refused).Any(cause => Text(cause, "reason") == "NamespaceTerminating");

    public static Failure BeingDeleted(ObjectAddress address) => new(
        ErrorCode.RefusedByApiServer,
        $"{address} is being deleted and does not go.",
        "Look at its finalizers, and deploy again when it is gone.");

    public static Failure NamespaceBeingDeleted(ObjectAddress address) => new(
        ErrorCode.RefusedByApiServer,
        $"{address} cannot be made: its namespace is being deleted.",
        "Deploy again when the namespace is gone and made anew.");

    private static IEnumerable<JsonObject> Causes(ApiAnswer.Refused refused) =>
        refused.Details?["causes"] is JsonArray causes ? causes.OfType<JsonObject>() : [];

    private static string Text(JsonObject cause, string name) =>
        cause[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
