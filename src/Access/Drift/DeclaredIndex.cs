using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Drift;

/// <summary>
/// Which objects are declared, kept beside the history (in <c>data</c> of its ConfigMap, one key for each object and owner): an object that
/// somebody deletes takes its own annotation with it, and would not be missed.
/// </summary>
public static class DeclaredIndex
{
    // Beside the history the ConfigMap has room for some hundred of these.
    private const int Longest = 4 * 1024;

    /// <summary>The key of an owner's object: names may hold what keys may not.</summary>
    public static string Key(ObjectAddress address, Owner owner)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(owner);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{address.Path}\n{owner.StackId}\n{owner.LogicalId}"));
        return $"{address.Kind.Plural}.{Convert.ToHexStringLower(hash.AsSpan(0, 12))}";
    }

    /// <summary>What a write changes of the index: the keys, null for one that goes.</summary>
    /// <returns>Null when it changes nothing.</returns>
    public static IReadOnlyDictionary<string, string?>? Changes(HistoryChange change)
    {
        if (change is not HistoryChange.OfObject { Address: { } address } write) return null;
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (OwnerOf(write.Before) is { } before) changes[Key(address, before)] = null;
        if (OwnerOf(write.After) is { } after) changes[Key(address, after)] = Write(address, after, new OwnedObject(write.After!));
        return changes.Count == 0 ? null : changes;
    }

    private static Owner? OwnerOf(JsonObject? live) => live is null ? null : new OwnedObject(live).Owner;

    // Of a Secret, and of what is long, only whose it is.
    private static string Write(ObjectAddress address, Owner owner, OwnedObject found)
    {
        var declared = address.Kind == KubernetesKind.Secret || found.Declared?.Length > Longest ? null : found.Declared;
        return JsonSerializer.Serialize(
            new IndexedObject(address.Kind.ApiVersion, address.Kind.Kind, address.Namespace, address.Name, owner, declared),
            OwnershipJson.Compact.IndexedObject);
    }

    /// <param name="configMap">The ConfigMap of the history; null when there is none.</param>
    public static IReadOnlyList<IndexedObject> Read(JsonObject? configMap) =>
        [.. (configMap?["data"] as JsonObject ?? []).Select(entry => Read(entry.Key, (string?)entry.Value ?? "")).OfType<IndexedObject>()];

    private static IndexedObject? Read(string key, string text)
    {
        try
        {
            var read = JsonSerializer.Deserialize(text, OwnershipJson.Compact.IndexedObject);
            return read is { Owner: { } owner, Address: { } address } && Key(address, owner) == key ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An object that a stack has made.</summary>
/// <param name="Declared">As its annotation <c>eks-iam-cdk/declared</c> had it; null when that is not kept here.</param>
public sealed record IndexedObject(string ApiVersion, string Kind, string? Namespace, string Name, Owner Owner, string? Declared)
{
    /// <summary>Which object; null when its kind is not managed by this version.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ObjectAddress? Address => KubernetesKind.Find(ApiVersion, Kind) is { } kind ? new ObjectAddress(kind, Namespace, Name) : null;

    /// <summary>That it is gone.</summary>
    public Deviation.OfObject Gone() => ObjectDrift.Gone(Address!, Owner, Declared);
}
