using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EksIamCdk.Sandbox.Kubernetes.Json;

/// <summary>Reads a body in YAML. JSON is YAML as well: an apply usually sends that.</summary>
internal static class YamlJson
{
    public static bool IsYaml(string contentType) => contentType.EndsWith("yaml", StringComparison.Ordinal);

    public static JsonBody Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonBody.Parse(utf8);
        }
        catch (JsonException)
        {
            return JsonBody.Parse(Encoding.UTF8.GetBytes(ToJson(Encoding.UTF8.GetString(utf8))));
        }
    }

    private static string ToJson(string yaml)
    {
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return "null";
            return Value(parser)?.ToJsonString() ?? "null";
        }
        catch (YamlException wrong)
        {
            throw new JsonException($"error decoding YAML: {wrong.Message}", wrong);
        }
    }

    private static JsonNode? Value(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar)) return ScalarValue(scalar);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Value(parser));
            return items;
        }

        if (!parser.TryConsume<MappingStart>(out _)) throw new JsonException("aliases are not supported");
        var members = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _)) members[parser.Consume<Scalar>().Value] = Value(parser);
        return members;
    }

    private static JsonValue? ScalarValue(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain) return JsonValue.Create(scalar.Value);
        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
            var number when long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => JsonValue.Create(integer),
            var number when double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) =>
                JsonValue.Create(real),
            var text => JsonValue.Create(text),
        };
    }
}
