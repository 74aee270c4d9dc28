using EksIamCdk.Access.Diffs;
using Spectre.Console;

namespace EksIamCdk.Cli.Output;

/// <summary>Differing lines, with a few lines around each change.</summary>
internal static class DiffLines
{
    private const int Around = 2;

    /// <param name="console">Where to.</param>
    /// <param name="lines">The difference.</param>
    /// <param name="indent">What each line begins with.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<(LineChange Change, string Line)> lines, string indent)
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
                console.MarkupLine($"{indent}  [grey]…[/]");
                hidden = false;
            }

            var line = text.TrimEnd('\r', '\n').EscapeMarkup();
            console.MarkupLine(change switch
            {
                LineChange.Added => $"{indent}[green]+ {line}[/]",
                LineChange.Removed => $"{indent}[red]- {line}[/]",
                _ => $"{indent}  [grey]{line}[/]",
            });
        }
    }

    private static bool NearChange(IReadOnlyList<(LineChange Change, string Line)> lines, int index) =>
        Enumerable.Range(index - Around, (2 * Around) + 1).Any(near => near >= 0 && near < lines.Count && lines[near].Change != LineChange.Same);
}
