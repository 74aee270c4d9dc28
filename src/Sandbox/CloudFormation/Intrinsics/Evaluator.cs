using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Intrinsics;

/// <summary>Resolves the intrinsic functions of a template. Every problem is collected; what has one becomes <see cref="Unknown"/>,
/// so that one mistake is told once. Names that do not exist are found by <see cref="Planning.NameCheck"/> beforehand.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html"/></summary>
internal sealed partial class Evaluator(TemplateScope scope, IResourceValues resources, ProblemList problems)
{
    private static readonly JsonNode NoValue = JsonValue.Create(PseudoParameters.NoValue);

    /// <summary>A new tree without functions; null for <c>AWS::NoValue</c> (and for a null in the template).</summary>
    public JsonNode? Evaluate(JsonNode? node, string path)
    {
        var value = Resolve(node, path);
        return ReferenceEquals(value, NoValue) ? null : value;
    }

    /// <summary>A text; null when there is none, or with a problem when it is something else.</summary>
    public string? EvaluateText(JsonNode? node, string path)
    {
        var value = Evaluate(node, path);
        if (value is null or JsonValue)
            return TemplateReader.Text(value);
        problems.Add(path, value.ToJsonString(), "a text");
        return null;
    }

    private JsonNode? Resolve(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonArray list:
                var items = list.Select((item, i) => Resolve(item, $"{path}[{i}]")).Where(item => !ReferenceEquals(item, NoValue));
                return new JsonArray([.. items]);
            case JsonObject map when Function(map) is { } function:
                return Call(function, map[function], function == "Ref" ? path : $"{path}.{function}");
            case JsonObject map:
                var result = new JsonObject();
                foreach (var (key, item) in map)
                {
                    var value = Resolve(item, $"{path}.{key}");
                    if (!ReferenceEquals(value, NoValue))
                        result[key] = value;
                }
                return result;
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>The name of the function that a map calls: its only key.</summary>
    internal static string? Function(JsonObject map) =>
        map.Count == 1 && map.First().Key is var key && (key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal)) ? key : null;

    private JsonNode? Call(string function, JsonNode? argument, string path) => function switch
    {
        "Ref" => Ref(argument, path),
        "Fn::GetAtt" => GetAtt(argument, path),
        "Fn::If" => If(argument, path),
        "Fn::Sub" => Sub(argument, path),
        "Fn::Join" => Join(argument, path),
        "Fn::Select" => Select(argument, path),
        "Fn::Split" => Split(argument, path),
        "Fn::Base64" => Base64(argument, path),
        "Fn::FindInMap" => FindInMap(argument, path),
        "Fn::GetAZs" => GetAzs(argument, path),
        "Fn::ImportValue" => ImportValue(argument, path),
        "Fn::Cidr" => Cidr(argument, path),
        "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not" => Wrong(path, function, "a condition function only in Conditions and Fn::If"),
        _ => Wrong(path, function, "an intrinsic function that the sandbox plays; Fn::Transform and language extensions are not"),
    };

    private JsonNode? Ref(JsonNode? argument, string path)
    {
        if (TemplateReader.Text(argument) is not { } name)
            return Wrong(path, argument, "Ref of a name");
        if (name == PseudoParameters.NoValue)
            return NoValue;
        return scope.Pseudo.Find(name)
            ?? (scope.Parameters.TryGetValue(name, out var value) ? value.DeepClone()
            : scope.Template.Resources.ContainsKey(name) ? resources.Ref(name, path)
            : Unknown.Value);
    }

    private JsonNode GetAtt(JsonNode? argument, string path)
    {
        if (argument is JsonArray { Count: 2 } pair && TemplateReader.Text(pair[0]) is { } id
            && EvaluateText(pair[1], path) is { } attribute)
            return Attribute(id, attribute, path);
        if (argument is JsonValue && Substitution.Attribute(TemplateReader.Text(argument)!) is { } parts)
            return Attribute(parts.LogicalId, parts.Attribute, path);
        return Wrong(path, argument, "[logical id, attribute]");
    }

    private JsonNode Attribute(string logicalId, string attribute, string path) =>
        scope.Template.Resources.ContainsKey(logicalId) ? resources.GetAtt(logicalId, attribute, path) : Unknown.Value;

    private JsonNode? If(JsonNode? argument, string path)
    {
        if (argument is not JsonArray { Count: 3 } parts || TemplateReader.Text(parts[0]) is not { } condition)
            return Wrong(path, argument, "[condition, value if true, value if false]");
        var branch = scope.Holds(condition) ? 1 : 2;
        return Resolve(parts[branch], $"{path}[{branch}]");
    }

    private JsonNode Wrong(string path, JsonNode? got, string expected) => Wrong(path, got?.ToJsonString() ?? "null", expected);

    private JsonNode Wrong(string path, string got, string expected)
    {
        problems.Add(path, got, expected);
        return Unknown.Value;
    }
}
