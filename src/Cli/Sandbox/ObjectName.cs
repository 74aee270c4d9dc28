using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Sandbox;

/// <summary><c>Role dev/pod-reader</c>, <c>Namespace dev</c>.</summary>
internal static class ObjectName
{
    public static string Of(JsonObject live)
    {
        var ns = (string?)live["metadata"]?["namespace"];
        return $"{(string?)live["kind"]} {(ns is null ? "" : $"{ns}/")}{(string?)live["metadata"]?["name"]}";
    }
}
