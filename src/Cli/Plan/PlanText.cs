using EksIamCdk.Access.Diffs;
using EksIamCdk.Access.Migration.Parity;
using EksIamCdk.Cli.Output;
using EksIamCdk.Inspection.Planning;
using EksIamCdk.Inspection.Snapshots;
using Spectre.Console;

namespace EksIamCdk.Cli.Plan;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    private const int MostItems = 10;

    public static void Write(IAnsiConsole console, ClusterState cluster, DeploymentPlan plan)
    {
        foreach (var change in plan.Changes)
        {
            console.MarkupLineInterpolated($"[bold]{change.What}[/] {Verb(change)}");
            DiffLines.Write(console, LineDiff.Of(change.Before, change.After), "  ");
        }

        if (plan.Principals.Count > 0) console.Heading("who may do what");
        foreach (var principal in plan.Principals) Write(console, principal);
        if (plan.Refused.Count > 0) console.Heading("would fail, and all of it be rolled back");
        foreach (var refused in plan.Refused) console.MarkupLineInterpolated($"[red]{refused.LogicalId}[/]: {refused.Reason}");
        if (plan.Unknown.Count > 0) console.Heading("cannot be told");
        foreach (var unknown in plan.Unknown) console.MarkupLineInterpolated($"[yellow]{unknown}[/]");
        console.WriteLine();
        console.MarkupLineInterpolated($"cluster {cluster.Name}: [bold]{Summary(plan)}[/]");
    }

    private static string Verb(PlannedChange change) => change.Before.Length == 0 ? "is made" : change.After.Length == 0 ? "is deleted" : "changes";

    private static void Write(IAnsiConsole console, PrincipalChange principal)
    {
        console.MarkupLineInterpolated($"[bold]{principal.Principal}[/]");
        switch (principal)
        {
            case { Before: null, After: { } after }:
                console.MarkupLineInterpolated($"  [green]+ is let in, as {after}[/]");
                break;
            case { Before: { } before, After: null }:
                console.MarkupLineInterpolated($"  [red]- is let in no more; was {before}[/]");
                break;
            case { Before: { } before, After: { } after } when before != after:
                console.MarkupLineInterpolated($"    [grey]becomes {after}; was {before}[/]");
                break;
        }

        foreach (var line in PlacedRule.Lines(principal.Lost)) console.MarkupLineInterpolated($"  [red]- {Short(line)}[/]");
        foreach (var line in PlacedRule.Lines(principal.Gained)) console.MarkupLineInterpolated($"  [green]+ {Short(line)}[/]");
    }

    /// <summary>The beginning of a long list of resources, and where they are; -o json has all of it.</summary>
    private static string Short(string line)
    {
        var items = line.Split(", ");
        if (items.Length <= MostItems) return line;
        var place = items[^1].IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space ? items[^1][space..] : "";
        return $"{string.Join(", ", items.Take(MostItems))} and {items.Length - MostItems} more{place}";
    }

    private static string Summary(DeploymentPlan plan)
    {
        var losing = plan.Principals.Count(principal => principal.LosesAccess);
        var gaining = plan.Principals.Count(principal => principal.Gained.Count > 0 || principal is { Before: null, After: not null });
        var access = $"{Count(losing, "principal loses", "principals lose")} access, {Count(gaining, "gains", "gain")}";
        return plan.Refused.Count > 0 ? $"would fail; else {access}" : plan.Changes.Count == 0 ? "nothing changes" : $"{Count(plan.Changes.Count, "change", "changes")}; {access}";
    }

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
