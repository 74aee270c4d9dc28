using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Rbac;
using static EksIamCdk.Inspection.Tests.Linting.Looked;

namespace EksIamCdk.Inspection.Tests.Linting;

public sealed class EscalationLintTests
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    [Theory]
    [InlineData("", "EKSLINT313 EKSLINT314 EKSLINT315 EKSLINT316 EKSLINT317")]
    [InlineData("kube-system", "EKSLINT313 EKSLINT314 EKSLINT315 EKSLINT316 EKSLINT317")]
    [InlineData("dev", "")]
    public void The_role_edit_is_a_way_to_more_in_the_whole_cluster_and_in_kube_system_only(string ns, string codes) =>
        Assert.Equal(codes, string.Join(' ', Held(ns, "edit")));

    [Fact]
    public void Who_may_write_aws_auth_does_not_matter_where_nobody_reads_it() =>
        Assert.DoesNotContain("EKSLINT317", new Looked { Mode = AuthenticationMode.Api, Entries = [Entry("Dev", "dev")], Bindings = [Binding("", "edit", Group("dev"))] }.Codes());

    [Theory]
    [InlineData("escalate", RbacGroup, "roles", "dev", null, "EKSLINT311")]
    [InlineData("bind", RbacGroup, "clusterroles", "dev", null, "EKSLINT312")]
    [InlineData("bind", RbacGroup, "clusterroles", "", "view", "")]
    [InlineData("bind", RbacGroup, "clusterroles", "", "cluster-admin", "EKSLINT312")]
    [InlineData("impersonate", "", "groups", "", null, "EKSLINT313")]
    [InlineData("impersonate", "", "groups", "dev", null, "")]
    [InlineData("impersonate", "", "users", "", "ann", "")]
    [InlineData("get", "", "secrets", "", "one", "")]
    [InlineData("create", "batch", "cronjobs", "kube-system", null, "EKSLINT315")]
    [InlineData("update", "", "configmaps", "", "aws-auth", "EKSLINT317")]
    [InlineData("update", "", "configmaps", "kube-system", "coredns", "")]
    [InlineData("create", RbacGroup, "rolebindings", "", null, "EKSLINT318")]
    [InlineData("get", "", "nodes/proxy", "", null, "EKSLINT319")]
    public void Each_right_is_a_way_to_more_where_it_reaches(string verb, string group, string resource, string ns, string? name, string code)
    {
        var role = new RbacRole { Name = "role", Rules = [Rule(verb, group, resource, name is null ? [] : [name])] };

        Assert.Equal(code, string.Join(' ', Held(ns, "role", role)));
    }

    [Fact]
    public void Who_may_do_everything_already_is_not_asked()
    {
        var everything = new RbacRole { Name = "everything", Rules = [Rule("*", "*", "*")] };
        var cluster = new Looked { Entries = [Entry("Admin", "admins")], Roles = [everything], Bindings = [Binding("", "everything", Group("admins"))] };

        Assert.Equal(["EKSLINT305"], cluster.Codes());
        Assert.Equal([], (cluster with { Bindings = [Binding("", "cluster-admin", Group("admins"))] }).Codes());
    }

    [Fact]
    public void A_role_with_everything_in_one_namespace_makes_nobody_an_administrator() =>
        Assert.Contains("EKSLINT314", Held("kube-system", "cluster-admin"));

    [Fact]
    public void A_right_that_nobody_has_is_not_told_of() =>
        Assert.Equal(["EKSLINT302"], new Looked { Bindings = [Binding("", "edit", Group("nobody"))] }.Codes());

    [Fact]
    public void Everybody_is_somebody()
    {
        var report = new Looked { Bindings = [Binding("", "edit", Group(RbacUser.Authenticated))] }.Lint();

        Assert.Contains(report.Findings, finding => finding.Message == "system:authenticated may create serviceaccounts/token in the whole cluster, by ClusterRole edit");
    }

    private static IEnumerable<string> Held(string ns, string role, params RbacRole[] roles) =>
        new Looked { Entries = [Entry("Dev", "dev")], Roles = roles, Bindings = [Binding(ns, role, Group("dev"))] }.Codes();
}
