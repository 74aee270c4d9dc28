using System.Text.Json.Nodes;
using EksIamCdk.Access.Diffs;
using EksIamCdk.Cli.Output;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>What differs between two aws-auth maps, section by section, with a few lines around each change.</summary>
internal static class MapDiff
{
    public static IReadOnlyDictionary<string, string> DataOf(JsonObject? awsAuth) =>
        (awsAuth?["data"] as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    public static void Write(IAnsiConsole console, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        var (added, removed) = (0, 0);
        foreach (var key in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var lines = LineDiff.Of(before.GetValueOrDefault(key, ""), after.GetValueOrDefault(key, ""));
            added += lines.Count(line => line.Change == LineChange.Added);
            removed += lines.Count(line => line.Change == LineChange.Removed);
            console.WriteLine($"  {key}:");
            DiffLines.Write(console, lines, "  ");
        }

        console.WriteLine($"  {added} lines added, {removed} lines removed");
    }
}
