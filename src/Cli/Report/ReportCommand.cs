using System.CommandLine;
using System.Globalization;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Reporting;

namespace EksIamCdk.Cli.Report;

/// <summary><c>eksiam report</c></summary>
internal static class ReportCommand
{
    public static Command Build()
    {
        var source = new StateOptions();
        var target = new Option<string?>("--out") { Description = "The file to write; standard output without it", HelpName = "FILE" };
        var since = new Option<string?>("--since")
        {
            Description = "An older page of this command, or a folder that eksiam save wrote: the page tells what changed since",
            HelpName = "FILE|DIR",
        };
        var command = new Command(
            "report",
            """
            Write one HTML page to look at: who may do what and because of what, a matrix of principals and namespaces, findings, and what changed.
            It loads nothing and sends nothing.

            Examples:
              eksiam report --from prod --out prod.html
              eksiam report --cluster prod --profile admin --out prod.html --since prod-last-week.html

            Exit codes: 0 written; 2 bad input, or the cluster cannot be read, and nothing was written
            """) { target, since };
        source.AddTo(command);
        command.SetAction((line, cancellationToken) => RunAsync(line, source, line.GetValue(target), line.GetValue(since), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, StateOptions source, string? target, string? since, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (target is null && !Console.IsOutputRedirected)
        {
            problems.Add("a page is nothing for a terminal: give --out FILE, or send standard output to a file");
        }

        // What is wrong with the flags is told before a cluster is read for minutes.
        var output = target is null ? null : PageFile.At(target, problems);
        var older = since is null ? null : await OlderReport.ReadAsync(since, problems, cancellationToken);
        if (problems.Count > 0)
        {
            return Complain.About(problems);
        }

        if (await source.ReadAsync(line, problems, cancellationToken) is not { } cluster)
        {
            return Complain.About(problems);
        }

        var report = AccessReporting.Of(cluster, ReportFindings.Of(cluster), TimeProvider.System.GetUtcNow());
        if (older is not null)
        {
            report = report with { Changes = ReportComparison.Of(older, report) };
        }

        var page = ReportPage.Of(report);
        if (output is null)
        {
            await Console.Out.WriteAsync(page);
        }
        else if (!await output.WriteAsync(page, problems, cancellationToken))
        {
            return Complain.About(problems);
        }

        await Console.Error.WriteLineAsync(Summary(report, target, page));
        return ExitCode.Done;
    }

    private static string Summary(AccessReport report, string? target, string page) => string.Create(
        CultureInfo.InvariantCulture,
        $"{target ?? "report"}: {report.Principals.Count} principals, {report.Grants.Count} grants, {report.Namespaces.Count} namespaces, "
        + $"{report.Findings.Count} findings; {(System.Text.Encoding.UTF8.GetByteCount(page) + 1023) / 1024} KB");
}
