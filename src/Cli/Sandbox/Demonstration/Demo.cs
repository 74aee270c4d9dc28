using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>The demonstration in a sandbox that has just started: the app is deployed, then the chapters are shown in turn.</summary>
internal sealed class Demo(IAnsiConsole console, SandboxSession session, string assembly, ConfigMapFile seed)
{
    /// <summary>In the order of the demonstration.</summary>
    public static IReadOnlyList<IDemoChapter> Chapters { get; } =
    [
        new BrokenChapter(),
        new KilledChapter(),
        new AdoptionChapter(),
        new DriftChapter(),
        new ChecksChapter(),
        new GuardsChapter(),
        new MigrateChapter(),
        new HistoryChapter(),
        new MovingChapter(),
        new ModeChapter(),
    ];

    /// <param name="chapters">Which of <see cref="Chapters"/> to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<IDemoChapter> chapters, CancellationToken cancellationToken)
    {
        ShowMapBefore();
        console.Heading("1. Deploying the stacks of the app");
        var deployed = await DemoStage.WatchAsync(
            console,
            LiveEventView.For(console),
            onEvent => session.DeployAppAsync(new DeployAppRequest { Folder = assembly, OnEvent = onEvent }, cancellationToken));
        if (deployed[^1].Outcome != SandboxOutcome.Done)
        {
            return (int)deployed[^1].Outcome;
        }

        // The one that the stacks are about; a stack may have a hand in others.
        if ((await session.ShowAsync(cancellationToken)).MaxBy(view => view.Objects.Count) is not { } cluster
            || await AppStack.ReadAsync(assembly, cancellationToken) is null)
        {
            console.WriteLine("No stack of this app writes to a cluster: there is nothing more to show.");
            return ExitCode.Done;
        }

        console.Heading("2. What changed in aws-auth: the new entries, and no other byte");
        MapDiff.Write(console, seed.Data, MapDiff.DataOf(cluster.AwsAuth));
        ClusterText.WriteOwners(console, cluster);
        await AccessTable.WriteAsync(console, session, cluster, cancellationToken);

        var stage = new DemoStage(console, session, assembly, cluster);
        foreach (var chapter in chapters)
        {
            if (await chapter.RunAsync(stage, cancellationToken) is not ExitCode.Done and var ended)
            {
                return ended;
            }
        }

        SayWhatIsNext();
        return ExitCode.Done;
    }

    private void ShowMapBefore()
    {
        console.Heading("0. The aws-auth map of a cluster as it is found: hand-edited for years, CRLF and all (examples/aws-auth/hand-edited.yaml)");
        foreach (var (key, text) in seed.Data)
        {
            ClusterText.WriteSection(console, key, text);
        }
    }

    private void SayWhatIsNext()
    {
        console.Heading("Next");
        console.WriteLine("  ./eksiam sandbox show       what this sandbox holds");
        console.WriteLine("  ./eksiam sandbox destroy    deletes the stack; the map is then the one of the beginning, byte for byte");
        console.WriteLine("  edit access.yaml, then      ./eksiam sandbox");
        console.WriteLine("  ./eksiam aws-auth check FILE    your own map, as the authenticator reads it");
    }
}
