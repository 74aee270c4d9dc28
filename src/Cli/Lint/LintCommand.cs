using System.CommandLine;
using EksIamCdk.Cli.Output;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Linting;

namespace EksIamCdk.Cli.Lint;

/// <summary><c>eksiam lint</c></summary>
internal static class LintCommand
{
    public static Command Build()
    {
        var state = new StateOptions();
        var output = new OutputOption("sarif");
        var failOn = new Option<string>("--fail-on") { Description = "The least severity that makes exit code 1", HelpName = "error|warning|note", DefaultValueFactory = _ => "error" };
        var ignore = new Option<string[]>("--ignore") { Description = "Findings to leave out: all of a code, or only those at a place; may be given several times", HelpName = "CODE[=PLACE]", DefaultValueFactory = _ => [] };
        failOn.AcceptOnlyFromAmong("error", "warning", "note");
        var command = new Command(
            "lint",
            "Find what does not do what it seems to, and what gives more than is safe: entries that never match, groups bound nowhere, ways to become "
            + "administrator, roles of pods that anybody may take. Example: eksiam lint --from prod --ignore EKSLINT501=\"Namespace default\". "
            + "Exit code: 0 nothing at that severity; 1 something is; 2 bad input") { failOn, ignore };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            var ignored = IgnoredFindings.Parse(line.GetRequiredValue(ignore), problems);
            var cluster = problems.Count == 0 ? await state.ReadAsync(line, problems, cancellationToken) : null;
            if (cluster is null) return Complain.About(problems);
            var report = ignored.LeaveOut(ClusterLint.Of(cluster), out var leftOut);
            if (output.Is(line, "sarif")) JsonOutput.Write(Sarif.Of(report, new SourcePlaces(state.Folder(line), state.Spec(line))));
            else output.Write(line, () => LintJson.Of(cluster, report, leftOut), console => LintText.Write(console, cluster, report, leftOut));
            var least = Enum.Parse<LintSeverity>(line.GetRequiredValue(failOn), ignoreCase: true);
            return report.Findings.Any(finding => finding.Rule.Severity >= least) ? ExitCode.Negative : ExitCode.Done;
        });
        return command;
    }
}
