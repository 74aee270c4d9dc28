using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.ClusterApi.Http;

/// <summary>JSON of others: whatever it is, it is read without an exception.</summary>
internal static class Json
{
    // A member that occurs twice would fail later, wherever it is first looked at.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>Null when it is not one JSON object.</summary>
    public static JsonObject? Object(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null when it is not a string.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
