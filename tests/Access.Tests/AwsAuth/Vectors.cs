using System.Text.Json;

using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

/// <summary>Facts about the real authenticator, seen by running its own functions; each file says in <c>about</c> what it holds.</summary>
internal static class Vectors
{
    public static TheoryData<string> Names(string file) => [.. Cases(file).Select(vector => vector.GetProperty("name").GetString()!)];

    public static JsonElement Find(string file, string name) =>
        Cases(file).Single(vector => vector.GetProperty("name").GetString() == name);

    public static Section SectionOf(JsonElement vector) =>
        Sections.All.Single(section => section.Key() == vector.GetProperty("section").GetString());

    public static List<MappingEntry> Entries(JsonElement list) => [.. list.EnumerateArray().Select(Entry)];

    public static MappingEntry Entry(JsonElement entry) => new()
    {
        Id = Text(entry, "arn") ?? Text(entry, "accountId") ?? "",
        Username = Text(entry, "username") ?? "",
        Groups = entry.TryGetProperty("groups", out var groups) ? [.. groups.EnumerateArray().Select(group => group.GetString()!)] : [],
        Sso = entry.TryGetProperty("sso", out var sso)
            ? new SsoMatcher(Text(sso, "permissionSetName")!, Text(sso, "accountID")!, Text(sso, "partition") ?? "")
            : null,
    };

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator Cases(string file) => Files.GetOrAdd(file, Load).RootElement.GetProperty("cases").EnumerateArray();

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, JsonDocument> Files = [];

    private static JsonDocument Load(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", $"{file}.json")));
}
