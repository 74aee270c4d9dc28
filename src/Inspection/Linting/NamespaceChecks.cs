namespace EksIamCdk.Inspection.Linting;

/// <summary>Namespaces.</summary>
internal static class NamespaceChecks
{
    public static IEnumerable<LintFinding> Of(LintSubject subject) =>
        // A spec also names namespaces that exist already, without saying how they are labelled.
        from ns in subject.Cluster.IsDeclared ? [] : subject.Cluster.Namespaces
        where ns.PodSecurity is null && !ns.Name.StartsWith("kube-", StringComparison.Ordinal)
        select LintRules.NoPodSecurity.At(LintPlace.Of(ns), "no level of pod security is enforced in it");
}
