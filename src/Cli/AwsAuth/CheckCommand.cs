using System.CommandLine;
using EksIamCdk.Cli.Input;
using EksIamCdk.Cli.Output;

namespace EksIamCdk.Cli.AwsAuth;

/// <summary><c>eksiam aws-auth check FILE…</c></summary>
internal static class CheckCommand
{
    public static Command Build()
    {
        var files = FileArgument.Of<string[]>(ArgumentArity.OneOrMore);
        var json = new Option<bool>("--json") { Description = "Print JSON: one object for one file, else a list of them" };
        var command = new Command(
            "check",
            "What the authenticator makes of a map. Exit code: 0 nothing to find; 1 a finding (each costs somebody access); 2 bad input") { files, json };
        command.SetAction((line, cancellationToken) => RunAsync(line.GetRequiredValue(files), line.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, bool asJson, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var reports = new List<CheckReport>();
        foreach (var name in names)
        {
            if (await ConfigMapInput.ReadAsync(name, problems, cancellationToken) is { } file)
            {
                reports.Add(CheckReport.Of(TextInput.Display(name), file));
            }
        }

        if (problems.Count > 0)
        {
            return Complain.About(problems);
        }

        if (asJson)
        {
            JsonOutput.Write(reports.Count == 1 ? CheckJson.Of(reports[0]) : CheckJson.Of(reports));
        }
        else
        {
            CheckText.Write(reports, Console.Out);
        }

        return reports.TrueForAll(report => report.Findings.Count == 0) ? ExitCode.Done : ExitCode.Negative;
    }
}
