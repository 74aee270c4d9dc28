using EksIamCdk.Cli.Output;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>What the chapters of the demonstration share: the sandbox with the app deployed in it, and the console.</summary>
internal sealed class DemoStage(IAnsiConsole console, SandboxSession session, string assembly, ClusterView cluster)
{
    private readonly IEventView _view = LiveEventView.For(console);
    private int _chapter = 2;

    public IAnsiConsole Console => console;

    public SandboxSession Session => session;

    /// <summary>The one that the app is about, as it was after its deployment.</summary>
    public ClusterView Cluster => cluster;

    /// <summary>Begins a chapter.</summary>
    public void Heading(string text) => console.Heading($"{++_chapter}. {text}");

    /// <summary>The app's stack as it was synthesised, to be changed; null when none of the app writes to a cluster.</summary>
    public Task<AppStack?> StackAsync(CancellationToken cancellationToken) => AppStack.ReadAsync(assembly, cancellationToken);

    /// <summary>Deploys a change of the app's stack and shows it.</summary>
    public async Task<SandboxResult> DeployAsync(DeployRequest request, CancellationToken cancellationToken) =>
        (await WatchAsync(console, _view, async onEvent => [await session.DeployAsync(request with { OnEvent = onEvent }, cancellationToken)]))[^1];

    /// <summary>The cluster's API server, called as its administrator.</summary>
    public async Task<KubernetesApi> ApiAsync(CancellationToken cancellationToken)
    {
        var backend = await session.BackendAsync(cluster.Key, cancellationToken);
        return new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(backend.Endpoint),
                Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData),
                Token = () => backend.AdminToken,
            },
            TimeProvider.System);
    }

    /// <summary>Every object of the cluster, byte by byte.</summary>
    public async Task<Snapshot> SnapshotAsync(CancellationToken cancellationToken) =>
        new(await session.ObjectsAsync(cluster.Key, cancellationToken));

    /// <summary>Says how many bytes differ between what was and what is.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> CompareAsync(Snapshot before, CancellationToken cancellationToken)
    {
        var differences = before.DifferencesTo(await SnapshotAsync(cancellationToken));
        foreach (var (name, bytes) in differences)
        {
            console.MarkupLineInterpolated($"  [red]{name}: {bytes} bytes differ[/]");
        }

        var colour = differences.Count == 0 ? "green" : "red";
        console.MarkupLineInterpolated($"  {before.Count} objects, {before.Bytes} bytes compared: [bold {colour}]{differences.Sum(difference => difference.Bytes)} bytes differ[/]");
        console.MarkupLineInterpolated($"  [grey]not compared: {Snapshot.LeftOut}, which tells of each write, rollbacks included (eksiam history)[/]");
        return differences.Count == 0 ? ExitCode.Done : ExitCode.RollbackFailed;
    }

    /// <summary>Says that a deployment did not end as a chapter is about.</summary>
    /// <returns>The exit code.</returns>
    public int Unexpected(string expected, SandboxResult result)
    {
        console.MarkupLineInterpolated($"[red]the deployment should have been {expected}, and is {result.StackStatus}[/]");
        return ExitCode.RollbackFailed;
    }

    /// <summary>Runs deployments, shows their events, and how they came out.</summary>
    public static async Task<IReadOnlyList<SandboxResult>> WatchAsync(
        IAnsiConsole console, IEventView view, Func<Action<StackEvent>, Task<IReadOnlyList<SandboxResult>>> deployment)
    {
        var results = await view.WatchAsync(deployment);
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
}
