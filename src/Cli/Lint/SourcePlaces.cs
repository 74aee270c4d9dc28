using System.Text.Json;
using EksIamCdk.Inspection.Linting;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.Lint;

/// <summary>Where in files things stand.</summary>
/// <param name="folder">Of a saved state; null when it is none.</param>
/// <param name="spec">A spec; null when it is none.</param>
internal sealed class SourcePlaces(string? folder, string? spec)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, int>> _lines = new(StringComparer.Ordinal);

    /// <returns>A relative URI, and the line counted from 1 where it is known; null when there is no file.</returns>
    public (string Uri, int? Line)? Find(LintPlace place)
    {
        if (spec is not null) return (UriOf(spec), null);
        if (folder is null) return null;
        var path = Path.Combine(folder, $"{place.Document}.json");
        if (!File.Exists(path)) return null;
        if (!_lines.TryGetValue(place.Document, out var lines)) _lines[place.Document] = lines = LinesOf(place.Document, File.ReadAllBytes(path));
        return (UriOf(path), lines.TryGetValue(place.Key, out var line) ? line : null);
    }

    private static string UriOf(string path) =>
        string.Join('/', Path.GetRelativePath(Environment.CurrentDirectory, path).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));

    /// <summary>The line in which each item of a document begins, by its key; of aws-auth, that of each section.</summary>
    private static Dictionary<string, int> LinesOf(string document, byte[] json)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsSpan(3) : json);
        var (line, counted, member) = (1, 0, "");
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            line += json.AsSpan(counted, start - counted).Count((byte)'\n');
            counted = start;
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1) member = reader.GetString()!;
            if (reader.CurrentDepth != 2) continue;
            if (document == ClusterDocuments.AwsAuth)
            {
                if (reader.TokenType == JsonTokenType.PropertyName && member == "data") lines[reader.GetString()!] = line;
            }
            else if (reader.TokenType == JsonTokenType.StartObject && KeyOf(JsonElement.ParseValue(ref reader)) is { } key)
            {
                lines.TryAdd(key, line);
            }
        }

        return lines;
    }

    private static string? KeyOf(JsonElement item)
    {
        if (Text(item, "principalArn") is { } principal) return principal;
        if (Text(item, "serviceAccount") is { } account) return $"{Text(item, "namespace")}/{account}";
        if (Text(item, "arn") is { } arn) return arn.Split(":oidc-provider/", 2) is [_, var issuer] ? issuer : arn;
        if (!item.TryGetProperty("metadata", out var metadata) || Text(metadata, "name") is not { } name) return null;
        return Text(metadata, "namespace") is { Length: > 0 } ns ? $"{ns}/{name}" : name;
    }

    private static string? Text(JsonElement item, string member) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
