using EksIamCdk.Access.Objects;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Access entries.</summary>
internal static class AccessEntryChecks
{
    public static IEnumerable<LintFinding> Of(LintSubject subject) => [.. Dead(subject), .. Scopes(subject)];

    private static IEnumerable<LintFinding> Dead(LintSubject subject) =>
        from who in subject.Known.Iam
        from note in who.Notes
        where note.Kind == IdentityNoteKind.DeadEntry
        let entry = subject.Cluster.AccessEntries!.First(entry => LintPlace.Entry(entry).Text == note.Place)
        select LintRules.DeadEntry.At(LintPlace.Entry(entry), note.Message);

    private static IEnumerable<LintFinding> Scopes(LintSubject subject)
    {
        if (!subject.Knows(KubernetesKind.Namespace)) return [];
        var known = subject.Cluster.Namespaces.Select(ns => ns.Name).ToHashSet(StringComparer.Ordinal);
        return
            from entry in subject.Cluster.AccessEntries ?? []
            from association in entry.Content.Policies
            let nowhere = association.Namespaces.Where(scope => !Matches(scope)).ToList()
            where nowhere.Count > 0
            select LintRules.ScopeMatchesNothing.At(
                LintPlace.Entry(entry),
                $"{association.PolicyArn[(association.PolicyArn.LastIndexOf('/') + 1)..]} is for {Names.Of(nowhere)}, and there is no such namespace");

        bool Matches(string scope) => known.Contains(scope)
            || (scope.EndsWith('*') && known.Any(name => name.StartsWith(scope[..^1], StringComparison.Ordinal)));
    }
}
