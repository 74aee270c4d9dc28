using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Reporting;

/// <summary>
/// Who may do what in a cluster, because of what: tables that name each other by index, so that what many have in common is said once. It is what
/// the page of <c>eksiam report</c> holds.
/// </summary>
public sealed record AccessReport
{
    /// <summary>The version of the format that this code writes and reads.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>When the report was made, in UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    public required ReportCluster Cluster { get; init; }

    /// <summary>By name: those that the cluster has, and those that something is granted in.</summary>
    public required IReadOnlyList<ReportNamespace> Namespaces { get; init; }

    /// <summary>IAM principals by ARN, then service accounts.</summary>
    public required IReadOnlyList<ReportPrincipal> Principals { get; init; }

    public required IReadOnlyList<ReportSubject> Subjects { get; init; }

    public required IReadOnlyList<ReportGrant> Grants { get; init; }

    public required IReadOnlyList<ReportRole> Roles { get; init; }

    public required IReadOnlyList<ReportRule> Rules { get; init; }

    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>What could not be read.</summary>
    public required IReadOnlyList<UnreadPart> Unread { get; init; }

    /// <summary>What is not as in an older report; null where it was compared with none.</summary>
    public ReportChanges? Changes { get; init; }
}
