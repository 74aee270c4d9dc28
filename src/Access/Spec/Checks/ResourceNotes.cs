using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>
/// Resources of a rule that RBAC would take and never match: the API server does not check them, and a cluster may have types of its
/// own, so that each is a note.
/// </summary>
internal static class ResourceNotes
{
    public static void Check(RuleSpec rule, Word resource, SpecProblems problems)
    {
        var parts = resource.Text.Split('/', 2);
        var groups = (rule.ApiGroups ?? []).Select(group => group.Text).ToList();
        if (parts[0].Contains('*', StringComparison.Ordinal) || !groups.TrueForAll(ResourceTypes.IsKnownGroup)) return;
        if (Meant(parts[0]) is not { } plural) return;
        var sub = parts.Length == 1 || ResourceTypes.Subresources.Contains(parts[1])
            ? null
            : Nearest.To(parts[1], ResourceTypes.Subresources);
        if (plural != parts[0] || sub is not null)
        {
            var meant = parts.Length == 1 ? plural : $"{plural}/{sub ?? parts[1]}";
            problems.Note(resource.At, $"resource {resource} is none that Kubernetes has; did you mean {meant}?");
        }
        else if (groups.Count > 0 && !ResourceTypes.GroupsOf(plural).Any(groups.Contains))
        {
            var group = Quoted(ResourceTypes.GroupsOf(plural));
            problems.Note(resource.At, $"resource {resource} is in API group {group}, which this rule does not name");
        }
    }

    private static string? Meant(string name) => ResourceTypes.Find(name)?.Plural ?? Nearest.To(name, ResourceTypes.Names);

    private static string Quoted(IEnumerable<string> groups) =>
        SpecProblems.OneOf(groups.Select(group => group.Length == 0 ? "\"\"" : group));
}
