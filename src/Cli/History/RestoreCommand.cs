using System.CommandLine;
using System.Globalization;
using EksIamCdk.Cli.Clusters;
using EksIamCdk.Cli.Output;
using EksIamCdk.ClusterApi.History;
using static EksIamCdk.Access.History.HistoryAuthor;

namespace EksIamCdk.Cli.History;

/// <summary><c>eksiam restore</c></summary>
internal static class RestoreCommand
{
    public static Command Build()
    {
        var cluster = new ClusterOptions();
        var number = new Argument<string>("N") { Description = "Which write to take back: its number in eksiam history, or its key there (--json)" };
        var exact = new Option<bool>("--exact") { Description = "All as it was before that write, and lose what others did since" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change, and write nothing" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var allowLockout = new Option<bool>("--allow-lockout") { Description = "Even if it takes away the entry by which nodes come in" };
        var command = new Command(
            "restore",
            "Take a write back: show the difference, line by line, ask, and put back what that write changed; what others did since stays. The entry or "
            + "object then belongs to whom it belonged. Exit code: 0 done, or nothing to do; 1 refused, or not wanted; 2 bad input")
        {
            number, exact, dryRun, yes, allowLockout,
        };
        cluster.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            using var open = await cluster.OpenAsync(line, problems, cancellationToken);
            if (open is null || await HistoryCommand.ReadAsync(open.Connection, problems, cancellationToken) is not { } records
                || Find(records, line.GetRequiredValue(number), problems) is not { } chosen)
            {
                return Complain.About(problems);
            }

            var restorer = new Restorer(open.Connection, new OfUser(Environment.UserName, $"restore {chosen.Key}"), TimeProvider.System);
            var restoration = new Restoration(Terminal.Open(), restorer, line.GetValue(allowLockout));
            return await restoration.RunAsync(
                chosen.Record!, line.GetValue(exact), () => line.GetValue(dryRun) ? false : line.GetValue(yes) ? true : null, cancellationToken);
        });
        return command;
    }

    private static KeptRecord? Find(IReadOnlyList<KeptRecord> records, string wanted, List<string> problems)
    {
        var chosen = int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? records.ElementAtOrDefault(number - 1)
            : records.FirstOrDefault(kept => kept.Key == wanted);
        if (chosen is null)
        {
            problems.Add($"restore {wanted}: the history has {records.Count} records; eksiam history lists them");
        }
        else if (chosen.Record is null)
        {
            problems.Add($"restore {wanted}: {chosen.Key} is no record that this version can read");
            return null;
        }

        return chosen;
    }
}
