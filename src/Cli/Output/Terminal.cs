using Spectre.Console;

namespace EksIamCdk.Cli.Output;

/// <summary>Standard output for people: colours and live parts on a terminal (NO_COLOR is heeded), plain lines elsewhere.</summary>
internal static class Terminal
{
    /// <summary>No line is broken where no terminal gives a width.</summary>
    private const int Unbroken = 4096;

    public static IAnsiConsole Open()
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) };
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Create(settings);
        }

        settings.Ansi = AnsiSupport.No;
        settings.ColorSystem = ColorSystemSupport.NoColors;
        settings.Interactive = InteractionSupport.No;
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = Unbroken;
        return console;
    }

    public static void Heading(this IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{text}[/]");
    }
}
