using EksIamCdk.Inspection.Linting;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Reporting;

/// <summary>What there is to look at in a cluster, as a report tells it.</summary>
public static class ReportFindings
{
    /// <returns>The worst first.</returns>
    public static IReadOnlyList<ReportFinding> Of(ClusterState cluster) =>
    [
        .. ClusterLint.Of(cluster).Findings.Select(finding => new ReportFinding(
            finding.Rule.Code, Word(finding.Rule.Severity), finding.Place.Text, finding.Message, finding.Remedy)),
    ];

    private static string Word(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => "error",
        LintSeverity.Warning => "warning",
        _ => "note",
    };
}
