using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.CloudFormation.Intrinsics;

/// <summary>A value that is not known before the resource it comes from exists. While a template is checked, it stands for such
/// a value wherever that goes: a text that holds it is unknown, and so is what a function makes of it.</summary>
internal static class Unknown
{
    // A private-use character: no template has it.
    public const string Marker = "\uE000";

    public static JsonNode Value => JsonValue.Create(Marker);

    public static bool Is(JsonNode? node) => node switch
    {
        JsonValue value => value.TryGetValue<string>(out var text) && text.Contains(Marker, StringComparison.Ordinal),
        JsonArray list => list.Any(Is),
        _ => false,
    };
}
