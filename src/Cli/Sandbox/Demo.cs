using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>The demonstration, step by step, in a sandbox that has just started.</summary>
internal sealed class Demo(IAnsiConsole console, SandboxSession session, string assembly, ConfigMapFile seed)
{
    private readonly IEventView _view = LiveEventView.For(console);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        ShowMapBefore();
        var deployed = await DeployAsync(
            "1. Deploying the stacks of the app",
            onEvent => session.DeployAppAsync(new DeployAppRequest { Folder = assembly, OnEvent = onEvent }, cancellationToken));
        if (deployed[^1].Outcome != SandboxOutcome.Done)
        {
            return (int)deployed[^1].Outcome;
        }

        // The one that the stacks are about; a stack may have a hand in others.
        if ((await session.ShowAsync(cancellationToken)).MaxBy(view => view.Objects.Count) is not { } cluster
            || await BrokenChange.OfAsync(assembly, cancellationToken) is not { } change)
        {
            console.WriteLine("No stack of this app writes to a cluster: there is nothing to break.");
            return ExitCode.Done;
        }

        console.Heading("2. What changed in aws-auth: the new entries, and no other byte");
        MapDiff.Write(console, seed.Data, MapDiff.DataOf(cluster.AwsAuth));
        ClusterText.WriteOwners(console, cluster);
        await AccessTable.WriteAsync(console, session, cluster, cancellationToken);

        var before = new Snapshot(await session.ObjectsAsync(cluster.Key, cancellationToken));
        var results = await DeployAsync(
            $"3. Deploying a change that breaks at its end: a RoleBinding for a namespace that is misspelt, {BrokenChange.Misspelt}",
            async onEvent => [await session.DeployAsync(change with { OnEvent = onEvent }, cancellationToken)]);
        var broken = results[^1];
        if (broken.Outcome != SandboxOutcome.RolledBack)
        {
            console.MarkupLineInterpolated($"[red]the deployment should have been rolled back, and is {broken.StackStatus}[/]");
            return ExitCode.RollbackFailed;
        }

        return Compare(before, new Snapshot(await session.ObjectsAsync(cluster.Key, cancellationToken)));
    }

    private void ShowMapBefore()
    {
        console.Heading("0. The aws-auth map of a cluster as it is found: hand-edited for years, CRLF and all (examples/aws-auth/hand-edited.yaml)");
        foreach (var (key, text) in seed.Data)
        {
            ClusterText.WriteSection(console, key, text);
        }
    }

    private async Task<IReadOnlyList<SandboxResult>> DeployAsync(
        string heading, Func<Action<StackEvent>, Task<IReadOnlyList<SandboxResult>>> deployment)
    {
        console.Heading(heading);
        var results = await _view.WatchAsync(deployment);
        foreach (var result in results.Where(result => result.Outcome != SandboxOutcome.BadInput))
        {
            OperationReport.WriteOutcome(console, result);
        }

        if (results[^1].Outcome == SandboxOutcome.BadInput)
        {
            Complain.About(results[^1].Problems.Select(problem => problem.ToString()));
        }

        return results;
    }

    /// <returns>The exit code.</returns>
    private int Compare(Snapshot before, Snapshot after)
    {
        console.Heading("4. Is everything as it was? aws-auth and every object, byte by byte");
        var differences = before.DifferencesTo(after);
        foreach (var (name, bytes) in differences)
        {
            console.MarkupLineInterpolated($"  [red]{name}: {bytes} bytes differ[/]");
        }

        var colour = differences.Count == 0 ? "green" : "red";
        console.MarkupLineInterpolated($"  {before.Count} objects, {before.Bytes} bytes compared: [bold {colour}]{differences.Sum(difference => difference.Bytes)} bytes differ[/]");
        if (differences.Count > 0)
        {
            return ExitCode.RollbackFailed;
        }

        console.Heading("Next");
        console.WriteLine("  ./eksiam sandbox show       what this sandbox holds");
        console.WriteLine("  ./eksiam sandbox destroy    deletes the stack; the map is then the one of the beginning, byte for byte");
        console.WriteLine("  edit access.yaml, then      ./eksiam sandbox");
        console.WriteLine("  ./eksiam aws-auth check FILE    your own map, as the authenticator reads it");
        return ExitCode.Done;
    }
}
