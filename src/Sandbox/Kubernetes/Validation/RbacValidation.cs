using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Validation;

/// <summary>Checks roles and bindings.</summary>
internal static class RbacValidation
{
    public static IEnumerable<StatusCause> Role(ResourceKind kind, JsonObject body)
    {
        var index = -1;
        foreach (var rule in body.Objects("rules"))
        {
            foreach (var cause in Rule(rule, $"rules[{++index}]", kind.Namespaced)) yield return cause;
        }

        if (body["aggregationRule"] is JsonObject aggregation && !aggregation.Objects("clusterRoleSelectors").Any())
            yield return StatusCause.Required("aggregationRule.clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil");
    }

    public static IEnumerable<StatusCause> Binding(ResourceKind kind, JsonObject body)
    {
        var reference = body["roleRef"];
        if (reference.Text("apiGroup") != Kinds.RbacGroup)
            yield return StatusCause.NotSupported("roleRef.apiGroup", reference.Text("apiGroup"), Kinds.RbacGroup);
        string[] bindable = kind.Namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
        if (!bindable.Contains(reference.Text("kind"), StringComparer.Ordinal)) yield return StatusCause.NotSupported("roleRef.kind", reference.Text("kind"), bindable);
        if (reference.Text("name").Length == 0) yield return StatusCause.Required("roleRef.name");
        else if (Names.PathSegment(reference.Text("name")) is { } wrong) yield return StatusCause.Invalid("roleRef.name", StatusCause.Quote(reference.Text("name")), wrong);
        var index = -1;
        foreach (var subject in body.Objects("subjects"))
        {
            foreach (var cause in Subject(subject, $"subjects[{++index}]", kind.Namespaced)) yield return cause;
        }
    }

    public static IEnumerable<StatusCause> BindingChange(JsonObject before, JsonObject body)
    {
        if (JsonNode.DeepEquals(before["roleRef"], body["roleRef"])) yield break;
        var now = body["roleRef"];
        var shown = $"rbac.RoleRef{{APIGroup:\"{now.Text("apiGroup")}\", Kind:\"{now.Text("kind")}\", Name:\"{now.Text("name")}\"}}";
        yield return StatusCause.Invalid("roleRef", shown, "cannot change roleRef");
    }

    private static IEnumerable<StatusCause> Rule(JsonObject rule, string field, bool namespaced)
    {
        if (rule.Texts("verbs").Count == 0) yield return StatusCause.Required($"{field}.verbs", "verbs must contain at least one value");
        var urls = rule.Texts("nonResourceURLs");
        if (urls.Count > 0)
        {
            if (namespaced) yield return StatusCause.Invalid($"{field}.nonResourceURLs", Show(urls), "namespaced rules cannot apply to non-resource URLs");
            if (rule.Texts("apiGroups").Count > 0 || rule.Texts("resources").Count > 0 || rule.Texts("resourceNames").Count > 0)
                yield return StatusCause.Invalid($"{field}.nonResourceURLs", Show(urls), "rules cannot apply to both regular resources and non-resource URLs");
            yield break;
        }

        if (rule.Texts("apiGroups").Count == 0) yield return StatusCause.Required($"{field}.apiGroups", "resource rules must supply at least one api group");
        if (rule.Texts("resources").Count == 0) yield return StatusCause.Required($"{field}.resources", "resource rules must supply at least one resource");
    }

    private static IEnumerable<StatusCause> Subject(JsonObject subject, string field, bool namespaced)
    {
        var (kind, group, name) = (subject.Text("kind"), subject.Text("apiGroup"), subject.Text("name"));
        if (name.Length == 0) yield return StatusCause.Required($"{field}.name");
        switch (kind)
        {
            case "ServiceAccount":
                if (name.Length > 0 && Names.Subdomain(name) is { } wrong) yield return StatusCause.Invalid($"{field}.name", StatusCause.Quote(name), wrong);
                if (group.Length > 0) yield return StatusCause.NotSupported($"{field}.apiGroup", group, "");
                if (!namespaced && subject.Text("namespace").Length == 0) yield return StatusCause.Required($"{field}.namespace");
                break;
            case "User" or "Group":
                if (group != Kinds.RbacGroup) yield return StatusCause.NotSupported($"{field}.apiGroup", group, Kinds.RbacGroup);
                break;
            default:
                yield return StatusCause.NotSupported($"{field}.kind", kind, "ServiceAccount", "User", "Group");
                break;
        }
    }

    private static string Show(IReadOnlyList<string> texts) => $"[]string{{{string.Join(", ", texts.Select(StatusCause.Quote))}}}";
}
