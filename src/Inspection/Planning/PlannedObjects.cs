using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Inspection.Planning;

/// <summary>What becomes of an object by a decision, without an API server.</summary>
internal static class PlannedObjects
{
    /// <returns>The object after the decision; null when it is gone.</returns>
    public static JsonObject? After(JsonObject? live, ObjectDecision decision) => decision switch
    {
        ObjectDecision.Apply apply => live is null ? apply.Body : Applied(live, apply.Body),
        ObjectDecision.Replace replace => replace.Body,
        ObjectDecision.Recreate recreate => recreate.Body,
        ObjectDecision.Create create => create.Body,
        ObjectDecision.Delete => null,
        _ => live,
    };

    /// <summary>An object as people look at it: without what the server sets and without our annotations.</summary>
    public static JsonObject Shown(JsonObject body)
    {
        var shown = (JsonObject)body.DeepClone();
        shown.Remove("status");
        if (shown["metadata"] is not JsonObject metadata) return shown;
        foreach (var member in new[] { "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields" }) metadata.Remove(member);
        if (metadata["annotations"] is JsonObject annotations)
        {
            foreach (var (name, _) in annotations.ToList())
            {
                if (name.StartsWith(ObjectAnnotations.Prefix, StringComparison.Ordinal)) annotations.Remove(name);
            }

            if (annotations.Count == 0) metadata.Remove("annotations");
        }

        if (shown["data"] is JsonObject data && (string?)shown["kind"] == KubernetesKind.Secret.Kind)
        {
            foreach (var (name, _) in data.ToList()) data[name] = "(not shown)";
        }

        return shown;
    }

    /// <summary>Server-side apply by this project's field manager: what it declared before and declares no more goes, what it declares comes.</summary>
    private static JsonObject Applied(JsonObject live, JsonObject body)
    {
        var result = (JsonObject)live.DeepClone();
        if ((string?)live["metadata"]?["annotations"]?[ObjectAnnotations.Declared] is { } declared && DeclaredManifest.Read(declared) is { } before)
            Remove(result, before, body);
        Put(result, body);
        return result;
    }

    private static void Remove(JsonObject from, JsonObject before, JsonObject now)
    {
        foreach (var (member, value) in before)
        {
            if (!now.ContainsKey(member)) from.Remove(member);
            else if (value is JsonObject inner && now[member] is JsonObject still && from[member] is JsonObject below) Remove(below, inner, still);
        }
    }

    private static void Put(JsonObject under, JsonObject over)
    {
        foreach (var (member, value) in over)
        {
            if (value is JsonObject inner && under[member] is JsonObject below) Put(below, inner);
            else under[member] = value?.DeepClone();
        }
    }
}
