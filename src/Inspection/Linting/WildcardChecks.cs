using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Wildcards in roles that somebody has.</summary>
internal static class WildcardChecks
{
    public static IEnumerable<LintFinding> Of(LintSubject subject)
    {
        var bindings = subject.Cluster.Bindings.Where(binding => !BuiltIn.Is(binding))
            .ToLookup(binding => (Namespace: binding.RoleIsClusterRole ? "" : binding.Namespace, binding.RoleName));
        foreach (var role in subject.Cluster.Roles.Where(role => !BuiltIn.Is(role)))
        {
            var wild = role.Rules.Where(HasWildcard).ToList();
            if (wild.Count == 0) continue;
            var bound = bindings[(role.Namespace, role.Name)].ToList();
            var holders = bound.SelectMany(subject.Holders.Of).Distinct().Select(who => who.Principal.ToString()!)
                .Concat(bound.SelectMany(binding => binding.Subjects).Where(BindingChecks.IsEverybody).Select(everybody => everybody.Name)).Distinct().ToList();
            if (holders.Count > 0)
                yield return LintRules.Wildcard.At(LintPlace.Of(role), $"it allows {string.Join("; ", wild.Select(Text))}, and {Names.Of(holders)} {(holders.Count == 1 ? "has" : "have")} it");
        }
    }

    private static bool HasWildcard(PolicyRule rule) => rule.Verbs.Concat(rule.ApiGroups).Concat(rule.Resources).Contains("*", StringComparer.Ordinal);

    private static string Text(PolicyRule rule) => rule.NonResourceUrls.Count > 0
        ? $"{string.Join(", ", rule.Verbs)} on {string.Join(", ", rule.NonResourceUrls)}"
        : $"{string.Join(", ", rule.Verbs)} on {string.Join(", ", rule.Resources)} of {string.Join(", ", rule.ApiGroups.Select(group => group.Length == 0 ? "the core group" : group))}";
}
