using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Output;

/// <summary>JSON as YAML, in block style: the same members in the same order.</summary>
internal static class YamlOutput
{
    private static readonly JsonSerializerOptions s_quoted = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, "", atStart: true);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, string indent, bool atStart)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach (var (name, value) in members)
                {
                    text.Append(atStart ? "" : indent).Append(Scalar(name)).Append(':');
                    atStart = false;
                    Below(text, value, value is JsonArray ? indent : $"{indent}  ");
                }

                break;
            case JsonArray { Count: > 0 } items:
                foreach (var item in items)
                {
                    text.Append(atStart ? "" : indent).Append("- ");
                    atStart = false;
                    Write(text, item, $"{indent}  ", atStart: true);
                }

                break;
            default:
                text.Append(Leaf(node)).Append('\n');
                break;
        }
    }

    private static void Below(StringBuilder text, JsonNode? value, string below)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            Write(text, value, below, atStart: false);
            return;
        }

        text.Append(' ').Append(Leaf(value)).Append('\n');
    }

    private static string Leaf(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue value when value.TryGetValue(out string? text) => Scalar(text),
        _ => node.ToJsonString(),
    };

    /// <summary>Bare where every reader of YAML takes it for a text, else as JSON, which YAML takes.</summary>
    private static string Scalar(string text) => IsPlain(text) ? text : JsonSerializer.Serialize(text, s_quoted);

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text[^1] != ' ' && text[^1] != ':'
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or ' ' or ':' or '@' or '+')
        && !text.Contains(": ", StringComparison.Ordinal)
        && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null");
}
