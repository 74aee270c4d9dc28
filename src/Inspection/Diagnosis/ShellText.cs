using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Words of a command, for a POSIX shell.</summary>
internal static class ShellText
{
    private const string Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,./:@%";

    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One word, quoted where the shell would take it apart.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text.All(character => Plain.Contains(character, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Json(JsonNode node) => Word(node.ToJsonString(s_readable));
}
