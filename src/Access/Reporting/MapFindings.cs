using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Snapshots;

namespace EksIamCdk.Access.Reporting;

/// <summary>What there is to look at in the aws-auth map of a cluster.</summary>
public static class MapFindings
{
    public static IReadOnlyList<ReportFinding> Of(ClusterState cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return
        [
            .. cluster.Map.Sections.SelectMany(reading => (reading.Fault is { } fault
                    ? [new ReportFinding("section-lost", "error", Place(reading.Section, fault.Line), $"the whole section is lost: {fault.Message}", "correct that line")]
                    : Array.Empty<ReportFinding>())
                .Concat(reading.Findings.Where(finding => finding.Kind != FindingKind.SectionLost).Select(finding =>
                    new ReportFinding(Code(finding.Kind), "warning", Place(reading.Section, finding.Line), finding.Message, "")))),
        ];
    }

    private static string Place(Section section, int line) => $"aws-auth {section.Key()} line {line}";

    private static string Code(FindingKind kind) => kind switch
    {
        FindingKind.IgnoredTail => "ignored-tail",
        FindingKind.DroppedEntry => "dropped-entry",
        FindingKind.ShadowedEntry => "shadowed-entry",
        FindingKind.UnreachableEntry => "unreachable-entry",
        FindingKind.WrongType => "wrong-type",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
