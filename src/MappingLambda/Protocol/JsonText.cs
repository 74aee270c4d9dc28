using System.Text.Json;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>Text and names out of JSON that may hold half a surrogate pair, which no text of .NET is read from.</summary>
internal static class JsonText
{
    /// <summary>A member of an object; of several with this name the last. Undefined when there is none, or no object.</summary>
    public static JsonElement Member(JsonElement owner, string name)
    {
        if (owner.ValueKind != JsonValueKind.Object)
            return default;
        try
        {
            return owner.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            return owner.EnumerateObject().LastOrDefault(member => NameOf(member) == name).Value;
        }
    }

    /// <summary>The value as it was written, for a message; not what is no UTF-8.</summary>
    public static string Raw(JsonElement value)
    {
        try
        {
            return value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return "what is no UTF-8";
        }
    }

    /// <returns>Null when the name is no text.</returns>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>Null when the value is no text that can be written again.</returns>
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
