using System.CommandLine;
using EksIamCdk.Sandbox;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>A command about what the last deployment left: its options, and the session it runs in.</summary>
internal static class KeptSandboxCommand
{
    /// <param name="run">Gets the session and whether JSON is asked for; gives the exit code.</param>
    public static Command Build(string name, string description, Func<SandboxSession, bool, CancellationToken, Task<int>> run)
    {
        var state = StateChoice.Option("what the last deployment left");
        var kube = KubeOption.Build();
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command(name, description) { state, kube, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            var folder = StateChoice.Existing(line.GetValue(state), problems);
            var kubernetes = KubeOption.Parse(line.GetRequiredValue(kube), problems);
            if (problems.Count > 0)
            {
                return Complain.About(problems);
            }

            var options = new SandboxOptions { Kubernetes = kubernetes!, StateFolder = folder };
            return await SessionRun.RunAsync(options, session => run(session, line.GetValue(json), cancellationToken), cancellationToken);
        });
        return command;
    }
}
