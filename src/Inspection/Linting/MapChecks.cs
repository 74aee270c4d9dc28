using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Linting;

/// <summary>The aws-auth map.</summary>
internal static class MapChecks
{
    public static IEnumerable<LintFinding> Of(LintSubject subject) =>
        subject.Cluster.Mode == AuthenticationMode.Api
            ? NotRead(subject)
            : [.. Sections(subject), .. WrongKeys(subject), .. UsersBehindRoles(subject), .. BehindAccessEntries(subject), .. Masters(subject)];

    private static IEnumerable<LintFinding> NotRead(LintSubject subject)
    {
        var written = subject.Cluster.WrittenMap.Sections.SelectMany(reading => reading.Entries).ToList();
        if (written.Count == 0) yield break;
        var let = subject.Known.Iam.Where(who => who.Identity is not null).Select(who => CanonicalOf(who.Principal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var left = written.Select(entry => entry.Entry.Id).Where(id => id.Length > 0 && !let.Contains(id)).Distinct().ToList();
        yield return LintRules.MapNotRead.At(
            LintPlace.AwsAuth,
            $"the authentication mode is API, and the map has {Count(written.Count, "entry", "entries")} that nobody reads"
            + (left.Count == 0 ? "; all of them have access entries" : $"; without an access entry are {Names.Of(left)}"));
    }

    private static IEnumerable<LintFinding> Sections(LintSubject subject) =>
        from reading in subject.Cluster.Map.Sections
        from finding in reading.Findings
        select RuleOf(finding.Kind).At(LintPlace.Line(reading.Section, finding.Line), finding.Message);

    private static LintRule RuleOf(FindingKind kind) => kind switch
    {
        FindingKind.SectionLost => LintRules.SectionLost,
        FindingKind.IgnoredTail => LintRules.IgnoredTail,
        FindingKind.DroppedEntry => LintRules.DroppedEntry,
        FindingKind.ShadowedEntry => LintRules.Shadowed,
        FindingKind.UnreachableEntry => LintRules.Unreachable,
        FindingKind.WrongType => LintRules.WrongType,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<LintFinding> WrongKeys(LintSubject subject) =>
        from key in subject.Cluster.AwsAuth?.Keys ?? []
        from section in Access.AwsAuth.Sections.All
        where key != section.Key() && key.Equals(section.Key(), StringComparison.OrdinalIgnoreCase)
        select LintRules.WrongKey.At(LintPlace.MapKey(key), $"the key {key} is not {section.Key()}: nothing below it has any effect", $"Write {section.Key()}");

    private static IEnumerable<LintFinding> UsersBehindRoles(LintSubject subject) =>
        from entry in Entries(subject, Section.MapUsers)
        let first = subject.Cluster.Map.Find(Section.MapRoles, entry.Entry.Id)
        where first is not null
        select LintRules.Shadowed.At(
            LintPlace.Line(Section.MapUsers, entry.Line),
            $"{entry.Entry.Id} stands in line {first.Line} of mapRoles too, which is asked first: this entry has no effect");

    private static IEnumerable<LintFinding> BehindAccessEntries(LintSubject subject) =>
        from who in subject.Known.Iam
        let identity = who.Identity
        where identity is not null
        let access = (identity.By as MappedBy.AccessEntry)?.Entry
        where access is not null
        from section in new[] { Section.MapRoles, Section.MapUsers }
        let entry = subject.Cluster.Map.Find(section, CanonicalOf(who.Principal))
        where entry is not null
        let lost = entry.Entry.Groups.Except(identity.User.Groups, StringComparer.Ordinal).Where(name => !BuiltIn.IsName(name)).ToList()
        select LintRules.ShadowedByAccessEntry.At(
            LintPlace.Line(section, entry.Line),
            $"{access.PrincipalArn} has an access entry, so this one has no effect"
            + (lost.Count == 0 ? "" : $"; only this one gives {Names.Of(lost)}"));

    private static IEnumerable<LintFinding> Masters(LintSubject subject) =>
        from who in subject.Known.Iam
        where who.Identity is { User.IsMaster: true }
        let mapped = who.Identity?.By as MappedBy.AwsAuthEntry
        where mapped is not null
        select LintRules.Masters.At(LintPlace.Line(mapped.Section, mapped.Entry.Line), $"{who.Principal} is a member of {RbacUser.Masters}, and may do everything");

    private static IEnumerable<EntryInForce> Entries(LintSubject subject, Section section) =>
        subject.Cluster.Map.Sections.First(reading => reading.Section == section).Entries;

    private static string CanonicalOf(Principal principal) => Authenticator.Canonicalize(((Principal.Iam)principal).CallerArn) ?? "";

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
