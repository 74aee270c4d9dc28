using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EksIamCdk.Sandbox.CloudFormation.Templates;

/// <summary>Templates in YAML, with the short forms of the intrinsic functions (<c>!Ref</c>, <c>!GetAtt A.B</c>, <c>!Sub</c>…).</summary>
internal static class YamlTemplate
{
    public static JsonNode? Parse(string text, string fileName, ProblemList problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [var document, ..] ? Convert(document.RootNode) ?? new JsonObject() : new JsonObject();
        }
        catch (YamlException e)
        {
            problems.Add($"{fileName}:{e.Start.Line}:{e.Start.Column}", e.InnerException?.Message ?? e.Message, "YAML");
            return null;
        }
    }

    private static JsonNode? Convert(YamlNode node)
    {
        JsonNode? plain = node switch
        {
            YamlMappingNode map => Object(map),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
            YamlScalarNode scalar => Scalar(scalar),
            _ => null,
        };
        return node.Tag.IsEmpty || !node.Tag.Value.StartsWith('!') || node.Tag.Value.Length == 1
            ? plain
            : LongForm(node.Tag.Value[1..], plain);
    }

    private static JsonObject LongForm(string function, JsonNode? argument)
    {
        // !GetAtt takes Name.Attribute as one text; the attribute may hold dots itself.
        if (function == "GetAtt" && argument is JsonValue value && TemplateReader.Text(value) is { } text
            && text.Split('.', 2) is [var id, var attribute])
            argument = new JsonArray(id, attribute);
        return new JsonObject { [function is "Ref" or "Condition" ? function : $"Fn::{function}"] = argument };
    }

    private static JsonObject Object(YamlMappingNode map)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map.Children)
            result[((YamlScalarNode)key).Value ?? ""] = Convert(value);
        return result;
    }

    private static JsonValue? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty)
            return JsonValue.Create(text);
        return text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            // Only what survives the way there and back is a number: account ids with a zero in front are texts.
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number.ToString(CultureInfo.InvariantCulture) == text => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }
}
