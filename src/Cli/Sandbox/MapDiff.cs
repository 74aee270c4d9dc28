using System.Text.Json.Nodes;
using EksIamCdk.Access.Diffs;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>What differs between two aws-auth maps, section by section, with a few lines around each change.</summary>
internal static class MapDiff
{
    private const int Around = 2;

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
            Write(console, lines);
        }

        console.WriteLine($"  {added} lines added, {removed} lines removed");
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<(LineChange Change, string Line)> lines)
    {
        var hidden = false;
        for (var index = 0; index < lines.Count; index++)
        {
            var (change, text) = lines[index];
            if (change == LineChange.Same && !NearChange(lines, index))
            {
                hidden = true;
                continue;
            }

            if (hidden)
            {
                console.MarkupLine("    [grey]…[/]");
                hidden = false;
            }

            var line = text.TrimEnd('\r', '\n').EscapeMarkup();
            console.MarkupLine(change switch
            {
                LineChange.Added => $"  [green]+ {line}[/]",
                LineChange.Removed => $"  [red]- {line}[/]",
                _ => $"    [grey]{line}[/]",
            });
        }
    }

    private static bool NearChange(IReadOnlyList<(LineChange Change, string Line)> lines, int index) =>
        Enumerable.Range(index - Around, (2 * Around) + 1).Any(near => near >= 0 && near < lines.Count && lines[near].Change != LineChange.Same);
}
