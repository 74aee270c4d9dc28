using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;

namespace EksIamCdk.Sandbox.Kubernetes.Patches;

/// <summary>JSON Patch (RFC 6902).</summary>
internal static class JsonPatch
{
    private static readonly ApiStatus Rejected = new(422, "Invalid", "the server rejected our request due to an error in our request");

    public static Answer Apply(JsonObject live, ReadOnlyMemory<byte> patch)
    {
        JsonNode? root;
        try
        {
            root = JsonBody.Parse(patch.Span).Root;
        }
        catch (JsonException wrong)
        {
            return ApiStatus.BadRequest($"error decoding patch: {wrong.Message}");
        }

        if (root is not JsonArray operations) return ApiStatus.BadRequest("error decoding patch: it is no list of operations");
        return operations.All(operation => Do(live, operation as JsonObject ?? [])) ? new Answer.Ok(live) : Rejected;
    }

    private static bool Do(JsonObject document, JsonObject operation)
    {
        var path = operation.Text("path");
        switch (operation.Text("op"))
        {
            case "add": return Put(document, path, operation["value"], mustExist: false);
            case "replace": return Put(document, path, operation["value"], mustExist: true);
            case "remove": return Remove(document, path);
            case "test": return Find(document, path, out var found) && JsonNode.DeepEquals(found, operation["value"]);
            case "copy": return Find(document, operation.Text("from"), out var copied) && Put(document, path, copied?.DeepClone(), mustExist: false);
            case "move":
                return Find(document, operation.Text("from"), out var moved) && moved?.DeepClone() is var value && Remove(document, operation.Text("from"))
                    && Put(document, path, value, mustExist: false);
            default: return false;
        }
    }

    private static bool Put(JsonObject document, string path, JsonNode? value, bool mustExist)
    {
        if (Holder(document, path, out var last) is not { } holder) return false;
        value = value?.DeepClone();
        switch (holder)
        {
            case JsonObject members when !mustExist || members.ContainsKey(last):
                members[last] = value;
                return true;
            case JsonArray items when last == "-" && !mustExist:
                items.Add(value);
                return true;
            case JsonArray items when Index(last) is { } index && index < items.Count + (mustExist ? 0 : 1):
                if (mustExist) items[index] = value;
                else items.Insert(index, value);
                return true;
            default:
                return false;
        }
    }

    private static bool Remove(JsonObject document, string path)
    {
        switch (Holder(document, path, out var last))
        {
            case JsonObject members:
                return members.Remove(last);
            case JsonArray items when Index(last) is { } index && index < items.Count:
                items.RemoveAt(index);
                return true;
            default:
                return false;
        }
    }

    private static bool Find(JsonObject document, string path, out JsonNode? found)
    {
        found = null;
        switch (Holder(document, path, out var last))
        {
            case JsonObject members:
                return members.TryGetPropertyValue(last, out found);
            case JsonArray items when Index(last) is { } index && index < items.Count:
                found = items[index];
                return true;
            default:
                return false;
        }
    }

    /// <summary>What holds the member or item that the pointer names.</summary>
    private static JsonNode? Holder(JsonObject document, string pointer, out string last)
    {
        var steps = pointer.Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        last = steps[^1];
        if (steps.Length < 2 || steps[0].Length > 0) return null;
        JsonNode? at = document;
        foreach (var step in steps[1..^1])
        {
            at = at switch
            {
                JsonObject members => members[step],
                JsonArray items when Index(step) is { } index && index < items.Count => items[index],
                _ => null,
            };
        }

        return at;
    }

    private static int? Index(string step) => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
