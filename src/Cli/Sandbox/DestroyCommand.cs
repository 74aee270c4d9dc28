using System.CommandLine;
using EksIamCdk.Sandbox;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox destroy</c></summary>
internal static class DestroyCommand
{
    public static Command Build()
    {
        var state = StateChoice.Option("what the last deployment left");
        var kube = KubeOption.Build();
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("destroy", "Delete the stacks, the newest first. Exit code: 0 done; 2 bad input, nothing started; 3 something could not be deleted") { state, kube, json };
        command.SetAction((line, cancellationToken) => RunAsync(line.GetValue(state), line.GetRequiredValue(kube), line.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? given, string kube, bool asJson, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var folder = StateChoice.Existing(given, problems);
        var kubernetes = KubeOption.Parse(kube, problems);
        if (problems.Count > 0)
        {
            return Complain.About(problems);
        }

        return await SessionRun.RunAsync(
            new SandboxOptions { Kubernetes = kubernetes!, StateFolder = folder },
            session => OperationReport.RunAsync(session, asJson, onEvent => session.DestroyAsync(null, onEvent, cancellationToken), cancellationToken),
            cancellationToken);
    }
}
