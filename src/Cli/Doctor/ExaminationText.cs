using System.Diagnostics;
using System.Globalization;
using EksIamCdk.Inspection.Diagnosis;
using Spectre.Console;

namespace EksIamCdk.Cli.Doctor;

/// <summary>An examination for people: a line for each link, then what mends the broken one.</summary>
internal static class ExaminationText
{
    public static void Write(IAnsiConsole console, Examination examination)
    {
        console.WriteLine(examination.Question);
        console.WriteLine();
        var widest = examination.Links.Max(link => link.Link.Length);
        foreach (var (name, state) in examination.Links)
        {
            var (word, colour, text) = Row(state);
            console.MarkupLine($"  [{colour}]{word,-11}[/] {name.PadRight(widest).EscapeMarkup()}  {text.EscapeMarkup()}".TrimEnd());
        }

        console.WriteLine();
        if (examination.BrokenLink is { State: LinkState.Broken broken })
        {
            console.MarkupLineInterpolated($"[bold]Mend it:[/] {broken.Remedy}.");
            foreach (var command in broken.Commands) console.WriteLine($"  {command}");
            return;
        }

        var unknown = examination.Links.Count(one => one.State is LinkState.Unknown);
        if (unknown == 0)
            console.MarkupLine("[bold green]Every link holds.[/]");
        else
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold yellow]No link is broken as far as could be read; {unknown} could not be looked at.[/]");
    }

    private static (string Word, string Colour, string Text) Row(LinkState state) => state switch
    {
        LinkState.Holds holds => ("ok", "green", holds.What),
        LinkState.Broken broken => ("broken", "red", broken.Why),
        LinkState.Unknown unknown => ("unknown", "yellow", unknown.What),
        LinkState.NotReached => ("not reached", "grey", ""),
        _ => throw new UnreachableException(),
    };
}
