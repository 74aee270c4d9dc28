using EksIamCdk.Access.Migration;
using EksIamCdk.Access.Migration.Parity;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Tests.Migration;

/// <summary>What a principal can do before and after, by the bindings of a cluster.</summary>
public sealed class RightsParityTests
{
    private const string Role = "arn:aws:iam::111122223333:role/Dev";

    private static readonly RbacRole[] Roles =
    [
        .. DefaultRoles.Roles,
        new() { Name = "one", Namespace = "ops", Rules = [new() { Verbs = ["get", "delete"], ApiGroups = ["apps"], Resources = ["deployments", "deployments/scale"], ResourceNames = ["web"] }] },
        new() { Name = "extra", Rules = [new() { Verbs = ["list"], ApiGroups = [""], Resources = ["configmaps"] }, new() { Verbs = ["get"], NonResourceUrls = ["/metrics"] }] },
    ];

    [Fact]
    public void Who_keeps_username_and_groups_can_do_the_same()
    {
        var rights = Of("dev:{{SessionName}}", "devs", Group("devs", "edit", "dev"), Group("devs", "view"), User("dev:ann", "admin", "ops"));

        Assert.True(rights.IsSame);
        Assert.Equal(["ClusterRole view", "ClusterRole edit in dev", "ClusterRole admin in ops (session ann)"], rights.After.Select(given => given.ToString()));
        Assert.Equal(rights.Before, rights.After);
    }

    [Fact]
    public void A_username_that_changes_takes_what_was_bound_to_it_from_the_session_that_had_it()
    {
        var rights = Of("dev-{{SessionName}}", "devs", Group("devs", "extra"), User("dev-ann", "one", "ops", isClusterRole: false));

        Assert.Empty(rights.Gained);
        Assert.Equal(["get, delete deployments.apps named web, deployments.apps/scale named web in ops (session ann)"], PlacedRule.Lines(rights.Lost));
        Assert.Equal(["ClusterRole extra", "Role one in ops (session ann)"], rights.Before.Select(given => given.ToString()));
        Assert.Equal(["ClusterRole extra"], rights.After.Select(given => given.ToString()));
    }

    [Fact]
    public void A_username_that_changes_gains_what_was_bound_to_the_new_one()
    {
        var rights = Of("dev-{{SessionName}}", "", User("arn:aws:sts::111122223333:assumed-role/Dev/ann", "extra"));

        Assert.Empty(rights.Lost);
        Assert.Equal(["list configmaps (session ann)", "get /metrics (session ann)"], PlacedRule.Lines(rights.Gained));
    }

    [Fact]
    public void A_group_by_session_is_lost_and_only_to_the_sessions_that_a_binding_means()
    {
        var rights = Of("dev:{{SessionName}}", "\"team-{{SessionName}}\"", Group("team-blue", "extra", "dev"), Group("blue", "admin"));

        Assert.Equal(["list configmaps in dev (session blue)"], PlacedRule.Lines(rights.Lost));
    }

    [Theory]
    [InlineData("system:masters")]
    [InlineData("system:masters, viewers")]
    public void Masters_and_the_policy_for_the_whole_cluster_are_the_same(string groups)
    {
        var rights = Of("admin:{{SessionName}}", groups, Group("viewers", "view"), Group("system:masters", "cluster-admin"));

        Assert.True(rights.IsSame);
        Assert.Equal(["everything"], rights.After.Select(given => given.ToString()));
    }

    [Fact]
    public void Nodes_lose_the_rights_of_a_group_that_no_access_entry_of_nodes_takes()
    {
        var rights = Of("system:node:{{EC2PrivateDNSName}}", "system:bootstrappers, system:nodes, collectors", Group("collectors", "extra"), Group("system:nodes", "view", "dev"));

        Assert.Equal(["list configmaps", "get /metrics"], PlacedRule.Lines(rights.Lost));
        Assert.Equal(["ClusterRole view in dev"], rights.After.Select(given => given.ToString()));
    }

    [Fact]
    public void What_another_binding_gives_as_well_is_not_lost()
    {
        var rights = Of("dev-{{SessionName}}", "devs", Group("devs", "edit"), User("dev-ann", "view", "ops"));

        Assert.True(rights.IsSame);
    }

    private static RightsComparison Of(string username, string groups, params RbacBinding[] bindings)
    {
        var map = $"- rolearn: {Role}\n  username: \"{username}\"\n  groups: [{groups}]\n";
        var moved = Assert.Single(MigrationPlan.Of(new Dictionary<string, string> { ["mapRoles"] = map }).Moved);
        return RightsParity.Of(moved, new RbacPolicy(Roles, [.. DefaultRoles.Bindings, .. bindings]));
    }

    private static RbacBinding Group(string name, string role, string inNamespace = "") => Binding(new(SubjectKind.Group, name), role, inNamespace, true);

    private static RbacBinding User(string name, string role, string inNamespace = "", bool isClusterRole = true) =>
        Binding(new(SubjectKind.User, name), role, inNamespace, isClusterRole);

    private static RbacBinding Binding(RbacSubject subject, string role, string inNamespace, bool isClusterRole) => new()
    {
        Name = $"{subject.Name}-{role}",
        Namespace = inNamespace,
        RoleIsClusterRole = isClusterRole,
        RoleName = role,
        Subjects = [subject],
    };
}
