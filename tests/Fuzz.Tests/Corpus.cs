using System.Text.Json;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests;

/// <summary>What cases begin with: the maps of examples/aws-auth, the vectors of the authenticator, the specs of the examples.</summary>
internal static class Corpus
{
    public static IReadOnlyDictionary<Section, IReadOnlyList<string>> Sections { get; } =
        Enum.GetValues<Section>().ToDictionary(section => section, section => (IReadOnlyList<string>)[.. Texts(section).Distinct()]);

    public static IReadOnlyList<string> Specs { get; } =
        [.. Files("examples", "*access.yaml").Concat(Files("samples", "*.yaml")).Select(File.ReadAllText)];

    private static IEnumerable<string> Texts(Section section)
    {
        foreach (var vector in Vectors("parse"))
        {
            if (vector.GetProperty("section").GetString() == section.Key()) yield return vector.GetProperty("text").GetString()!;
        }

        var edited = Vectors("edits").Select(vector => vector.GetProperty("before")).Concat(Vectors("resolve").Select(vector => vector.GetProperty("data")));
        foreach (var data in edited)
        {
            if (data.TryGetProperty(section.Key(), out var text)) yield return text.GetString()!;
        }

        foreach (var file in Files(Path.Combine("examples", "aws-auth"), "*.yaml"))
        {
            if (ConfigMapFile.Read(File.ReadAllText(file), [])?.Data.GetValueOrDefault(section.Key()) is { } text) yield return text;
        }
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IReadOnlyList<JsonElement> Vectors(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", $"{name}.json")));
        return [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()];
    }
}
