using System.Text.Json.Nodes;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>A principal goes from aws-auth to an access entry and back, each in a single update, and asks for something all the while.</summary>
internal sealed class MovingChapter : IDemoChapter
{
    private const string AccessEntry = "AWS::EKS::AccessEntry";
    private const string Moved = "Moved";

    public string Name => "moving";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var stack = (await stage.StackAsync(cancellationToken))!;
        if (Movable(stack) is not { } principal)
        {
            return ExitCode.Done;
        }

        stage.Heading($"{principal} moves from aws-auth to an access entry, and back, and asks for something all the while");
        var there = await stage.DeployAsync(await stack.RequestAsync("as-it-is", cancellationToken), cancellationToken);
        await using var watch = await AccessWatch.StartAsync(stage.Session, stage.Cluster.Key, KnownCaller.Of(principal), cancellationToken);
        Move(stack);
        var moved = await stage.DeployAsync(await stack.RequestAsync(Name, cancellationToken), cancellationToken);
        var back = await stage.DeployAsync(await (await stage.StackAsync(cancellationToken))!.RequestAsync("as-it-was", cancellationToken), cancellationToken);
        if (Array.Find([there, moved, back], result => result.Outcome != SandboxOutcome.Done) is { } failed)
        {
            return stage.Unexpected("done", failed);
        }

        var (times, refusals) = await watch.StopAsync();
        var colour = refusals == 0 ? "green" : "red";
        stage.Console.MarkupLineInterpolated(
            $"  asked {times} times as {watch.Username}: [bold {colour}]{refusals} times refused, or taken for somebody else[/]. The entry of aws-auth stayed until the access entry was 15 s old.");
        return refusals == 0 ? ExitCode.Done : ExitCode.RollbackFailed;
    }

    /// <summary>The ARN of the first role that is let in by aws-auth.</summary>
    private static string? Movable(AppStack stack) => Entry(stack) is { } id ? (string?)stack.Resources[id]!["Properties"]!["RoleArn"] : null;

    private static string? Entry(AppStack stack) => stack.Written
        .Where(resource => (string?)stack.Resources[resource.Key]!["Type"] == AppStack.EntryType && resource.Value["RoleArn"] is JsonValue)
        .Select(resource => resource.Key).FirstOrDefault();

    internal static void Move(AppStack stack)
    {
        var id = Entry(stack)!;
        var entry = stack.Resources[id]!["Properties"]!;
        var properties = new JsonObject
        {
            ["ClusterName"] = entry["Cluster"]![nameof(Name)]!.DeepClone(),
            ["PrincipalArn"] = entry["RoleArn"]!.DeepClone(),
            ["Username"] = entry["Username"]!.DeepClone(),
            ["KubernetesGroups"] = entry["Groups"]?.DeepClone() ?? new JsonArray(),
        };
        stack.Resources.Remove(id);
        stack.Resources[Moved] = new JsonObject { ["Type"] = AccessEntry, ["Properties"] = properties };
        foreach (var waiting in stack.Resources.Select(resource => resource.Value?["DependsOn"]).OfType<JsonArray>())
        {
            if (waiting.FirstOrDefault(needed => (string?)needed == id) is { } gone)
            {
                waiting.Remove(gone);
            }
        }
    }
}
