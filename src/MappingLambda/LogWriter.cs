using System.Text.Encodings.Web;
using System.Text.Json;

namespace EksIamCdk.MappingLambda;

/// <summary>Writes one JSON object a line, in one piece, to a stream that Lambda takes logs from.</summary>
/// <remarks>In place of Microsoft.Extensions.Logging, whose assemblies take more of a cold start than all of this code.</remarks>
internal sealed class LogWriter(Stream output, LogLevel lowest, TimeProvider time)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _oneLine = new();

    public void Write(LogLevel level, string message, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        if (level < lowest)
            return;
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", time.GetUtcNow());
            json.WriteString("level", NameOf(level));
            json.WriteString("message", message);
            foreach (var (name, value) in fields)
            {
                if (value is not null)
                    json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        Write(line);
    }

    /// <summary>A line in a form of somebody else's, whatever the level is.</summary>
    public void Write(Action<Utf8JsonWriter, DateTimeOffset> form)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
            form(json, time.GetUtcNow());
        Write(line);
    }

    private void Write(MemoryStream line)
    {
        line.WriteByte((byte)'\n');
        lock (_oneLine)
            output.Write(line.GetBuffer(), 0, (int)line.Length);
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Debug => "Debug",
        LogLevel.Information => "Information",
        LogLevel.Warning => "Warning",
        _ => "Error",
    };
}
