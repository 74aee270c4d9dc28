using System.Globalization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Where a principal is written in aws-auth in vain: in a section that is lost, after its end, or under a key that nobody reads.</summary>
/// <param name="Place">Such as <c>aws-auth mapRoles line 7</c>.</param>
/// <param name="Why">A sentence without a full stop.</param>
internal sealed record UnreadEntry(string Place, string Why)
{
    public static UnreadEntry? Of(ClusterState cluster, Principal.Iam principal)
    {
        foreach (var (key, text) in cluster.AwsAuth ?? new Dictionary<string, string>())
        {
            if (Sections.All.Where(section => key.Equals(section.Key(), StringComparison.OrdinalIgnoreCase)).Cast<Section?>().FirstOrDefault() is not { } section) continue;
            var at = text.IndexOf(section == Section.MapAccounts ? principal.AccountId : principal.Name, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || Fault(key, text, section, LineOf(text, at)) is not var (line, why)) continue;
            return new(string.Create(CultureInfo.InvariantCulture, $"aws-auth {key} line {line}"), why);
        }

        return null;
    }

    private static (int Line, string Why)? Fault(string key, string text, Section section, int line)
    {
        if (key != section.Key()) return (line, $"nobody reads the key {key}: it is {section.Key()}");
        var reading = SectionReader.Read(section, text);
        if (reading.Fault is { } fault) return (fault.Line, $"the whole section is lost: {fault.Message}; everybody in it is locked out");
        return reading.Findings.FirstOrDefault(finding => finding.Kind == FindingKind.IgnoredTail && finding.Line <= line) is { } tail ? (line, tail.Message) : null;
    }

    private static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;
}
