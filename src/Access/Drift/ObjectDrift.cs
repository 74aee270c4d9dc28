using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Drift;

/// <summary>How a live object stands to what its owner declared.</summary>
public abstract record ObjectDrift
{
    private ObjectDrift()
    {
    }

    /// <summary>It is nobody's, or just being deleted.</summary>
    public sealed record NotOurs : ObjectDrift;

    /// <summary>Its owner is known, what he declared is not: it was written by an older version, or is too long to be kept.</summary>
    public sealed record NotKnown(ObjectAddress Address, Owner Owner) : ObjectDrift;

    /// <summary>Its annotations cannot be read.</summary>
    public sealed record Unreadable(ObjectAddress Address) : ObjectDrift;

    public sealed record AsDeclared : ObjectDrift;

    public sealed record Deviates(Deviation.OfObject Deviation) : ObjectDrift;

    /// <param name="kind">Its kind, which items of a list do not say.</param>
    /// <param name="live">The object as the API server has it.</param>
    public static ObjectDrift Of(KubernetesKind kind, JsonObject live)
    {
        var found = new OwnedObject(live);
        if (found.Terminating || (found.Owner is null && !found.OwnerUnreadable)) return new NotOurs();

        var address = AddressOf(kind, live);
        if (found.Owner is null || found.PreviousUnreadable) return new Unreadable(address);
        if (found.Declared is null) return new NotKnown(address, found.Owner);
        if (DeclaredManifest.Read(found.Declared) is not { } declared || !IsOf(address, declared)) return new Unreadable(address);

        WithoutType(declared);
        var shape = new DeclaredShape(kind);
        return shape.IsMet(declared, live)
            ? new AsDeclared()
            : new Deviates(new Deviation.OfObject(
                found.Owner, address, ToPutBack(found.Declared), ObjectText.Of(DeclaredShape.Shown(declared)), ObjectText.Of(shape.Live(declared, live))));
    }

    /// <summary>An object that its owner has made, and that somebody else has deleted.</summary>
    /// <param name="declared">What was declared, where it is kept.</param>
    internal static Deviation.OfObject Gone(ObjectAddress address, Owner owner, string? declared)
    {
        if (declared is null || DeclaredManifest.Read(declared) is not { } body) return new(owner, address, null, "(what was declared is not kept)\n", null);
        WithoutType(body);
        return new(owner, address, ToPutBack(declared), ObjectText.Of(DeclaredShape.Shown(body)), null);
    }

    // Items of a list do not say what they are.
    private static void WithoutType(JsonObject declared)
    {
        declared.Remove("apiVersion");
        declared.Remove("kind");
    }

    // Values that were kept by their hashes make no manifest.
    private static Manifest? ToPutBack(string declared) =>
        DeclaredManifest.Read(declared) is { } body && !DeclaredManifest.HasHashes(body) ? Manifest.Parse("declared", declared, [], out _) : null;

    private static bool IsOf(ObjectAddress address, JsonObject declared) =>
        (string?)declared["kind"] == address.Kind.Kind && declared["metadata"] is JsonObject metadata && (string?)metadata["name"] == address.Name;

    /// <summary>Which object an item of a list is.</summary>
    public static ObjectAddress AddressOf(KubernetesKind kind, JsonObject live) =>
        new(kind, kind.Namespaced ? (string?)live["metadata"]?["namespace"] : null, (string?)live["metadata"]?["name"] ?? "");
}
