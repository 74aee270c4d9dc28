using System.CommandLine;
using EksIamCdk.Access.Migration;
using EksIamCdk.Cli.Output;

namespace EksIamCdk.Cli.Migrate;

/// <summary><c>eksiam migrate</c></summary>
internal static class MigrateCommand
{
    public static Command Build()
    {
        var from = new Option<string>("--from")
        {
            Description = "The map: a ConfigMap as kubectl prints it (- is standard input), or a kubeconfig to read the live one with",
            HelpName = "FILE",
            Required = true,
        };
        var cluster = new Option<string>("--cluster") { Description = "The name of the cluster", HelpName = "NAME", Required = true };
        var json = new Option<bool>("--json") { Description = "Print one JSON object: the steps, and the file as a text" };
        var command = new Command(
            "migrate",
            "Write the access.yaml that makes access entries of an aws-auth map, and on standard error who each principal is and what it can do "
            + "before and after, by the RBAC of the live cluster or the default one. Exit code: 0 the same; 1 it differs, or somebody stays "
            + "behind; 2 bad input, nothing written") { from, cluster, json };
        command.SetAction((line, cancellationToken) => RunAsync(
            line.GetRequiredValue(from), line.GetRequiredValue(cluster), line.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string from, string cluster, bool asJson, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (await MapSource.ReadAsync(from, problems, cancellationToken) is not { } source)
        {
            return Complain.About(problems);
        }

        var plan = MigrationPlan.Of(source.Data);
        if (plan.Losses.Count > 0)
        {
            return Complain.About(plan.Losses.Select(loss => source.Lost(loss.Section, loss.Fault)));
        }

        var report = new MigrationReport(plan, source.Policy, source.Unknown);
        var file = AccessYaml.Write(plan, cluster);
        if (asJson)
        {
            JsonOutput.Write(report.Json(file));
        }
        else
        {
            await Console.Out.WriteAsync(file);
            report.Write(Console.Error);
        }

        return report.IsExact ? ExitCode.Done : ExitCode.Negative;
    }
}
