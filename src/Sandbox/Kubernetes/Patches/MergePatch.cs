using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;

namespace EksIamCdk.Sandbox.Kubernetes.Patches;

/// <summary>JSON Merge Patch (RFC 7396).</summary>
internal static class MergePatch
{
    public static Answer Apply(JsonObject live, ReadOnlyMemory<byte> patch)
    {
        if (Read(patch, out var refusal) is not { } changes) return refusal!;
        return new Answer.Ok(Merge(live, changes));
    }

    /// <summary>The patch as an object, or why it is none.</summary>
    public static JsonObject? Read(ReadOnlyMemory<byte> patch, out ApiStatus? refusal)
    {
        refusal = null;
        try
        {
            if (JsonBody.Parse(patch.Span).Root is JsonObject changes) return changes;
            refusal = ApiStatus.BadRequest("error decoding patch: it is no JSON object");
        }
        catch (JsonException wrong)
        {
            refusal = ApiStatus.BadRequest($"error decoding patch: {wrong.Message}");
        }

        return null;
    }

    private static JsonObject Merge(JsonObject target, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject below) target[name] = Merge(target[name]?.DeepClone() as JsonObject ?? [], below);
            else target[name] = value.DeepClone();
        }

        return target;
    }
}
