using System.Diagnostics;
using EksIamCdk.Access.Diffs;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Lockout;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;
using EksIamCdk.Cli.Output;
using EksIamCdk.Cli.Sandbox;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.History;
using Spectre.Console;

namespace EksIamCdk.Cli.History;

/// <summary>Takes one write back, and shows what that changes before it is done.</summary>
internal sealed class Restoration(IAnsiConsole console, Restorer restorer, bool allowLockout)
{
    /// <param name="record">The write.</param>
    /// <param name="exact">All as it was, whatever others did since.</param>
    /// <param name="wanted">Whether to write; null to ask whoever sits there.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(HistoryRecord record, bool exact, Func<bool?> wanted, CancellationToken cancellationToken)
    {
        console.MarkupLineInterpolated($"[bold]{record.By}[/], {record.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {string.Join("; ", ChangeSummary.Of(record.Change))}");
        var plan = await restorer.PlanAsync(record.Change, exact, cancellationToken);
        if (plan is RestorePlan.Failed unread)
        {
            return Complain.About(Failures.Of(unread.Failure, atDeadline: false).Reason);
        }

        if (Refusal(plan) is { } refusal)
        {
            Complain.About(refusal);
            return ExitCode.Negative;
        }

        if (plan is RestorePlan.OfAwsAuth { Decision: AwsAuthDecision.Nothing } or RestorePlan.OfObject { Restoration.Decision: ObjectDecision.Nothing })
        {
            console.WriteLine("All is as it was before that write: there is nothing to put back.");
            return ExitCode.Done;
        }

        Show(plan);
        switch (wanted() ?? Ask())
        {
            case true:
                return await WriteAsync(plan, cancellationToken);
            case false:
                console.WriteLine("Nothing was written.");
                return ExitCode.Done;
            default:
                return Complain.About("restore: nobody can be asked here; add --yes to write this, or --dry-run to only see it");
        }
    }

    private async Task<int> WriteAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        switch (await restorer.ApplyAsync(plan, cancellationToken))
        {
            case RestoreResult.Done { NotRecorded: null }:
                console.MarkupLine("[green]put back[/]; eksiam history tells of it");
                return ExitCode.Done;
            case RestoreResult.Done { NotRecorded: var why }:
                console.MarkupLineInterpolated($"[green]put back[/]; the history does not tell of it: {why}");
                return ExitCode.Done;
            case RestoreResult.Failed { Failure: StepFailure.AtApiServer { Answer: ApiAnswer.Refused { Status: 409 } } }:
                Complain.About("restore: it was changed while you looked at it, so nothing was written; run it again");
                return ExitCode.Negative;
            case RestoreResult.Failed failed:
                Complain.About(Failures.Of(failed.Failure, atDeadline: false).Reason);
                return ExitCode.Negative;
            default:
                throw new UnreachableException();
        }
    }

    private string? Refusal(RestorePlan plan) => plan switch
    {
        RestorePlan.OfAwsAuth { Decision: AwsAuthDecision.Refuse refuse } => refuse.Failure.Reason,
        RestorePlan.OfObject { Restoration.Decision: ObjectDecision.Refuse refuse } => refuse.Failure.Reason,
        RestorePlan.OfObject { Restoration.Decision: ObjectDecision.Wait, Address: var address } => $"restore: {address} is just being deleted; run it again when it is gone",
        RestorePlan.OfAwsAuth map when !allowLockout => Lockout(LockoutRisk.Of(map.Map, map.Decision, declared: null)),
        _ => null,
    };

    private static string? Lockout(LockoutRisk risk) => risk switch
    {
        { Certain: { } certain } => $"restore: {certain.What} Add --allow-lockout if that is what you want. [{ErrorCode.LockoutRefused}]",
        { LastNodeEntry: { } node } =>
            $"restore: the entry for {node.Id} would go, the last one in aws-auth by which nodes come in ({node.Username}). "
            + $"Add --allow-lockout if that is what you want. [{ErrorCode.LockoutRefused}]",
        _ => null,
    };

    private void Show(RestorePlan plan)
    {
        switch (plan)
        {
            case RestorePlan.OfAwsAuth { Map: var map, Decision: var decision }:
                var change = HistoryChange.OfAwsAuth.Of(map, decision)!;
                MapDiff.Write(console, map.Data, change.Became.Data);
                if (!change.Became.Exists)
                {
                    console.WriteLine("  the ConfigMap goes with it");
                }

                break;
            case RestorePlan.OfObject { Address: var address, Live: var live, Restoration.Expected: var expected }:
                console.WriteLine($"  {address}:");
                DiffLines.Write(console, LineDiff.Of(ObjectRestoration.Text(address, live), ObjectRestoration.Text(address, expected)), "  ");
                break;
            default:
                throw new UnreachableException();
        }
    }

    private bool? Ask()
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        console.Write("Write this? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
