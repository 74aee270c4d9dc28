using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>
/// What the access policies of EKS allow: the tables of https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html. They are the
/// default ClusterRoles of the same names, but that EKS gives less to admin and edit than Kubernetes does by now.
/// </summary>
public static class AccessPolicyRules
{
    private static readonly string[] s_notInTheTables = ["leases", "pods/eviction", "serviceaccounts/token"];

    /// <summary>All verbs on all resources and paths.</summary>
    public static IReadOnlyList<PolicyRule> Everything { get; } =
    [
        new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] },
        new() { Verbs = ["*"], NonResourceUrls = ["*"] },
    ];

    private static readonly Dictionary<string, IReadOnlyList<PolicyRule>> s_byName = new(StringComparer.Ordinal)
    {
        [AccessPolicy.ClusterAdmin] = Everything,
        [AccessPolicy.Admin] = OfRole("admin"),
        [AccessPolicy.Edit] = OfRole("edit"),
        [AccessPolicy.View] = OfRole("view"),
        [AccessPolicy.AdminView] = [new() { Verbs = ["get", "list", "watch"], ApiGroups = ["*"], Resources = ["*"] }],
    };

    /// <returns>Null for a policy that is not for people and programs: what it allows is not known here.</returns>
    public static IReadOnlyList<PolicyRule>? Of(string policyArn)
    {
        ArgumentNullException.ThrowIfNull(policyArn);
        return s_byName.GetValueOrDefault(policyArn[(policyArn.LastIndexOf('/') + 1)..]);
    }

    private static IReadOnlyList<PolicyRule> OfRole(string name) =>
    [
        .. DefaultRoles.Roles.First(role => role.Name == name).Rules
            .Select(rule => rule with { Resources = [.. rule.Resources.Except(s_notInTheTables, StringComparer.Ordinal)] })
            .Where(rule => rule.Resources.Count > 0),
    ];
}
