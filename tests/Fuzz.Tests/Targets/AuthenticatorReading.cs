using System.Text.Json;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>What the authenticator makes of a section.</summary>
/// <param name="Lost">Whether all of it is lost.</param>
/// <param name="Entries">Those in force, in order.</param>
/// <param name="Json">As it came.</param>
internal sealed record AuthenticatorReading(bool Lost, IReadOnlyList<MappingEntry> Entries, string Json)
{
    public static AuthenticatorReading Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static AuthenticatorReading Of(JsonElement given) => new(
        given.GetProperty("lost").GetBoolean(),
        given.GetProperty("entries") is { ValueKind: JsonValueKind.Array } entries ? [.. entries.EnumerateArray().Select(Entry)] : [],
        given.GetRawText());

    /// <summary>How ours differs from it; null when it does not.</summary>
    public string? Difference(SectionReading ours)
    {
        if (ours.Lost != Lost) return $"the authenticator {(Lost ? "loses" : "reads")} the section, we {(ours.Lost ? $"lose it: {ours.Fault}" : "read it")}; it says {Json}";
        return InForce(ours.Section, Entries).SequenceEqual(InForce(ours.Section, ours.Entries.Select(inForce => inForce.Entry))) ? null : $"the authenticator reads {Json}, we read {Shown(ours)}";
    }

    public static string Shown(SectionReading reading) => JsonSerializer.Serialize(reading.Entries.Select(inForce => inForce.Entry));

    /// <summary>Account ids without those that are empty, which nobody has: of a list that breaks off the authenticator keeps empty ones for the rest.</summary>
    private static IEnumerable<MappingEntry> InForce(Section section, IEnumerable<MappingEntry> entries) =>
        section == Section.MapAccounts ? entries.Where(entry => entry.Id.Length > 0) : entries;

    private static MappingEntry Entry(JsonElement entry) => new()
    {
        Id = Text(entry, "id"),
        Username = Text(entry, "username"),
        Groups = entry.TryGetProperty("groups", out var groups) ? [.. groups.EnumerateArray().Select(group => group.GetString()!)] : [],
        Sso = entry.TryGetProperty("sso", out var sso) ? new SsoMatcher(Text(sso, "permissionSetName"), Text(sso, "accountID"), Text(sso, "partition")) : null,
    };

    private static string Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
