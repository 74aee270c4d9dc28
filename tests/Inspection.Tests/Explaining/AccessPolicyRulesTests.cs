using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Tests.Explaining;

/// <summary>The tables of https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html.</summary>
public sealed class AccessPolicyRulesTests
{
    [Theory]
    [InlineData(AccessPolicy.View, "get", "pods", "log", "", true)]
    [InlineData(AccessPolicy.View, "get", "secrets", "", "", false)]
    [InlineData(AccessPolicy.View, "create", "pods", "", "", false)]
    [InlineData(AccessPolicy.Edit, "get", "secrets", "", "", true)]
    [InlineData(AccessPolicy.Edit, "create", "pods", "exec", "", true)]
    [InlineData(AccessPolicy.Edit, "impersonate", "serviceaccounts", "", "", true)]
    [InlineData(AccessPolicy.Edit, "create", "pods", "eviction", "", false)]
    [InlineData(AccessPolicy.Edit, "create", "serviceaccounts", "token", "", false)]
    [InlineData(AccessPolicy.Edit, "update", "leases", "", "coordination.k8s.io", false)]
    [InlineData(AccessPolicy.Edit, "create", "rolebindings", "", "rbac.authorization.k8s.io", false)]
    [InlineData(AccessPolicy.Admin, "create", "rolebindings", "", "rbac.authorization.k8s.io", true)]
    [InlineData(AccessPolicy.Admin, "create", "localsubjectaccessreviews", "", "authorization.k8s.io", true)]
    [InlineData(AccessPolicy.Admin, "update", "leases", "", "coordination.k8s.io", false)]
    [InlineData(AccessPolicy.Admin, "get", "nodes", "", "", false)]
    [InlineData(AccessPolicy.AdminView, "get", "secrets", "", "", true)]
    [InlineData(AccessPolicy.AdminView, "list", "rollouts", "", "argoproj.io", true)]
    [InlineData(AccessPolicy.AdminView, "delete", "pods", "", "", false)]
    [InlineData(AccessPolicy.ClusterAdmin, "delete", "rollouts", "status", "argoproj.io", true)]
    public void A_policy_allows_what_its_table_says(string policy, string verb, string resource, string subresource, string group, bool allowed)
    {
        var rules = AccessPolicyRules.Of(AccessPolicy.Arn("aws-cn", policy))!;

        Assert.Equal(allowed, rules.Any(rule => rule.Allows(Some.Ask(verb, resource, "web", group, subresource))));
    }

    [Fact]
    public void What_another_policy_allows_is_not_known() => Assert.Null(AccessPolicyRules.Of(AccessPolicy.Arn("aws", "AmazonEKSAutoNodePolicy")));

    [Theory]
    [InlineData("get, list pods, pods/log", "get,list", "", "pods,pods/log", "")]
    [InlineData("all verbs on everything", "*", "*", "*", "")]
    [InlineData("patch deployments.apps/scale named web", "patch", "apps", "deployments/scale", "web")]
    [InlineData("get */status.apps", "get", "apps", "*/status", "")]
    public void A_rule_is_one_line(string line, string verbs, string group, string resources, string name) =>
        Assert.Equal(line.Replace("*/status.apps", "*.apps/status", StringComparison.Ordinal), RuleText.Of(new()
        {
            Verbs = verbs.Split(','),
            ApiGroups = [group],
            Resources = resources.Split(','),
            ResourceNames = name.Length == 0 ? [] : [name],
        }));

    [Fact]
    public void A_rule_of_paths_names_them() => Assert.Equal("get /healthz", RuleText.Of(new() { Verbs = ["get"], NonResourceUrls = ["/healthz"] }));
}
