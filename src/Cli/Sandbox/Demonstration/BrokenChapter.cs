using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>
/// A deployment that breaks: existing entries get another group, a quota shrinks, somebody new is let in, and at the very end a RoleBinding
/// goes to a namespace that does not exist, because its name is misspelt.
/// </summary>
internal sealed class BrokenChapter : IDemoChapter
{
    public const string Newcomer = "arn:aws:iam::111122223333:role/Contractor";
    public const string Misspelt = "developement";

    public string Name => "rollback";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Heading($"Deploying a change that breaks at its end: a RoleBinding for a namespace that is misspelt, {Misspelt}");
        var before = await stage.SnapshotAsync(cancellationToken);
        var stack = (await stage.StackAsync(cancellationToken))!;
        Apply(stack);
        var broken = await stage.DeployAsync(await stack.RequestAsync(Name, cancellationToken), cancellationToken);
        if (broken.Outcome != SandboxOutcome.RolledBack)
        {
            return stage.Unexpected("rolled back", broken);
        }

        stage.Console.Heading("Is everything as it was? aws-auth and every object, byte by byte");
        return await stage.CompareAsync(before, cancellationToken);
    }

    internal static void Apply(AppStack stack)
    {
        foreach (var (id, properties) in stack.Written)
        {
            if ((string?)stack.Resources[id]!["Type"] == AppStack.EntryType)
            {
                (properties["Groups"] as JsonArray)?.Add("on-call");
            }
            else if ((string?)properties["Manifest"] is { } manifest && manifest.Contains("\"ResourceQuota\"", StringComparison.Ordinal))
            {
                properties["Manifest"] = WithFewerPods(manifest);
            }
        }

        stack.Add("Newcomer", AppStack.EntryType, ("RoleArn", Newcomer), ("Username", "contractor:{{SessionName}}"), ("Groups", new JsonArray("viewers")));
        stack.Add("LateBinding", AppStack.ObjectType, ("Manifest", Binding.ToJsonString()));
    }

    private static JsonObject Binding => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "RoleBinding",
        ["metadata"] = new JsonObject { ["name"] = "contractors", ["namespace"] = Misspelt },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "view" },
        ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = "viewers" }),
    };

    private static string WithFewerPods(string manifest)
    {
        var quota = JsonNode.Parse(manifest)!;
        quota["spec"]!["hard"]!["pods"] = "1";
        return quota.ToJsonString(JsonSerializerOptions.Default);
    }
}
