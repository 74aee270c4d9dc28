using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Sandbox;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>What is in a cluster, for people.</summary>
internal static class ClusterText
{
    public static void Write(IAnsiConsole console, ClusterView cluster)
    {
        console.Heading($"aws-auth of cluster {cluster.Label}");
        WriteMap(console, cluster.AwsAuth);
        WriteOwners(console, cluster);
    }

    private static void WriteMap(IAnsiConsole console, JsonObject? awsAuth)
    {
        if (awsAuth is null)
        {
            console.WriteLine("  (there is none)");
        }

        foreach (var (key, text) in awsAuth?["data"] as JsonObject ?? [])
        {
            WriteSection(console, key, (string?)text ?? "");
        }
    }

    public static void WriteSection(IAnsiConsole console, string key, string text)
    {
        console.WriteLine($"  {key}:");
        foreach (var line in text.TrimEnd('\n', '\r').Split('\n'))
        {
            console.WriteLine($"    {line.TrimEnd('\r')}");
        }
    }

    public static void WriteOwners(IAnsiConsole console, ClusterView cluster)
    {
        console.Heading($"who owns what in cluster {cluster.Label}");
        var table = PlainTable.Of("what", "which", "logical id", "stack");
        foreach (var entry in Ownership.OfEntries(cluster))
        {
            AddRow(table, entry.Section, entry.Id, entry.Owner);
        }

        foreach (var live in cluster.Objects)
        {
            var ns = (string?)live["metadata"]?["namespace"];
            AddRow(table, (string?)live["kind"] ?? "", $"{(ns is null ? "" : $"{ns}/")}{(string?)live["metadata"]?["name"]}", Ownership.OfObject(live));
        }

        console.Write(table);
    }

    private static void AddRow(Table table, string what, string which, Access.Ownership.Owner? owner) => table.AddRow(
        what.EscapeMarkup(), which.EscapeMarkup(), owner is null ? "[grey](nobody's)[/]" : owner.LogicalId.EscapeMarkup(), owner?.StackName.EscapeMarkup() ?? "");
}
