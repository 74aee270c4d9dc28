using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EksIamCdk.Fuzz.Tests;

/// <summary>A case as it is kept: one line of JSON.</summary>
/// <param name="Target">The name of its target.</param>
/// <param name="Number">Its number, by which the target chooses.</param>
/// <param name="Text">What is read.</param>
public sealed record FuzzCase(string Target, int Number, string Text)
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Default, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Of a section: what the authenticator makes of it.</summary>
    public JsonElement? Authenticator { get; init; }

    public static FuzzCase Read(string json) => JsonSerializer.Deserialize<FuzzCase>(json, s_json)!;

    public override string ToString() => JsonSerializer.Serialize(this, s_json);
}
