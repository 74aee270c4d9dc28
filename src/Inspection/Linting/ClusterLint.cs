using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Looks a cluster over for what does not do what it seems to, and for what gives more than is safe.</summary>
public static class ClusterLint
{
    public static LintReport Of(ClusterState cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var subject = new LintSubject(cluster);
        if (!subject.KnowsEverybody) subject.Missed("users and groups that nobody has: not everybody who is let in is known (EKS tells the mode and the access entries: --cluster NAME)");
        List<LintFinding> findings =
        [
            .. MapChecks.Of(subject), .. AccessEntryChecks.Of(subject), .. BindingChecks.Of(subject), .. WildcardChecks.Of(subject),
            .. EscalationChecks.Of(subject), .. IrsaChecks.Of(subject), .. PodIdentityChecks.Of(subject), .. NamespaceChecks.Of(subject),
        ];
        return new(
            [
                .. findings.Distinct().OrderByDescending(finding => finding.Rule.Severity).ThenBy(finding => finding.Rule.Code, StringComparer.Ordinal)
                    .ThenBy(finding => finding.Place.Text, StringComparer.Ordinal),
            ],
            [.. subject.NotChecked.Distinct()]);
    }
}
