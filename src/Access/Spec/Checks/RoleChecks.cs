using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class RoleChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        SpecChecks.Distinct(spec.Roles.Select(role => role.Name), "role", problems);
        var granted = spec.Mappings.SelectMany(item => item.Grant).Select(grant => grant.Role?.Text).ToHashSet();
        foreach (var role in spec.Roles)
        {
            if (Profiles.All.Any(profile => Profiles.Name(profile) == role.Name.Text))
            {
                problems.Add(role.Name, $"role {role.Name} has the name of a profile", "a name of its own");
            }

            SpecChecks.Distinct(role.Namespaces ?? [], "namespace", problems);
            NamespaceReferences.Check(role.Namespaces ?? [], spec, problems);
            foreach (var rule in role.Rules) CheckRule(role, rule, problems);
            if (!role.Name.IsMissing && !granted.Contains(role.Name.Text))
            {
                problems.Note(role.Name.At, $"role {role.Name} is granted to nobody in this file");
            }
        }
    }

    private static void CheckRule(RoleSpec role, RuleSpec rule, SpecProblems problems)
    {
        if (rule.Resources.Count > 0 && rule.ApiGroups is null)
        {
            problems.Add(rule.At, "a rule has no apiGroups", "nothing", "the API groups of its resources; [\"\"] is the core group");
        }

        if (rule.NonResourceUrls.Count > 0 && role.Namespaces is not null)
        {
            problems.Add(rule.NonResourceUrls[0], "nonResourceURLs have no namespace", "a role without namespaces: a ClusterRole");
        }

        foreach (var verb in rule.Verbs) Verbs.Check(verb.At, verb.Text, problems);
        foreach (var resource in rule.Resources) ResourceNotes.Check(rule, resource, problems);
    }
}
