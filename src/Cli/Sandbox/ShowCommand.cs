using System.CommandLine;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox show</c></summary>
internal static class ShowCommand
{
    public static Command Build()
    {
        var state = StateChoice.Option("what the last deployment left");
        var kube = KubeOption.Build();
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("show", "The aws-auth maps, the objects and their owners") { state, kube, json };
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
            async session =>
            {
                Show(await session.ShowAsync(cancellationToken), asJson);
                return ExitCode.Done;
            },
            cancellationToken);
    }

    private static void Show(IReadOnlyList<ClusterView> clusters, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(ClusterJson.Of(clusters));
            return;
        }

        var console = Terminal.Open();
        foreach (var cluster in clusters)
        {
            ClusterText.Write(console, cluster);
        }

        if (clusters.Count == 0)
        {
            console.WriteLine("The sandbox has no cluster.");
        }
    }
}
