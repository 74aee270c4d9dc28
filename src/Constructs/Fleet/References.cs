using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EksIamCdk.Constructs.Fleet;

/// <summary>What a part of a template refers to.</summary>
internal static partial class References
{
    /// <summary>The logical ids and pseudo parameters that are referred to.</summary>
    public static IEnumerable<string> In(JsonNode? node)
    {
        if (Reference(node) is var (id, _)) return [id];
        return node switch
        {
            JsonArray array => array.SelectMany(In),
            JsonObject map => map.SelectMany(pair => pair.Key == "Fn::Sub" ? InSub(pair.Value!).Concat(In(pair.Value)) : In(pair.Value)),
            _ => [],
        };
    }

    /// <summary>The id and the attribute (null for <c>Ref</c>) of a node that is a reference.</summary>
    public static (string Id, string? Attribute)? Reference(JsonNode? node) => node is not JsonObject { Count: 1 } map ? null : map.First() switch
    {
        { Key: "Ref", Value: { } id } => (id.GetValue<string>(), null),
        { Key: "Fn::GetAtt", Value: JsonArray { Count: 2 } path } when path[1] is JsonValue => (path[0]!.GetValue<string>(), path[1]!.GetValue<string>()),
        _ => null,
    };

    /// <summary>A copy in which pseudo parameters have a value.</summary>
    /// <param name="value">The value of a name, or null to leave it alone.</param>
    public static JsonNode Replace(JsonNode node, Func<string, string?> value)
    {
        if (Reference(node) is (var id, null) && value(id) is { } text) return JsonValue.Create(text);
        return node switch
        {
            JsonArray array => new JsonArray([.. array.Select(item => Replace(item!, value))]),
            JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create<string, JsonNode?>(
                pair.Key,
                pair is { Key: "Fn::Sub", Value: JsonValue sub }
                    ? Variable().Replace(sub.GetValue<string>(), match => value(match.Groups[1].Value) ?? match.Value)
                    : Replace(pair.Value!, value)))),
            _ => node.DeepClone(),
        };
    }

    private static IEnumerable<string> InSub(JsonNode sub) =>
        Variable().Matches((sub is JsonArray array ? array[0]! : sub).GetValue<string>()).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\$\{([^!.}][^.}]*)[^}]*\}")]
    private static partial Regex Variable();
}
