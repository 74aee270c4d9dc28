using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Authorization;

/// <summary>
/// Nobody gives away more than they hold, unless they may <c>escalate</c> roles or <c>bind</c> them
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping).
/// </summary>
internal sealed class EscalationCheck(Authorizer authorizer, PolicySource policies)
{
    /// <summary>Null when <paramref name="body"/> may be written by this user in place of <paramref name="before"/>.</summary>
    public ApiStatus? Check(ApiRequest request, string name, JsonObject? before, JsonObject body)
    {
        if (request.Kind.Group != Kinds.RbacGroup || request.User.Groups.Contains(RbacUser.Masters, StringComparer.Ordinal)) return null;
        return request.Kind.Plural is "roles" or "clusterroles" ? Role(request, name, before, body) : Binding(request, name, before, body);
    }

    private ApiStatus? Role(ApiRequest request, string name, JsonObject? before, JsonObject body)
    {
        if (StaysThe(before, body, "rules", "aggregationRule")) return null;
        if (authorizer.Check(request with { Name = name }, "escalate") is null) return null;
        if (body["aggregationRule"] is JsonObject && Beyond(request, [Everything]).Count > 0)
            return ApiStatus.Forbidden(request.Kind, name, "must have cluster-admin privileges to use the aggregationRule");
        return Refusal(request, name, Beyond(request, RbacJson.Rules(body)));
    }

    private ApiStatus? Binding(ApiRequest request, string name, JsonObject? before, JsonObject body)
    {
        if (StaysThe(before, body, "roleRef", "subjects")) return null;
        var binding = RbacJson.Binding(body) with { Namespace = request.Namespace };
        var bound = binding.RoleIsClusterRole ? Kinds.ClusterRole : Kinds.Role;
        if (authorizer.Check(request with { Kind = bound, Name = binding.RoleName }, "bind") is null) return null;
        return policies.Current.RulesOf(binding) is { } rules
            ? Refusal(request, name, Beyond(request, rules))
            : ApiStatus.NotFound(bound, binding.RoleName);
    }

    private static bool StaysThe(JsonObject? before, JsonObject body, params ReadOnlySpan<string> members)
    {
        if (before is null) return false;
        foreach (var member in members)
        {
            if (!JsonNode.DeepEquals(before[member], body[member])) return false;
        }

        return true;
    }

    private static PolicyRule Everything { get; } = new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] };

    private IReadOnlyList<PolicyRule> Beyond(ApiRequest request, IReadOnlyList<PolicyRule> wanted) =>
        RbacPolicy.Beyond(policies.Current.RulesOf(new RbacUser(request.User.Username, request.User.Groups), request.Namespace), wanted);

    private ApiStatus? Refusal(ApiRequest request, string name, IReadOnlyList<PolicyRule> beyond)
    {
        if (beyond.Count == 0) return null;
        var groups = string.Join(' ', request.User.Groups.Select(StatusCause.Quote));
        var rules = beyond
            .GroupBy(rule => rule with { Verbs = [] })
            .Select(same => Describe(same.Key with { Verbs = [.. same.SelectMany(rule => rule.Verbs)] }))
            .Order(StringComparer.Ordinal);
        return ApiStatus.Forbidden(
            request.Kind, name,
            $"user \"{request.User.Username}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n"
            + $"{string.Join('\n', rules)}{Unresolved(request)}");
    }

    /// <summary>Roles that would perhaps hold more, if they existed.</summary>
    private string Unresolved(ApiRequest request)
    {
        var missing = policies.Current.WithoutRole(new RbacUser(request.User.Username, request.User.Groups), request.Namespace)
            .Select(binding => ApiStatus.NotFound(binding.RoleIsClusterRole ? Kinds.ClusterRole : Kinds.Role, binding.RoleName).Message).ToList();
        return missing.Count == 0 ? "" : $"; resolution errors: [{string.Join(", ", missing)}]";
    }

    private static string Describe(PolicyRule rule)
    {
        (string Title, IReadOnlyList<string> Values)[] parts =
        [
            ("APIGroups", rule.ApiGroups), ("Resources", rule.Resources), ("ResourceNames", rule.ResourceNames), ("NonResourceURLs", rule.NonResourceUrls),
            ("Verbs", rule.Verbs),
        ];
        var shown = parts.Where(part => part.Values.Count > 0).Select(part => $"{part.Title}:[{string.Join(' ', part.Values.Select(StatusCause.Quote))}]");
        return $"{{{string.Join(", ", shown)}}}";
    }
}
