using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>Properties as custom resources receive them: every number and boolean is a text.</summary>
internal static class PropertyText
{
    public static JsonNode? Of(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(Of)]),
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value)))),
        _ => TemplateReader.Text(node) is { } text ? JsonValue.Create(text) : null,
    };

    /// <summary>Whether CloudFormation sees a change: 1 and "1" are the same to it.</summary>
    public static bool Same(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(Of(left), Of(right));
}
