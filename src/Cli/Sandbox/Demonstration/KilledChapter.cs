using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Lambda;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>A function that is killed when somebody new has just been let in, and CloudFormation has not been told.</summary>
internal sealed class KilledChapter : IDemoChapter
{
    public const string Victim = "Victim";

    public string Name => "killed";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Heading("The function is killed in the middle: its write is done, CloudFormation knows nothing of it");
        var before = await stage.SnapshotAsync(cancellationToken);
        var stack = (await stage.StackAsync(cancellationToken))!;
        stack.Add(
            Victim, AppStack.EntryType, ("RoleArn", "arn:aws:iam::111122223333:role/Victim"), ("Username", "victim"), ("Groups", new JsonArray("viewers")));
        var request = await stack.RequestAsync(Name, cancellationToken);
        var killed = await stage.DeployAsync(
            request with { Faults = new Dictionary<string, FunctionFault> { [Victim] = FunctionFault.KilledInTheMiddle } }, cancellationToken);
        if (killed.Outcome != SandboxOutcome.RolledBack)
        {
            return stage.Unexpected("rolled back", killed);
        }

        stage.Console.MarkupLineInterpolated(
            $"  CloudFormation was told after {SecondsOf(killed.Events):0.0} s, by the function's OnFailure destination; without it, it would have waited for an hour.");
        stage.Console.Heading("Is everything as it was? aws-auth and every object, byte by byte");
        return await stage.CompareAsync(before, cancellationToken);
    }

    private static double SecondsOf(IReadOnlyList<StackEvent> events)
    {
        DateTimeOffset At(string status) => events.First(happened => happened.LogicalId == Victim && happened.Status == status).Time;
        return (At("CREATE_FAILED") - At("CREATE_IN_PROGRESS")).TotalSeconds;
    }
}
