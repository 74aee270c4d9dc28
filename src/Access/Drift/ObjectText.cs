using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Drift;

/// <summary>An object as lines of text for people, laid out as YAML is: one line for each value, so that a difference is a line.</summary>
internal static class ObjectText
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonNode? node)
    {
        var text = new StringBuilder();
        if (node is not null) Write(text, node, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode node, string indent)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach (var (name, value) in members) Member(text, $"{indent}{name}:", value, $"{indent}  ");
                break;
            case JsonArray { Count: > 0 } items:
                foreach (var item in items) Item(text, item, indent);
                break;
            default:
                text.Append(indent).Append(Scalar(node)).Append('\n');
                break;
        }
    }

    private static void Member(StringBuilder text, string head, JsonNode? value, string indent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append(head).Append('\n');
            Write(text, value, indent);
        }
        else if (value is JsonValue && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var lines && lines.Contains('\n', StringComparison.Ordinal))
        {
            text.Append(head).Append(" |\n");
            foreach (var line in lines.TrimEnd('\n').Split('\n')) text.Append(indent).Append(line).Append('\n');
        }
        else
        {
            text.Append(head).Append(' ').Append(Scalar(value)).Append('\n');
        }
    }

    // The first line of an item takes the place of its indentation.
    private static void Item(StringBuilder text, JsonNode? item, string indent)
    {
        var inner = new StringBuilder();
        Write(inner, item ?? JsonValue.Create("null"), $"{indent}  ");
        text.Append(indent).Append("- ").Append(inner.ToString().AsSpan(indent.Length + 2));
    }

    private static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } plain && plain.All(c => !char.IsControl(c)) => plain,
        _ => value.ToJsonString(s_plain),
    };
}
