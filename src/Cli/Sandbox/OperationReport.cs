using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>Runs one operation on a stack and shows it: its events, then what is in the clusters, then who can do what.</summary>
internal static class OperationReport
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        SandboxSession session, bool asJson, Func<Action<StackEvent>, Task<SandboxResult>> operation, CancellationToken cancellationToken)
    {
        var console = Terminal.Open();
        var view = asJson ? new NoEventView() : LiveEventView.For(console);
        var result = await view.WatchAsync(operation);
        if (result.Outcome == SandboxOutcome.BadInput)
        {
            return Complain.About(result.Problems.Select(problem => problem.ToString()));
        }

        var clusters = await session.ShowAsync(cancellationToken);
        if (asJson)
        {
            JsonOutput.Write(Json(result, clusters));
            return (int)result.Outcome;
        }

        WriteOutcome(console, result);
        foreach (var cluster in clusters)
        {
            ClusterText.Write(console, cluster);
            await AccessTable.WriteAsync(console, session, cluster, cancellationToken);
        }

        return (int)result.Outcome;
    }

    public static void WriteOutcome(IAnsiConsole console, SandboxResult result)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"stack {result.StackName}: [bold {EventLine.Colour(result.StackStatus)}]{result.StackStatus}[/]");
        foreach (var (name, value) in result.Outputs)
        {
            console.WriteLine($"  {name} = {value}");
        }

        foreach (var note in result.Notes)
        {
            console.WriteLine($"  note: {note}");
        }

        foreach (var violation in result.Violations)
        {
            console.MarkupLineInterpolated($"[red]  the function broke the protocol: {violation}[/]");
        }
    }

    private static JsonObject Json(SandboxResult result, IReadOnlyList<ClusterView> clusters)
    {
        var json = new JsonObject
        {
            ["stackName"] = result.StackName,
            ["stackStatus"] = result.StackStatus,
            ["events"] = JsonOutput.Array(result.Events.Select(happened => new JsonObject
            {
                ["time"] = happened.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["logicalId"] = happened.LogicalId,
                ["type"] = happened.Type,
                ["status"] = happened.Status,
                ["reason"] = happened.Reason,
                ["physicalId"] = happened.PhysicalId,
            })),
            ["outputs"] = new JsonObject(result.Outputs.Select(output => KeyValuePair.Create(output.Key, (JsonNode?)output.Value))),
            ["notes"] = JsonOutput.Texts(result.Notes),
            ["violations"] = JsonOutput.Texts(result.Violations),
        };
        foreach (var (name, value) in ClusterJson.Of(clusters))
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}
