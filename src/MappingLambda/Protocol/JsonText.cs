using System.Text.Json;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>Text out of JSON that may hold half a surrogate pair, which no text of .NET is read from.</summary>
internal static class JsonText
{
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
