using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Explaining;

public sealed class RightsTests
{
    private static readonly string s_dev = Some.Role("Dev");

    private static Rights Of(ClusterState cluster, string? session = null) => new(cluster, Some.Who(cluster, s_dev, session).Identity!);

    [Fact]
    public void The_binding_that_allows_it_is_named()
    {
        var cluster = Some.Cluster(
            entries: [Some.Entry(s_dev, ["devs"])],
            bindings: [Some.Bound("reader", SubjectKind.Group, "others"), Some.Bound("reader", SubjectKind.Group, "devs", "web")]);

        var decision = Of(cluster).Decide(Some.Ask("get", "pods", "web"));

        Assert.Equal("Group devs > RoleBinding web/devs-reader > ClusterRole reader", decision.Because!.ToString());
        Assert.False(Of(cluster).Decide(Some.Ask("get", "pods", "other")).Allowed);
        Assert.False(Of(cluster).Decide(Some.Ask("get", "pods")).Allowed);
    }

    [Fact]
    public void Members_of_system_masters_may_do_everything()
    {
        var cluster = Some.Cluster($"- rolearn: {s_dev}\n  username: dev\n  groups: [system:masters]\n");

        Assert.IsType<AccessPath.Masters>(Of(cluster).Decide(Some.Ask("escalate", "clusterroles")).Because);
        Assert.True(Of(cluster).Decide(new AccessRequest.OfUrl { Verb = "get", Path = "/metrics" }).Allowed);
    }

    [Theory]
    [InlineData("dev-1", true)]
    [InlineData("dev-", true)]
    [InlineData("dev", false)]
    [InlineData("staging", true)]
    [InlineData("staging-2", false)]
    [InlineData("", false)]
    public void An_access_policy_counts_in_the_namespaces_of_its_scope(string inNamespace, bool allowed)
    {
        var cluster = Some.Cluster(entries: [Some.Entry(s_dev, policies: Some.Policy(AccessPolicy.View, "dev-*", "staging"))]);

        Assert.Equal(allowed, Of(cluster).Decide(Some.Ask("get", "pods", inNamespace)).Allowed);
    }

    [Fact]
    public void A_policy_whose_rules_are_not_known_is_a_doubt()
    {
        var cluster = Some.Cluster(entries: [Some.Entry(s_dev, policies: Some.Policy("AmazonEKSSomethingNewPolicy"))]);

        var decision = Of(cluster).Decide(Some.Ask("get", "pods", "web"));

        Assert.False(decision.Allowed);
        Assert.Equal("access policy AmazonEKSSomethingNewPolicy", Assert.Single(decision.Doubts).ToString());
    }

    [Fact]
    public void A_binding_to_a_role_that_does_not_exist_gives_nothing_and_is_told()
    {
        var cluster = Some.Cluster(entries: [Some.Entry(s_dev, ["devs"])], bindings: [Some.Bound("missing", SubjectKind.Group, "devs")]);

        var decision = Of(cluster).Decide(Some.Ask("get", "pods"));

        Assert.Equal("missing", Assert.IsType<AccessPath.Binding>(Assert.Single(decision.Missing)).Bound.RoleName);
    }

    [Fact]
    public void A_binding_to_one_session_counts_for_that_session_only()
    {
        var cluster = Some.Cluster(
            entries: [Some.Entry(s_dev, username: "dev:{{SessionName}}")], bindings: [Some.Bound("reader", SubjectKind.User, "dev:ann")]);
        var request = Some.Ask("get", "pods");

        Assert.True(Of(cluster, "ann").Decide(request).Allowed);
        Assert.False(Of(cluster).Decide(request).Allowed);
        Assert.Equal("dev:ann", Assert.Single(Of(cluster).InSomeSessions(request)).Subject.Name);
        Assert.Empty(Of(cluster, "bob").InSomeSessions(request));
    }

    [Fact]
    public void All_ways_are_told_those_of_the_whole_cluster_first()
    {
        var cluster = Some.Cluster(
            entries: [Some.Entry(s_dev, ["devs"], policies: [Some.Policy(AccessPolicy.Edit, "web")])],
            bindings: [Some.Bound("reader", SubjectKind.Group, "devs", "api"), Some.Bound("view", SubjectKind.Group, "devs")]);

        Assert.Equal(["", "api", "web"], Of(cluster).Paths.Select(path => path.Namespace));
    }

    [Theory]
    [InlineData("a{{SessionName}}", "ab", true)]
    [InlineData("a{{SessionName}}", "a", false)]
    [InlineData("a:{{AccountID}}:{{SessionName}}", "a:1:b", true)]
    [InlineData("a:{{AccountID}}:{{SessionName}}", "a::b", false)]
    [InlineData("{{SessionName}}-x", "y-x", true)]
    [InlineData("plain", "plain", true)]
    [InlineData("plain", "plainer", false)]
    public void A_template_fits_what_some_session_makes_of_it(string template, string text, bool fits) =>
        Assert.Equal(fits, SessionTemplate.Fits(template, text));
}
