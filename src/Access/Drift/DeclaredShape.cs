using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Drift;

/// <summary>
/// Holds a live object against what was declared of it. What it says besides is not looked at: that is what an update of the stack would
/// leave alone, too. What the API server writes otherwise than it was given (quantities, base64, empty values) is no difference.
/// </summary>
internal sealed class DeclaredShape(KubernetesKind kind)
{
    private const string NotKept = "(kept as a hash only)";
    private const string Another = "(another value)";

    /// <summary>What is declared, for people: values that were kept by their hashes are said to be.</summary>
    public static JsonNode? Shown(JsonNode? declared) => declared switch
    {
        not null when DeclaredManifest.IsHashed(declared) => NotKept,
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Shown(member.Value)))),
        _ => declared?.DeepClone(),
    };

    /// <summary>What is live at the places of what is declared, in the same words where it is the same.</summary>
    public JsonNode? Live(JsonNode? declared, JsonNode? live) => Live([], declared, live);

    /// <summary>Whether what is live says all that was declared.</summary>
    public bool IsMet(JsonNode? declared, JsonNode? live) => IsMet([], declared, live);

    private JsonNode? Live(IReadOnlyList<string> path, JsonNode? declared, JsonNode? live)
    {
        if (IsMet(path, declared, live)) return Shown(declared);
        return (declared, live) switch
        {
            (not null, not null) when DeclaredManifest.IsHashed(declared) => Another,
            (JsonObject asks, JsonObject has) => new JsonObject(
                from member in asks
                let found = Live([.. path, member.Key], member.Value, has[member.Key])
                where found is not null
                select KeyValuePair.Create(member.Key, (JsonNode?)found)),
            (JsonArray asks, JsonArray has) when asks.Count == has.Count =>
                new JsonArray([.. asks.Zip(has, (one, other) => Live(path, one, other))]),
            _ => live?.DeepClone(),
        };
    }

    private bool IsMet(IReadOnlyList<string> path, JsonNode? declared, JsonNode? live) => (declared, live) switch
    {
        (null, _) => true,
        (_, not null) when DeclaredManifest.IsHashed(declared) => DeclaredManifest.HasHash(live, declared),
        // The API server leaves out what is empty.
        (JsonObject { Count: 0 } or JsonArray { Count: 0 }, null) => true,
        (JsonValue value, null) => value.ToString().Length == 0,
        (JsonObject asks, JsonObject has) => asks.All(member => IsMet([.. path, member.Key], member.Value, has[member.Key])),
        // Lists that others add to, by name: the controllers of service accounts do.
        (JsonArray asks, JsonArray has) when kind == KubernetesKind.ServiceAccount =>
            asks.All(item => has.Any(found => IsMet(path, item, found))),
        (JsonArray asks, JsonArray has) => asks.Count == has.Count && asks.Zip(has).All(pair => IsMet(path, pair.First, pair.Second)),
        (JsonValue asks, JsonValue has) => JsonNode.DeepEquals(asks, has) || IsSameQuantity(asks, has) || IsSameBinary(path, asks, has),
        _ => false,
    };

    private bool IsSameQuantity(JsonValue asks, JsonValue has) =>
        (kind == KubernetesKind.ResourceQuota || kind == KubernetesKind.LimitRange)
        && Quantity.Parse(asks.ToString()) is { } wanted && wanted == Quantity.Parse(has.ToString());

    private static bool IsSameBinary(IReadOnlyList<string> path, JsonValue asks, JsonValue has) =>
        path is ["binaryData", _] && Bytes(asks) is { } wanted && Bytes(has) is { } found && wanted.AsSpan().SequenceEqual(found);

    private static byte[]? Bytes(JsonValue value)
    {
        if (value.GetValueKind() != JsonValueKind.String) return null;
        var bytes = new byte[Encoding.UTF8.GetByteCount(value.GetValue<string>())];
        return Convert.TryFromBase64String(value.GetValue<string>(), bytes, out var length) ? bytes[..length] : null;
    }
}
