using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Access.Ownership;

/// <summary>
/// What a binding was, kept in the cluster while it is deleted and created anew with another roleRef: a second binding beside it, with the same
/// roleRef and without subjects, so that it grants nothing. Whoever dies in between leaves it to the next delivery, or to the rollback.
/// </summary>
/// <remarks>The roleRef is the stand-in's own. The API server lets nobody write a binding who may not grant what it refers to, so nobody can have
/// more put back than he could grant himself.</remarks>
public static class StandIn
{
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where the stand-in of a binding stands while this owner changes it.</summary>
    public static ObjectAddress AddressOf(ObjectAddress binding, Owner owner)
    {
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentNullException.ThrowIfNull(owner);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{owner.StackId}\n{owner.LogicalId}"));
        return binding with { Name = $"{binding.Name}:eks-iam-cdk:{Convert.ToHexStringLower(hash.AsSpan(0, 8))}" };
    }

    /// <param name="standIn">Where it is to stand.</param>
    /// <param name="binding">The binding, ready to be created again.</param>
    public static JsonObject Of(ObjectAddress standIn, JsonObject binding)
    {
        ArgumentNullException.ThrowIfNull(standIn);
        ArgumentNullException.ThrowIfNull(binding);
        var metadata = new JsonObject
        {
            ["name"] = standIn.Name,
            ["annotations"] = new JsonObject { [ObjectAnnotations.Held] = binding.ToJsonString(s_compact) },
        };
        if (standIn.Namespace is { } place) metadata["namespace"] = place;
        return new()
        {
            ["apiVersion"] = standIn.Kind.ApiVersion,
            ["kind"] = standIn.Kind.Kind,
            ["metadata"] = metadata,
            ["roleRef"] = binding["roleRef"]?.DeepClone(),
        };
    }

    /// <returns>The binding, ready to be created again; null when the object is no stand-in of it.</returns>
    public static JsonObject? Read(ObjectAddress binding, JsonObject standIn)
    {
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentNullException.ThrowIfNull(standIn);
        if ((standIn["metadata"]?["annotations"] as JsonObject)?[ObjectAnnotations.Held] is not JsonValue text) return null;
        try
        {
            if (JsonNode.Parse((string)text!) is not JsonObject held || held["metadata"] is not JsonObject metadata) return null;
            (held["apiVersion"], held["kind"]) = (binding.Kind.ApiVersion, binding.Kind.Kind);
            (metadata["name"], metadata["namespace"]) = (binding.Name, binding.Namespace);
            if (binding.Namespace is null) metadata.Remove("namespace");
            held["roleRef"] = standIn["roleRef"]?.DeepClone();
            return held;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
