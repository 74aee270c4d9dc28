namespace EksIamCdk.Access.Linting;

/// <summary>Namespaces.</summary>
internal static class NamespaceChecks
{
    public static IEnumerable<LintFinding> Of(LintSubject subject) =>
        from ns in subject.Cluster.Namespaces
        where ns.PodSecurity is null && !ns.Name.StartsWith("kube-", StringComparison.Ordinal)
        select LintRules.NoPodSecurity.At(LintPlace.Of(ns), "no level of pod security is enforced in it");
}
