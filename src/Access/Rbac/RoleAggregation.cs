namespace EksIamCdk.Access.Rbac;

/// <summary>A ClusterRole with its labels, and the selectors of the roles that it is made of, if it is an aggregated one.</summary>
public sealed record LabelledRole(RbacRole Role, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<LabelSelector> Aggregates);

/// <summary>What the controller for aggregated ClusterRoles does (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles).</summary>
public static class RoleAggregation
{
    /// <summary>The rules of an aggregated role: those of every other role that one of its selectors selects, each once, by name of role.</summary>
    public static IReadOnlyList<PolicyRule> Rules(LabelledRole aggregated, IEnumerable<LabelledRole> all)
    {
        ArgumentNullException.ThrowIfNull(aggregated);
        return
        [
            .. aggregated.Aggregates
                .SelectMany(selector => all
                    .Where(other => other.Role.Name != aggregated.Role.Name && selector.Matches(other.Labels))
                    .OrderBy(other => other.Role.Name, StringComparer.Ordinal))
                .SelectMany(other => other.Role.Rules)
                .Distinct(),
        ];
    }
}
