using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Output;

/// <summary>What <c>--json</c> prints: one value on standard output, and nothing else there.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(JsonNode node) => Console.Out.WriteLine(node.ToJsonString(Readable));

    public static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray Texts(IEnumerable<string> items) => Array(items.Select(item => (JsonNode?)item));
}
