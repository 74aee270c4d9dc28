using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Access.History;

/// <summary>What of an object a history keeps: all, and of a Secret neither its data nor an annotation that may repeat it.</summary>
internal static class WithheldData
{
    public static JsonObject? Of(KubernetesKind kind, JsonObject? live)
    {
        if (live is null) return null;
        if (kind != KubernetesKind.Secret) return (JsonObject)live.DeepClone();

        var kept = new JsonObject();
        foreach (var member in (string[])["apiVersion", "kind", "type", "immutable"])
        {
            if (live[member] is { } value) kept[member] = value.DeepClone();
        }

        var metadata = new JsonObject();
        foreach (var member in (string[])["name", "namespace", "uid", "labels"])
        {
            if (live["metadata"]?[member] is { } value) metadata[member] = value.DeepClone();
        }

        if (live["metadata"]?["annotations"]?[ObjectAnnotations.Owner] is { } owner)
            metadata["annotations"] = new JsonObject { [ObjectAnnotations.Owner] = owner.DeepClone() };
        kept["metadata"] = metadata;
        return kept;
    }
}
