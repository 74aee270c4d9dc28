using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Principals;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>A change takes the last entry of nodes over and forgets its groups, while a node is Ready: it would be NotReady minutes later.</summary>
internal sealed class GuardsChapter : IDemoChapter
{
    private const string Nodes = "/api/v1/nodes";
    private const string Node = "ip-10-0-0-1.eu-west-1.compute.internal";

    public string Name => "guards";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Heading("A change that would lock the nodes out: their entry is taken over without its groups, while a node is Ready");
        var map = MapDiff.DataOf((await stage.Session.ShowAsync(cancellationToken)).Single(view => view.Key == stage.Cluster.Key).AwsAuth);
        var nodes = SectionReader.Read(Section.MapRoles, map.GetValueOrDefault(Section.MapRoles.Key())).Entries
            .Select(inForce => inForce.Entry).Where(entry => entry.Username == NodeIdentity.Ec2Username).ToList();
        if (nodes is not [var entry])
        {
            stage.Console.WriteLine($"This map has {nodes.Count} entries of nodes: the guard is about the last one.");
            return ExitCode.Done;
        }

        var stack = (await stage.StackAsync(cancellationToken))!;
        stack.Add(
            "Nodes", AppStack.EntryType, ("RoleArn", entry.Id), ("Username", entry.Username), ("Groups", new JsonArray()), ("OnConflict", "Adopt"));
        using var api = await stage.ApiAsync(cancellationToken);
        await api.Send(HttpMethod.Post, Nodes, ReadyNode(), cancellationToken);
        try
        {
            var before = await stage.SnapshotAsync(cancellationToken);
            var refused = await stage.DeployAsync(await stack.RequestAsync(Name, cancellationToken), cancellationToken);
            return refused.Outcome == SandboxOutcome.RolledBack
                ? await stage.CompareAsync(before, cancellationToken)
                : stage.Unexpected("rolled back", refused);
        }
        finally
        {
            await api.Send(HttpMethod.Delete, $"{Nodes}/{Node}", null, CancellationToken.None);
        }
    }

    private static JsonObject ReadyNode() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject { ["name"] = Node },
        ["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }) },
    };
}
