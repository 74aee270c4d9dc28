using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Inspection.Linting;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.Lint;

/// <summary>Findings as <c>--output json</c> prints them.</summary>
internal static class LintJson
{
    public static JsonObject Of(ClusterState cluster, LintReport report, int leftOut) => new()
    {
        ["cluster"] = cluster.Name,
        ["findings"] = JsonOutput.Array(report.Findings.Select(Of)),
        ["ignored"] = leftOut,
        ["notChecked"] = JsonOutput.Texts(report.NotChecked),
    };

    private static JsonObject Of(LintFinding finding) => new()
    {
        ["code"] = finding.Rule.Code,
        ["severity"] = LintText.Name(finding.Rule.Severity),
        ["place"] = finding.Place.Text,
        ["message"] = finding.Message,
        ["remedy"] = finding.Remedy,
    };
}
