using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Cli.Clusters;
using EksIamCdk.Cli.Output;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.History;
using Spectre.Console;

namespace EksIamCdk.Cli.History;

/// <summary><c>eksiam history</c></summary>
internal static class HistoryCommand
{
    public static Command Build()
    {
        var cluster = new ClusterOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON array" };
        var command = new Command(
            "history",
            $"List the last {HistoryBounds.MostRecords} writes to a cluster, the newest first: who changed what (+ came, - went, ~ is not as it was). "
            + "Exit code: 0 done; 2 bad input, or the cluster cannot be read") { json };
        cluster.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            using var open = await cluster.OpenAsync(line, problems, cancellationToken);
            if (open is null || await ReadAsync(open.Connection, problems, cancellationToken) is not { } records)
            {
                return Complain.About(problems);
            }

            if (line.GetValue(json))
            {
                JsonOutput.Write(JsonOutput.Array(records.Select(Json)));
            }
            else
            {
                Write(Terminal.Open(), records);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <returns>The records, the newest first; null, and a problem, when they cannot be read.</returns>
    public static async Task<IReadOnlyList<KeptRecord>?> ReadAsync(ClusterConnection cluster, ICollection<string> problems, CancellationToken cancellationToken)
    {
        switch (await new HistoryStore(cluster.Api).ReadAsync(cancellationToken))
        {
            case HistoryReading.Read read:
                return read.Records;
            case HistoryReading.Failed failed:
                problems.Add(Failures.Of(new StepFailure.AtApiServer(cluster, failed.Call, failed.Answer), atDeadline: false).Reason);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<KeptRecord> records)
    {
        if (records.Count == 0)
        {
            console.WriteLine($"nothing was written yet, or by nobody who may write {HistoryFormat.Address}");
            return;
        }

        var table = PlainTable.Of("", "when (UTC)", "who", "what");
        foreach (var (index, kept) in records.Index())
        {
            table.AddRow($"{index + 1}", When(kept), Who(kept).EscapeMarkup(), string.Join('\n', What(kept)).EscapeMarkup());
        }

        console.Write(table);
    }

    private static string When(KeptRecord kept) =>
        kept.Record?.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static string Who(KeptRecord kept) => kept.Record?.By.ToString() ?? "";

    private static IReadOnlyList<string> What(KeptRecord kept) =>
        kept.Record is null ? [$"{kept.Key}: no record that this version can read"] : ChangeSummary.Of(kept.Record.Change);

    private static JsonObject Json(KeptRecord kept, int index)
    {
        var json = new JsonObject { ["number"] = index + 1, ["key"] = kept.Key };
        if (kept.Record is not { } record)
        {
            return json;
        }

        json["at"] = record.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        json["by"] = record.By switch
        {
            HistoryAuthor.OfStack { Owner: var owner } stack => new JsonObject
            {
                ["stackId"] = owner.StackId,
                ["logicalId"] = owner.LogicalId,
                ["requestType"] = stack.RequestType,
                ["requestId"] = stack.RequestId,
            },
            HistoryAuthor.OfUser user => new JsonObject { ["user"] = user.Name, ["command"] = user.Command },
            _ => throw new UnreachableException(),
        };
        json["changes"] = JsonOutput.Texts(ChangeSummary.Of(record.Change));
        return json;
    }
}
