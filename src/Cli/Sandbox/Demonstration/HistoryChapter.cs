using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Cli.History;
using EksIamCdk.Cli.Output;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>A deployment that does what it was told, and should not have: its write is found in the history of the cluster and taken back, and
/// the stack goes on.</summary>
internal sealed class HistoryChapter : IDemoChapter
{
    private const int Shown = 3;

    public string Name => "history";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Heading("A deployment that gives a group to the wrong people; who wrote what (eksiam history), and taking it back (eksiam restore 1)");
        var before = await stage.SnapshotAsync(cancellationToken);
        var (declared, changed) = ((await stage.StackAsync(cancellationToken))!, (await stage.StackAsync(cancellationToken))!);
        if (changed.Written.FirstOrDefault(resource => resource.Value["Groups"] is JsonArray).Value is not { } entry)
        {
            stage.Console.WriteLine("This app has no entry in aws-auth.");
            return ExitCode.Done;
        }

        entry["Groups"]!.AsArray().Add("on-call");
        var deployed = await stage.DeployAsync(await changed.RequestAsync(Name, cancellationToken), cancellationToken);
        if (deployed.Outcome != SandboxOutcome.Done)
        {
            return stage.Unexpected("done", deployed);
        }

        var backend = await stage.Session.BackendAsync(stage.Cluster.Key, cancellationToken);
        using var api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(backend.Endpoint),
                Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!,
                Token = () => backend.AdminToken,
            },
            TimeProvider.System);
        var key = stage.Cluster.Key;
        var cluster = new ClusterConnection(api, new ClusterReference { Name = key.Name, Region = key.Region }, "an administrator");
        var problems = new List<string>();
        if (await HistoryCommand.ReadAsync(cluster, problems, cancellationToken) is not [{ Record: { } newest }, ..] records)
        {
            return Complain.About([.. problems, "the history of the cluster does not tell of the deployment"]);
        }

        HistoryCommand.Write(stage.Console, [.. records.Take(Shown)]);
        var restorer = new Restorer(cluster, new HistoryAuthor.OfUser(Environment.UserName, $"restore {records[0].Key}"), TimeProvider.System);
        var restored = await new Restoration(stage.Console, restorer, allowLockout: false).RunAsync(newest, exact: false, () => true, cancellationToken);
        if (restored != ExitCode.Done || await stage.CompareAsync(before, cancellationToken) is not ExitCode.Done)
        {
            return ExitCode.RollbackFailed;
        }

        stage.Console.Heading("The stack goes on: the app as it was, deployed again, finds its own entry");
        var again = await stage.DeployAsync(await declared.RequestAsync(Name, cancellationToken), cancellationToken);
        return again.Outcome == SandboxOutcome.Done ? await stage.CompareAsync(before, cancellationToken) : stage.Unexpected("done", again);
    }
}
