using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Reporting;
using EksIamCdk.Inspection.Snapshots;
using static EksIamCdk.Inspection.Tests.Reporting.ReportedCluster;

namespace EksIamCdk.Inspection.Tests.Reporting;

public sealed class ReportComparisonTests
{
    private static readonly RbacRole s_reader = new() { Name = "reader", Rules = [new() { Verbs = ["get", "list"], ApiGroups = [""], Resources = ["pods"] }] };
    private static readonly RbacRole s_writer = new() { Name = "writer", Rules = [new() { Verbs = ["get", "delete"], ApiGroups = [""], Resources = ["pods"] }] };

    [Fact]
    public void The_same_cluster_has_no_changes()
    {
        var changes = Compare([Bind("a", "blue", "reader", Group("devs"))], [Bind("a", "blue", "reader", Group("devs"))]);

        Assert.Equal(Now, changes.Since);
        Assert.Equal((0, 0, 0, 0, 0, 0), (changes.Added.Count, changes.Removed.Count, changes.Identities.Count, changes.GrantsAdded.Count, changes.GrantsRemoved.Count, changes.Access.Count));
    }

    [Fact]
    public void What_is_gained_and_lost_is_told_by_place_and_verbs()
    {
        var changes = Compare([Bind("a", "blue", "reader", Group("devs"))], [Bind("a", "blue", "writer", Group("devs")), Bind("b", "green", "reader", Group("devs"))]);

        var access = Assert.Single(changes.Access);
        Assert.Equal([Dev], access.Principals);
        Assert.Equal(["blue"], access.Places[0].Namespaces);
        Assert.Equal(["delete pods"], access.Places[0].Gained);
        Assert.Equal(["list pods"], access.Places[0].Lost);
        Assert.Equal(["green"], access.Places[1].Namespaces);
        Assert.Equal(["get, list pods"], access.Places[1].Gained);
        Assert.Equal(["RoleBinding blue/a", "RoleBinding green/b"], changes.GrantsAdded.Select(grant => grant.Grant));
        Assert.Equal(("RoleBinding blue/a", "ClusterRole reader"), (changes.GrantsRemoved[0].Grant, changes.GrantsRemoved[0].Role));
        Assert.Equal(["group devs"], changes.GrantsRemoved[0].Subjects);
    }

    [Fact]
    public void What_holds_in_the_whole_cluster_is_told_once_and_what_is_held_another_way_is_not_lost()
    {
        var changes = Compare([Bind("a", "blue", "reader", Group("devs"))], [Bind("b", "", "reader", Group("devs"))]);

        var place = Assert.Single(Assert.Single(changes.Access).Places);
        Assert.Null(place.Namespaces);
        Assert.Equal(["get, list pods"], place.Gained);
        Assert.Empty(place.Lost);
        Assert.Equal("ClusterRoleBinding b", changes.GrantsAdded[0].Grant);
    }

    [Fact]
    public void Principals_that_come_and_go_and_become_somebody_else_are_told()
    {
        var older = With([Bind("a", "blue", "reader", Group("devs"))], ["devs"], s_reader);
        var newer = With([Bind("a", "blue", "reader", Group("devs"))], ["ops"], s_reader);
        var gone = new ClusterState { Name = "it", Mode = older.Mode, AccessEntries = [Entry($"{Dev}2", "dev2", ["devs"], Policy("AmazonEKSViewPolicy"))], Roles = older.Roles, Bindings = older.Bindings };

        var renamed = ReportComparison.Of(Report(older), Report(newer));
        var replaced = ReportComparison.Of(Report(older), Report(gone));

        Assert.Equal(new IdentityChange(Dev, "dev in devs", "dev in ops"), Assert.Single(renamed.Identities));
        Assert.Equal(["get, list pods"], renamed.Access[0].Places[0].Lost);
        Assert.Equal([$"{Dev}2"], replaced.Added);
        Assert.Equal([Dev], replaced.Removed);
        Assert.Equal("access policy AmazonEKSViewPolicy in the whole cluster", replaced.GrantsAdded[0].Grant);
        Assert.Equal([$"access entry of {Dev}2"], replaced.GrantsAdded[0].Subjects);
        Assert.Equal(2, replaced.Access.Count);
    }

    [Fact]
    public void Principals_with_the_same_changes_are_told_of_together()
    {
        var before = Two([]);
        var after = Two([Bind("a", "blue", "reader", Group("devs"))]);

        var access = Assert.Single(ReportComparison.Of(Report(before), Report(after)).Access);

        Assert.Equal([Dev, $"{Dev}2"], access.Principals);

        static ClusterState Two(RbacBinding[] bindings) => new()
        {
            Name = "it",
            Mode = AuthenticationMode.Api,
            Roles = [s_reader],
            Bindings = bindings,
            AccessEntries = [Entry(Dev, "dev", ["devs"]), Entry($"{Dev}2", "dev2", ["devs"])],
        };
    }

    [Fact]
    public void Who_is_refused_now_and_was_not_loses_all()
    {
        var older = With([Bind("a", "blue", "reader", Group("devs"))], null, s_reader);
        var newer = new ClusterState
        {
            Name = "it",
            Mode = older.Mode,
            AccessEntries = older.AccessEntries,
            Roles = older.Roles,
            Bindings = older.Bindings,
            IamRoles = [new(Dev, Exists: false)],
        };

        var changes = ReportComparison.Of(Report(older), Report(newer));

        Assert.Equal("refused: IAM has no such role any more", changes.Identities[0].After);
        Assert.Equal(["get, list pods"], changes.Access[0].Places[0].Lost);
    }

    private static ReportChanges Compare(RbacBinding[] before, RbacBinding[] after) =>
        ReportComparison.Of(Report(With(before, null, s_reader, s_writer)), Report(With(after, null, s_reader, s_writer)));
}
