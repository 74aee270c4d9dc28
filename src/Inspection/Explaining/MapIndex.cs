using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>The entries of roles and users of a map by whom they name, or were probably meant to name: same account, same name.</summary>
internal sealed class MapIndex
{
    private readonly Dictionary<string, List<(Section Section, EntryInForce Entry)>> _entries = new(StringComparer.OrdinalIgnoreCase);

    public MapIndex(AwsAuthReading map)
    {
        foreach (var reading in map.Sections.Where(reading => reading.Section != Section.MapAccounts))
        {
            foreach (var entry in reading.Entries)
            {
                if (KeyOf(entry.Entry.Id) is not { } key) continue;
                if (_entries.TryGetValue(key, out var same)) same.Add((reading.Section, entry));
                else _entries[key] = [(reading.Section, entry)];
            }
        }
    }

    /// <summary>In the order of the map.</summary>
    public IReadOnlyList<(Section Section, EntryInForce Entry)> Of(Principal.Iam principal) =>
        KeyOf(principal.CallerArn) is { } key && _entries.TryGetValue(key, out var same) ? same : [];

    private static string? KeyOf(string id)
    {
        var parts = string.Concat(id.Where(character => !char.IsWhiteSpace(character))).Split(':', 6);
        if (parts.Length < 6 || parts[5].Split('/') is not [var kind, .., var last] resource) return null;
        return kind.ToLowerInvariant() switch
        {
            "assumed-role" => $"{parts[4]}:role/{resource[1]}",
            "role" or "instance-profile" => $"{parts[4]}:role/{last}",
            var other => $"{parts[4]}:{other}/{last}",
        };
    }
}
