using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Reporting;

/// <summary>Tells how much rules give, measured by the roles view, edit and admin as the cluster has them, as every cluster starts with them, or as
/// the access policies of these names allow.</summary>
internal sealed class AccessLevels(RbacPolicy policy)
{
    private static readonly string[] s_reading = ["get", "list", "watch"];

    // Questions that everybody may ask about itself, by the ClusterRole system:basic-user.
    private static readonly string[] s_ofOneself = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"];

    private readonly (AccessLevel Level, IReadOnlyList<PolicyRule>[] Measures)[] _levels =
    [
        (AccessLevel.Everything, [[AccessPolicyRules.Everything[0]]]),
        (AccessLevel.Admin, Measures(policy, "admin", AccessPolicy.Admin)),
        (AccessLevel.Edit, Measures(policy, "edit", AccessPolicy.Edit)),
    ];

    private readonly IReadOnlyList<PolicyRule>[] _view = Measures(policy, "view", AccessPolicy.View);

    public AccessLevel Of(IReadOnlyList<PolicyRule>? rules)
    {
        List<PolicyRule> counted = [.. (rules ?? []).Where(rule => rule.Verbs.Count > 0 && rule.Resources.Any(resource => !s_ofOneself.Contains(resource)))];
        if (counted.Count == 0) return AccessLevel.None;
        foreach (var (level, measures) in _levels)
        {
            if (measures.Any(measure => Covers(counted, measure))) return level;
        }

        return counted.Any(rule => rule.Verbs.Except(s_reading).Any()) ? AccessLevel.ChangesSome
            : _view.Any(measure => Covers(counted, measure)) ? AccessLevel.View
            : AccessLevel.ReadsSome;
    }

    private static bool Covers(List<PolicyRule> held, IReadOnlyList<PolicyRule> broken) => broken.All(narrow => held.Exists(rule => rule.Covers(narrow)));

    private static IReadOnlyList<PolicyRule>[] Measures(RbacPolicy policy, string name, string accessPolicy)
    {
        var binding = new RbacBinding { Name = name, RoleIsClusterRole = true, RoleName = name };
        var started = DefaultRoles.Roles.First(role => role.Name == name).Rules;
        // No measure without rules: everything would be as much as that.
        var measures = new[] { started, AccessPolicyRules.Of(accessPolicy), policy.RulesOf(binding) }.Where(rules => rules is { Count: > 0 }).Select(rules => rules!);
        return [.. measures.Select(rules => (IReadOnlyList<PolicyRule>)[.. rules.SelectMany(rule => rule.BreakDown())])];
    }
}
