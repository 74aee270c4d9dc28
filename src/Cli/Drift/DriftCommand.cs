using System.CommandLine;
using System.Diagnostics;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.History;
using EksIamCdk.Cli.Clusters;
using EksIamCdk.Cli.Output;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Drift;

namespace EksIamCdk.Cli.Drift;

/// <summary><c>eksiam drift</c></summary>
internal static class DriftCommand
{
    /// <summary>How long a busy API server is waited for.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static Command Build()
    {
        var cluster = new ClusterOptions();
        var heal = new Option<bool>("--heal") { Description = "Put back what was declared, in the name of each owner" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command(
            "drift",
            "Tell which entries of aws-auth and which objects are not as their stacks declared them, by owner, line by line: - is declared, + is live. "
            + "Exit code: 0 all is as declared (or was put back); 1 something is not; 2 bad input, or the cluster cannot be read") { heal, json };
        cluster.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            using var open = await cluster.OpenAsync(line, problems, cancellationToken);
            return open is null
                ? Complain.About(problems)
                : await RunAsync(open.Connection, line.GetValue(heal), line.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ClusterConnection cluster, bool heal, bool asJson, CancellationToken cancellationToken)
    {
        var check = new DriftCheck(cluster, TimeProvider.System, Patience);
        switch (await check.RunAsync(cancellationToken))
        {
            case DriftReading.Failed failed:
                return Complain.About(failed.Failure.Reason);
            case DriftReading.Read { Report: var report }:
                var healed = heal ? await HealAsync(cluster, report, cancellationToken) : [];
                if (asJson)
                {
                    JsonOutput.Write(DriftJson.Of(report, healed));
                }
                else
                {
                    DriftText.Write(Terminal.Open(), report, healed);
                }

                return report.Deviations.All(deviation => healed.GetValueOrDefault(deviation) is Healing.Healed) ? ExitCode.Done : ExitCode.Negative;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Puts back what deviates, one after the other.</summary>
    internal static async Task<Dictionary<Deviation, Healing>> HealAsync(ClusterConnection cluster, DriftReport report, CancellationToken cancellationToken)
    {
        // Whoever has a kubeconfig comes in by other means than the entry that is put back; which one is theirs, nobody can tell.
        var healer = new DriftHealer(
            cluster,
            new HistoryAuthor.OfUser(Environment.UserName, "drift --heal"),
            _ => Task.FromResult<string?>(null),
            TimeProvider.System,
            Patience);
        var healed = new Dictionary<Deviation, Healing>();
        foreach (var deviation in report.Deviations)
        {
            healed[deviation] = await healer.HealAsync(deviation, cancellationToken);
        }

        return healed;
    }
}
