using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>A rule of RBAC in one line.</summary>
public static class RuleText
{
    /// <summary><c>get, list pods, deployments.apps named web</c>; resources as <c>kubectl auth can-i --list</c> has them.</summary>
    public static string Of(PolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var verbs = rule.Verbs is ["*"] ? "all verbs on" : string.Join(", ", rule.Verbs);
        if (rule.NonResourceUrls.Count > 0) return $"{verbs} {string.Join(", ", rule.NonResourceUrls)}";
        var resources = rule.ApiGroups.SelectMany(group => rule.Resources.Select(resource => Name(group, resource)));
        var names = rule.ResourceNames.Count == 0 ? "" : $" named {string.Join(", ", rule.ResourceNames)}";
        return $"{verbs} {string.Join(", ", resources)}{names}";
    }

    private static string Name(string group, string resource)
    {
        if (group == "*") return resource == "*" ? "everything" : $"{resource} of any group";
        var parts = resource.Split('/', 2);
        return $"{parts[0]}{(group.Length == 0 ? "" : $".{group}")}{(parts.Length == 2 ? $"/{parts[1]}" : "")}";
    }
}
