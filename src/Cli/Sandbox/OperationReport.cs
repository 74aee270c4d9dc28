using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>Runs one operation on one stack or several and shows it: its events, then what is in the clusters, then who can do what.</summary>
internal static class OperationReport
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        SandboxSession session, bool asJson, Func<Action<StackEvent>, Task<IReadOnlyList<SandboxResult>>> operation, CancellationToken cancellationToken)
    {
        var console = Terminal.Open();
        var view = asJson ? new NoEventView() : LiveEventView.For(console);
        var results = await view.WatchAsync(operation);
        var result = results[^1];
        if (results.Count == 1 && result.Outcome == SandboxOutcome.BadInput)
        {
            return Complain.About(result.Problems.Select(problem => problem.ToString()));
        }

        var clusters = await session.ShowAsync(cancellationToken);
        if (asJson)
        {
            JsonOutput.Write(Json(results, clusters));
            return (int)result.Outcome;
        }

        foreach (var done in results)
        {
            WriteOutcome(console, done);
        }

        StackSetText.Write(console, session);
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
        foreach (var problem in result.Problems)
        {
            console.MarkupLineInterpolated($"[red]{problem.ToString()}[/]");
        }

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

    /// <summary>Of several stacks: the name, status and outputs of the last, the events of all, and each in <c>stacks</c>.</summary>
    private static JsonObject Json(IReadOnlyList<SandboxResult> results, IReadOnlyList<ClusterView> clusters)
    {
        var last = results[^1];
        var json = new JsonObject
        {
            ["stackName"] = last.StackName,
            ["stackStatus"] = last.StackStatus,
            ["stacks"] = JsonOutput.Array(results.Select(result => new JsonObject
            {
                ["stackName"] = result.StackName,
                ["stackId"] = result.StackId,
                ["stackStatus"] = result.StackStatus,
                ["outputs"] = Outputs(result),
                ["problems"] = JsonOutput.Texts(result.Problems.Select(problem => problem.ToString())),
            })),
            ["events"] = JsonOutput.Array(results.SelectMany(result => result.Events).Select(happened => new JsonObject
            {
                ["time"] = happened.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["logicalId"] = happened.LogicalId,
                ["type"] = happened.Type,
                ["status"] = happened.Status,
                ["reason"] = happened.Reason,
                ["physicalId"] = happened.PhysicalId,
            })),
            ["outputs"] = Outputs(last),
            ["notes"] = JsonOutput.Texts(last.Notes),
            ["violations"] = JsonOutput.Texts(results.SelectMany(result => result.Violations)),
        };
        foreach (var (name, value) in ClusterJson.Of(clusters))
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    private static JsonObject Outputs(SandboxResult result) =>
        new(result.Outputs.Select(output => KeyValuePair.Create(output.Key, (JsonNode?)output.Value)));
}
