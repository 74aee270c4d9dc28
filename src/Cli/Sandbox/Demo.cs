using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>The demonstration, step by step, in a sandbox that has just started.</summary>
internal sealed class Demo(IAnsiConsole console, SandboxSession session, CdkSynth synth, ConfigMapFile seed)
{
    private readonly IEventView _view = LiveEventView.For(console);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        ShowMapBefore();
        var deployed = await DeployAsync($"1. Deploying stack {synth.StackName}", synth.Path, cancellationToken);
        if (deployed.Outcome != SandboxOutcome.Done)
        {
            return (int)deployed.Outcome;
        }

        var cluster = (await session.ShowAsync(cancellationToken))[0];
        console.Heading("2. What changed in aws-auth: the new entries, and no other byte");
        MapDiff.Write(console, seed.Data, MapDiff.DataOf(cluster.AwsAuth));
        ClusterText.WriteOwners(console, cluster);
        await AccessTable.WriteAsync(console, session, cluster, cancellationToken);

        var before = new Snapshot(await session.ObjectsAsync(cluster.Key, cancellationToken));
        var broken = await DeployAsync(
            $"3. Deploying a change that breaks at its end: a RoleBinding for a namespace that is misspelt, {BrokenChange.Misspelt}",
            await BrokenChange.WriteAsync(synth.Path, cancellationToken),
            cancellationToken);
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

    private async Task<SandboxResult> DeployAsync(string heading, string template, CancellationToken cancellationToken)
    {
        console.Heading(heading);
        var request = new DeployRequest { TemplatePath = template, StackName = synth.StackName };
        var result = await _view.WatchAsync(onEvent => session.DeployAsync(request with { OnEvent = onEvent }, cancellationToken));
        if (result.Outcome == SandboxOutcome.BadInput)
        {
            Complain.About(result.Problems.Select(problem => problem.ToString()));
        }
        else
        {
            OperationReport.WriteOutcome(console, result);
        }

        return result;
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
