using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Intrinsics;

internal sealed partial class Evaluator
{
    private JsonNode Sub(JsonNode? argument, string path)
    {
        var variables = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (argument is JsonArray { Count: 2 } pair && pair[1] is JsonObject map)
        {
            foreach (var (name, value) in map)
                variables[name] = Evaluate(value, $"{path}[1].{name}");
            argument = pair[0];
        }
        if (argument is not JsonValue || !argument.AsValue().TryGetValue<string>(out var text))
            return Wrong(path, argument, "a text, or [text, {name: value}]");
        var result = new StringBuilder();
        foreach (var part in Substitution.Parse(text))
        {
            var value = part.IsName ? Substitute(part.Text, variables, path) : JsonValue.Create(part.Text);
            if (value is not JsonValue)
                return Wrong($"{path}: ${{{part.Text}}}", value, "a text");
            result.Append(TemplateReader.Text(value));
        }
        return result.ToString();
    }

    private JsonNode? Substitute(string name, Dictionary<string, JsonNode?> variables, string path)
    {
        if (variables.TryGetValue(name, out var value))
            return value;
        return Substitution.Attribute(name) is { } parts ? Attribute(parts.LogicalId, parts.Attribute, path) : Ref(name, path);
    }

    private JsonNode Join(JsonNode? argument, string path)
    {
        if (argument is not JsonArray { Count: 2 } pair || TemplateReader.Text(pair[0]) is not { } separator)
            return Wrong(path, argument, "[separator, [values]]");
        var list = Evaluate(pair[1], $"{path}[1]");
        if (Unknown.Is(list) && list is JsonValue)
            return Unknown.Value;
        if (list is not JsonArray values || values.Any(value => value is not JsonValue))
            return Wrong($"{path}[1]", list, "a list of texts");
        return string.Join(separator, values.Select(TemplateReader.Text));
    }

    private JsonNode Split(JsonNode? argument, string path)
    {
        if (argument is not JsonArray { Count: 2 } pair || TemplateReader.Text(pair[0]) is not { Length: > 0 } separator)
            return Wrong(path, argument, "[separator, text]");
        var text = Evaluate(pair[1], $"{path}[1]");
        if (Unknown.Is(text))
            return Unknown.Value;
        return text is JsonValue ? List(TemplateReader.Text(text)!.Split(separator)) : Wrong($"{path}[1]", text, "a text");
    }

    private JsonNode? Select(JsonNode? argument, string path)
    {
        if (argument is not JsonArray { Count: 2 } pair)
            return Wrong(path, argument, "[index, [values]]");
        var index = EvaluateText(pair[0], $"{path}[0]");
        var list = Evaluate(pair[1], $"{path}[1]");
        if (Unknown.Is(list) && list is JsonValue)
            return Unknown.Value;
        if (list is not JsonArray values)
            return Wrong($"{path}[1]", list, "a list");
        return int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < values.Count
            ? values[i]?.DeepClone()
            : Wrong($"{path}[0]", index ?? "null", $"an index from 0 to {values.Count - 1}");
    }

    private JsonNode Base64(JsonNode? argument, string path)
    {
        var text = EvaluateText(argument, path);
        return Unknown.Is(text) ? Unknown.Value : Convert.ToBase64String(Encoding.UTF8.GetBytes(text ?? ""));
    }

    private JsonNode FindInMap(JsonNode? argument, string path)
    {
        if (argument is not JsonArray { Count: 3 } parts)
            return Wrong(path, argument, "[map, first key, second key]");
        var keys = parts.Select((part, i) => EvaluateText(part, $"{path}[{i}]") ?? "").ToList();
        if (keys.Exists(key => Unknown.Is(key)) || !scope.Template.Mappings.TryGetValue(keys[0], out var map))
            return Unknown.Value;
        if (map[keys[1]] is not JsonObject first)
            return Wrong($"{path}[1]", keys[1], $"a key of Mappings.{keys[0]}: {Keys(map)}");
        return first[keys[2]]?.DeepClone() ?? Wrong($"{path}[2]", keys[2], $"a key of Mappings.{keys[0]}.{keys[1]}: {Keys(first)}");
    }

    private JsonNode GetAzs(JsonNode? argument, string path)
    {
        var region = EvaluateText(argument, path) is { Length: > 0 } given ? given : scope.Pseudo.Region;
        return Unknown.Is(region) ? Unknown.Value : List([$"{region}a", $"{region}b", $"{region}c"]);
    }

    private JsonNode ImportValue(JsonNode? argument, string path)
    {
        var name = EvaluateText(argument, path) ?? "";
        if (Unknown.Is(name) || scope.ExportsAreUnknown)
            return Unknown.Value;
        if (!scope.Exports.TryGetValue(name, out var value))
            return Wrong(path, name, "an export of a stack that is deployed in this sandbox: deploy that one first, with the same state");
        scope.Imported[name] = true;
        return JsonValue.Create(value);
    }

    private JsonNode Cidr(JsonNode? argument, string path)
    {
        if (argument is not JsonArray { Count: 2 or 3 } parts)
            return Wrong(path, argument, "[block, count, bits of each]");
        var values = parts.Select((part, i) => EvaluateText(part, $"{path}[{i}]") ?? "").ToList();
        if (values.Exists(value => Unknown.Is(value)))
            return Unknown.Value;
        if (!IPNetwork.TryParse(values[0], out var block) || block.BaseAddress.GetAddressBytes() is not { Length: 4 } address)
            return Wrong($"{path}[0]", values[0], "an IPv4 block, such as 10.0.0.0/16");
        if (!int.TryParse(values[1], out var count) || count is < 1 or > 256)
            return Wrong($"{path}[1]", values[1], "a count from 1 to 256");
        var bits = 8;
        if (values.Count == 3 && (!int.TryParse(values[2], out bits) || bits is < 1 or > 31))
            return Wrong($"{path}[2]", values[2], "1 to 31 bits");
        if ((long)count << bits > 1L << (32 - block.PrefixLength))
            return Wrong(path, argument, $"a block with room for {count} parts of {bits} bits");
        var first = (uint)IPAddress.NetworkToHostOrder(BitConverter.ToInt32(address));
        return List(Enumerable.Range(0, count).Select(i => $"{Dotted(first + ((uint)i << bits))}/{32 - bits}"));
    }

    private static string Dotted(uint address) => $"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}";

    private static string Keys(JsonObject map) => string.Join(", ", map.Select(entry => entry.Key));

    private static JsonArray List(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);
}
