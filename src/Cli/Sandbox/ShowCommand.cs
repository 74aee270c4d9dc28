using System.CommandLine;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>eksiam sandbox show</c></summary>
internal static class ShowCommand
{
    public static Command Build() => KeptSandboxCommand.Build(
        "show",
        "The aws-auth maps, the objects and their owners",
        async (session, asJson, cancellationToken) =>
        {
            Show(session, await session.ShowAsync(cancellationToken), asJson);
            return ExitCode.Done;
        });

    private static void Show(SandboxSession session, IReadOnlyList<ClusterView> clusters, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(ClusterJson.Of(clusters));
            return;
        }

        var console = Terminal.Open();
        StackSetText.Write(console, session);
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
