using EksIamCdk.Inspection.Linting;
using EksIamCdk.Inspection.Snapshots;
using Spectre.Console;

namespace EksIamCdk.Cli.Lint;

/// <summary>Findings for people: the worst first.</summary>
internal static class LintText
{
    public static void Write(IAnsiConsole console, ClusterState cluster, LintReport report, int leftOut)
    {
        foreach (var finding in report.Findings)
        {
            var colour = finding.Rule.Severity switch { LintSeverity.Error => "red", LintSeverity.Warning => "yellow", _ => "blue" };
            console.MarkupLineInterpolated($"[{colour}]{Name(finding.Rule.Severity),-7}[/] {finding.Rule.Code} [bold]{finding.Place.Text}[/]");
            console.WriteLine($"        {finding.Message}");
            console.MarkupLineInterpolated($"        [grey]{finding.Remedy}[/]");
        }

        // What could not be read is on standard error already.
        foreach (var missed in report.NotChecked.Except(cluster.Unread.Select(part => part.ToString()))) console.MarkupLineInterpolated($"[yellow]not checked:[/] {missed}");
        console.MarkupLineInterpolated($"cluster {cluster.Name}: {Counts(report)}{(leftOut == 0 ? "" : $", {leftOut} ignored")}");
    }

    public static string Name(LintSeverity severity) => severity switch
    {
        LintSeverity.Note => "note",
        LintSeverity.Warning => "warning",
        LintSeverity.Error => "error",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Counts(LintReport report)
    {
        var counts = from severity in new[] { LintSeverity.Error, LintSeverity.Warning, LintSeverity.Note }
                     let count = report.Findings.Count(finding => finding.Rule.Severity == severity)
                     where count > 0
                     select $"{count} {Name(severity)}{(count == 1 ? "" : "s")}";
        return string.Join(", ", counts) is { Length: > 0 } all ? all : "no findings";
    }
}
