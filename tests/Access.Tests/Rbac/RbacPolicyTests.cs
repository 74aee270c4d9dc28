using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Tests.Rbac;

public sealed class RbacPolicyTests
{
    private static readonly PolicyRule ReadPods = new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] };
    private static readonly RbacUser Alice = new("alice", ["devs", "system:authenticated"]);

    [Fact]
    public void A_RoleBinding_gives_a_role_in_its_own_namespace_only()
    {
        var policy = new RbacPolicy([Role("dev", "reader")], [Bind("dev", "b", "reader", Group("devs"))]);

        Assert.True(policy.Decide(Alice, Get("dev")).Allowed);
        Assert.False(policy.Decide(Alice, Get("prod")).Allowed);
        Assert.False(policy.Decide(Alice, Get("")).Allowed);
        Assert.False(policy.Decide(new RbacUser("bob", []), Get("dev")).Allowed);
    }

    [Fact]
    public void A_ClusterRoleBinding_gives_a_role_everywhere()
    {
        var policy = new RbacPolicy([Role("", "reader")], [Bind("", "b", "reader", Group("devs"), cluster: true)]);

        Assert.True(policy.Decide(Alice, Get("dev")).Allowed);
        Assert.True(policy.Decide(Alice, Get("")).Allowed);
    }

    [Fact]
    public void A_RoleBinding_of_a_ClusterRole_gives_it_in_one_namespace()
    {
        var policy = new RbacPolicy([Role("", "reader")], [Bind("dev", "b", "reader", Group("devs"), cluster: true)]);

        Assert.True(policy.Decide(Alice, Get("dev")).Allowed);
        Assert.False(policy.Decide(Alice, Get("")).Allowed);
    }

    [Fact]
    public void Non_resource_URLs_come_from_ClusterRoleBindings_alone()
    {
        var role = new RbacRole { Name = "version", Rules = [new PolicyRule { Verbs = ["get"], NonResourceUrls = ["/version"] }] };
        var version = new AccessRequest.OfUrl { Verb = "get", Path = "/version" };

        Assert.True(new RbacPolicy([role], [Bind("", "b", "version", Group("devs"), cluster: true)]).Decide(Alice, version).Allowed);
        Assert.False(new RbacPolicy([role], [Bind("dev", "b", "version", Group("devs"), cluster: true)]).Decide(Alice, version).Allowed);
    }

    [Fact]
    public void Members_of_system_masters_are_allowed_everything_without_any_role()
    {
        var master = new RbacUser("root", [RbacUser.Masters]);

        Assert.True(new RbacPolicy([], []).Decide(master, Get("kube-system")).Allowed);
    }

    [Theory]
    [InlineData(SubjectKind.User, "alice", "", "alice", true)]
    [InlineData(SubjectKind.User, "devs", "", "alice", false)]
    [InlineData(SubjectKind.Group, "devs", "", "alice", true)]
    [InlineData(SubjectKind.Group, "alice", "", "alice", false)]
    [InlineData(SubjectKind.ServiceAccount, "robot", "ci", "system:serviceaccount:ci:robot", true)]
    [InlineData(SubjectKind.ServiceAccount, "robot", "", "system:serviceaccount:dev:robot", true)]
    [InlineData(SubjectKind.ServiceAccount, "robot", "", "robot", false)]
    public void Subjects_are_users_groups_and_service_accounts(SubjectKind kind, string name, string inside, string username, bool allowed)
    {
        var policy = new RbacPolicy([Role("dev", "reader")], [Bind("dev", "b", "reader", new RbacSubject(kind, name, inside))]);

        Assert.Equal(allowed, policy.Decide(new RbacUser(username, ["devs"]), Get("dev")).Allowed);
    }

    [Fact]
    public void The_reason_names_binding_role_and_subject()
    {
        var inNamespace = new RbacPolicy([Role("dev", "reader")], [Bind("dev", "b", "reader", new RbacSubject(SubjectKind.ServiceAccount, "robot", "ci"))]);
        var everywhere = new RbacPolicy([Role("", "reader")], [Bind("", "b", "reader", Group("devs"), cluster: true)]);

        Assert.Equal(
            "RBAC: allowed by RoleBinding \"b/dev\" of Role \"reader\" to ServiceAccount \"robot/ci\"",
            inNamespace.Decide(new RbacUser("system:serviceaccount:ci:robot", []), Get("dev")).Reason);
        Assert.Equal("RBAC: allowed by ClusterRoleBinding \"b\" of ClusterRole \"reader\" to Group \"devs\"", everywhere.Decide(Alice, Get("")).Reason);
    }

    [Fact]
    public void A_role_that_does_not_exist_is_named_when_nothing_else_allows_the_request()
    {
        var policy = new RbacPolicy([], [Bind("dev", "b", "gone", Group("devs")), Bind("", "c", "away", Group("devs"), cluster: true)]);

        var decision = policy.Decide(Alice, Get("dev"));

        Assert.False(decision.Allowed);
        Assert.Equal(["clusterrole.rbac.authorization.k8s.io \"away\" not found", "role.rbac.authorization.k8s.io \"gone\" not found"], decision.Missing);
        Assert.Equal(["away", "gone"], policy.WithoutRole(Alice, "dev").Select(binding => binding.RoleName));
        Assert.Null(policy.RulesOf(Bind("dev", "b", "gone", Group("devs"))));
    }

    [Fact]
    public void The_rules_of_a_user_are_those_of_the_namespace_and_of_the_whole_cluster()
    {
        var list = ReadPods with { Verbs = ["list"] };
        var policy = new RbacPolicy(
            [Role("dev", "reader"), new RbacRole { Name = "lister", Rules = [list] }],
            [Bind("dev", "b", "reader", Group("devs")), Bind("", "c", "lister", Group("devs"), cluster: true)]);

        Assert.Equal([list, ReadPods], policy.RulesOf(Alice, "dev"));
        Assert.Equal([list], policy.RulesOf(Alice, ""));
        Assert.Equal([ReadPods], policy.RulesOf(Bind("dev", "x", "reader", Group("ops"))));
    }

    [Fact]
    public void Beyond_is_what_is_wanted_and_not_held_verb_by_verb()
    {
        var wanted = new PolicyRule { Verbs = ["get", "delete"], ApiGroups = [""], Resources = ["pods"] };

        var beyond = Assert.Single(RbacPolicy.Beyond([ReadPods], [wanted]));

        Assert.Equal(new PolicyRule { Verbs = ["delete"], ApiGroups = [""], Resources = ["pods"] }, beyond);
    }

    [Fact]
    public void Several_rules_together_hold_what_none_holds_alone()
    {
        var list = ReadPods with { Verbs = ["list"] };
        var both = ReadPods with { Verbs = ["get", "list"] };

        Assert.Empty(RbacPolicy.Beyond([ReadPods, list], [both]));
    }

    [Theory]
    [InlineData("*", "pods", true)]
    [InlineData("pods", "*", false)]
    [InlineData("*/log", "pods/log", true)]
    [InlineData("*/log", "pods/exec", false)]
    [InlineData("*", "pods/exec", true)]
    public void A_wider_resource_holds_a_narrower_one(string held, string wanted, bool covered) =>
        Assert.Equal(covered, RbacPolicy.Beyond([ReadPods with { Resources = [held] }], [ReadPods with { Resources = [wanted] }]).Count == 0);

    [Fact]
    public void A_rule_limited_to_names_holds_these_names_and_not_all()
    {
        var named = ReadPods with { ResourceNames = ["a", "b"] };

        Assert.Empty(RbacPolicy.Beyond([named], [ReadPods with { ResourceNames = ["b"] }]));
        Assert.Single(RbacPolicy.Beyond([named], [ReadPods with { ResourceNames = ["b", "c"] }]));
        Assert.Single(RbacPolicy.Beyond([named], [ReadPods]));
        Assert.Empty(RbacPolicy.Beyond([ReadPods], [named]));
    }

    [Fact]
    public void Non_resource_URLs_are_held_by_themselves_or_by_what_they_begin_with()
    {
        PolicyRule Url(string url) => new() { Verbs = ["get"], NonResourceUrls = [url] };

        Assert.Empty(RbacPolicy.Beyond([Url("/api/*")], [Url("/api/v1"), Url("/api/*")]));
        Assert.Single(RbacPolicy.Beyond([Url("/api/*")], [Url("/version")]));
    }

    [Fact]
    public void Users_roles_and_bindings_are_equal_by_content()
    {
        Assert.Equal(Alice, new RbacUser("alice", ["devs", "system:authenticated"]));
        Assert.Equal(Alice.GetHashCode(), new RbacUser("alice", ["devs", "system:authenticated"]).GetHashCode());
        Assert.Equal(Role("a", "r"), Role("a", "r"));
        Assert.Equal(Role("a", "r").GetHashCode(), Role("a", "r").GetHashCode());
        Assert.Equal(Bind("a", "b", "r", Group("g")), Bind("a", "b", "r", Group("g")));
        Assert.Equal(Bind("a", "b", "r", Group("g")).GetHashCode(), Bind("a", "b", "r", Group("g")).GetHashCode());
        Assert.NotEqual(Bind("a", "b", "r", Group("g")), Bind("a", "b", "r", Group("h")));
    }

    private static AccessRequest.OfResource Get(string inside) => new() { Verb = "get", Resource = "pods", Namespace = inside };

    private static RbacRole Role(string inside, string name) => new() { Namespace = inside, Name = name, Rules = [ReadPods] };

    private static RbacSubject Group(string name) => new(SubjectKind.Group, name);

    private static RbacBinding Bind(string inside, string name, string role, RbacSubject subject, bool cluster = false) =>
        new() { Namespace = inside, Name = name, RoleName = role, RoleIsClusterRole = cluster, Subjects = [subject] };
}
