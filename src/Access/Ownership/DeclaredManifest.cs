using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Access.Ownership;

/// <summary>
/// A manifest as the annotation <c>eks-iam-cdk/declared</c> keeps it, so that what is live can be held against it. Values of a Secret
/// are kept as <c>{"sha256":"…"}</c>, and those of a ConfigMap that is long, too.
/// </summary>
public static class DeclaredManifest
{
    private const string Hash = "sha256";

    // An object's annotations have 256 KiB together, and the others on it come first.
    private const int Longest = 32 * 1024;

    private static readonly string[] s_hashed = ["data", "binaryData"];
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The annotation; null when the manifest is too long for one.</returns>
    public static string? Write(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var kind = manifest.Address.Kind;
        var whole = kind == KubernetesKind.Secret ? Hashed(manifest.Body) : Text(manifest.Body);
        if (Fits(whole)) return whole;
        return kind == KubernetesKind.ConfigMap && Hashed(manifest.Body) is var hashed && Fits(hashed) ? hashed : null;
    }

    /// <returns>The object; null when the annotation is none of this project's.</returns>
    public static JsonObject? Read(string annotation)
    {
        try
        {
            return JsonNode.Parse(annotation) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A declared object as the annotation keeps it.</summary>
    internal static string Text(JsonObject declared) => declared.ToJsonString(s_compact);

    /// <summary>Whether a declared value is kept by its hash, and so can be compared, but not be put back.</summary>
    public static bool IsHashed(JsonNode? declared) => declared is JsonObject { Count: 1 } only && only[Hash] is JsonValue;

    /// <summary>Whether any value of a declared object is kept by its hash.</summary>
    public static bool HasHashes(JsonObject declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        return s_hashed.Any(member => declared[member] is JsonObject values && values.Any(pair => IsHashed(pair.Value)));
    }

    /// <summary>Whether a live value is the one whose hash was kept.</summary>
    public static bool HasHash(JsonNode? live, JsonNode declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        return live is JsonValue value && value.TryGetValue(out string? text) && HashOf(text) == (string?)declared[Hash];
    }

    private static string Hashed(JsonObject manifest)
    {
        var copy = (JsonObject)manifest.DeepClone();
        foreach (var member in s_hashed)
        {
            if (copy[member] is not JsonObject values) continue;
            foreach (var (key, value) in values.ToList())
            {
                if (value?.GetValueKind() == JsonValueKind.String) values[key] = new JsonObject { [Hash] = HashOf(value.GetValue<string>()) };
            }
        }

        return Text(copy);
    }

    // The API server keeps the bytes that base64 stands for, and may write them otherwise; text that is base64 by chance is its own canon.
    private static string HashOf(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.ToHexStringLower(SHA256.HashData(
            Convert.TryFromBase64String(text, bytes, out var length) ? bytes.AsSpan(0, length) : Encoding.UTF8.GetBytes(text)));
    }

    private static bool Fits(string text) => Encoding.UTF8.GetByteCount(text) <= Longest;
}
