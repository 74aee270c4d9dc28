using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>How the instances of stack sets stand, for people.</summary>
internal static class StackSetText
{
    public static void Write(IAnsiConsole console, SandboxSession session)
    {
        if (session.StackInstances is not { Count: > 0 } instances)
        {
            return;
        }

        console.Heading("stack sets: in which accounts and Regions");
        var table = PlainTable.Of("stack set", "account", "Region", "status", "");
        foreach (var (name, instance) in instances)
        {
            var colour = instance.Status == "CURRENT" ? "green" : "red";
            table.AddRow(
                name.EscapeMarkup(),
                instance.Place.AccountId,
                instance.Place.Region,
                $"[{colour}]{instance.Status}[/] {instance.DetailedStatus}",
                instance.StatusReason.EscapeMarkup());
        }

        console.Write(table);
    }
}
