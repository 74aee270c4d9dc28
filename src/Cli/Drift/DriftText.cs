using System.Diagnostics;
using EksIamCdk.Access.Drift;
using EksIamCdk.Cli.Output;
using EksIamCdk.ClusterApi.Drift;
using Spectre.Console;

namespace EksIamCdk.Cli.Drift;

/// <summary>A drift report for people: by stack, then by resource.</summary>
internal static class DriftText
{
    /// <param name="console">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="healed">What became of putting back; empty when nothing was.</param>
    public static void Write(IAnsiConsole console, DriftReport report, IReadOnlyDictionary<Deviation, Healing> healed)
    {
        foreach (var stack in report.Deviations.GroupBy(deviation => deviation.Owner.StackId))
        {
            console.MarkupLineInterpolated($"[bold]stack {stack.First().Owner.StackName}[/] [grey]({stack.Key})[/]");
            foreach (var deviation in stack)
            {
                console.WriteLine($"  {deviation.Owner.LogicalId}: {deviation.Target} {(deviation.Live is null ? "is gone" : "is not as declared")}");
                DiffLines.Write(console, deviation.Difference, "    ");
                WriteHealing(console, healed.GetValueOrDefault(deviation));
            }
        }

        Others(console, "written before declarations were kept, or too long; not compared", report.NotKnown.Select(found => $"{found.Address} of {found.Owner.StackName}"));
        Others(console, "annotations that cannot be read; not compared", report.Unreadable.Select(address => address.ToString()));
        Others(console, "not looked at", report.Unread.Select(unread => $"{unread.Kind.Plural}: {unread.Why}"));
        var count = report.Deviations.Count;
        var colour = count == 0 ? "green" : "red";
        console.MarkupLineInterpolated($"{report.Compared} entries and objects compared: [bold {colour}]{(count == 0 ? "all as declared" : $"{count} not as declared")}[/]{PutBack(healed)}");
    }

    private static void WriteHealing(IAnsiConsole console, Healing? healing)
    {
        switch (healing)
        {
            case null:
                break;
            case Healing.Healed { NotRecorded: null }:
                console.MarkupLine("    [green]put back[/]");
                break;
            case Healing.Healed { NotRecorded: var why }:
                console.MarkupLineInterpolated($"    [green]put back[/]; the history does not tell of it: {why}");
                break;
            case Healing.Refused refused:
                console.MarkupLineInterpolated($"    [red]not put back:[/] {refused.Failure.Reason}");
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void Others(IAnsiConsole console, string what, IEnumerable<string> names)
    {
        if (string.Join(", ", names) is { Length: > 0 } all)
        {
            console.MarkupLineInterpolated($"[yellow]{what}:[/] {all}");
        }
    }

    private static string PutBack(IReadOnlyDictionary<Deviation, Healing> healed) =>
        healed.Count == 0 ? "" : $", {healed.Values.Count(healing => healing is Healing.Healed)} put back";
}
