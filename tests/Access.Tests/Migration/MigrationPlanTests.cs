using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Migration;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Tests.Migration;

/// <summary>Moving a map to access entries, where other tools err.</summary>
public sealed class MigrationPlanTests
{
    private const string Account = "arn:aws:iam::111122223333";

    [Fact]
    public void The_last_of_several_entries_for_one_ARN_is_the_one_that_is_moved()
    {
        var plan = Roles($"- rolearn: {Account}:role/Dev\n  username: first\n- rolearn: {Account}:role/DEV\n  username: last\n");

        Assert.Equal("last", Assert.Single(plan.Moved).To.Username);
        Assert.Equal("the entry in line 3 for the same ARN wins", Assert.IsType<MigrationStep.WithoutEffect>(plan.Steps[0]).Why);
        Assert.True(plan.IsExact);
    }

    [Fact]
    public void Masters_becomes_the_policy_and_the_other_groups_of_the_entry_are_kept()
    {
        var groups = Assert.Single(Roles($"- rolearn: {Account}:role/Ops\n  username: ops\n  groups: [oncall, system:masters, auditors]\n").Moved).To.Groups;

        Assert.True(groups.IsClusterAdmin);
        Assert.Equal(["oncall", "auditors"], groups.Groups);
    }

    [Fact]
    public void Another_group_of_Kubernetes_own_cannot_be_moved_and_says_so()
    {
        var plan = Roles($"- rolearn: {Account}:role/Odd\n  username: odd\n  groups: [system:authenticated, team]\n");

        Assert.Equal("access entries refuse the group system:authenticated", Assert.IsType<MigrationStep.Stays>(Assert.Single(plan.Steps)).Why);
        Assert.False(plan.IsExact);
    }

    [Theory]
    [InlineData("system:node:{{EC2PrivateDNSName}}", "system:bootstrappers, system:nodes", AccessEntryType.Ec2Linux)]
    [InlineData("system:node:{{EC2PrivateDNSName}}", "system:bootstrappers, system:nodes, eks:kube-proxy-windows", AccessEntryType.Ec2Windows)]
    [InlineData("system:node:{{SessionName}}", "system:bootstrappers, system:nodes, system:node-proxier", AccessEntryType.FargateLinux)]
    [InlineData("system:node:{{SessionName}}", "system:bootstrappers, system:nodes", AccessEntryType.HybridLinux)]
    public void Nodes_are_known_by_the_form_of_their_username(string username, string groups, AccessEntryType type)
    {
        var plan = Roles($"- rolearn: {Account}:role/nodes\n  username: \"{username}\"\n  groups: [{groups}]\n");

        Assert.Equal(type, Assert.Single(plan.Moved).To.Type);
        Assert.True(plan.IsExact);
    }

    [Fact]
    public void Accounts_have_no_counterpart_and_are_named()
    {
        var plan = MigrationPlan.Of(new Dictionary<string, string> { ["mapAccounts"] = "[\"444455556666\"]" });

        var stays = Assert.IsType<MigrationStep.Stays>(Assert.Single(plan.Steps));
        Assert.Equal("444455556666", stays.From.Entry.Id);
        Assert.Contains("one by one", stays.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("developer:{{SessionName}}", "developer:{{SessionName}}", 0)]
    [InlineData("{{AccountID}}:dev", "111122223333:dev", 0)]
    [InlineData("dev-{{SessionName}}", "arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}", 1)]
    [InlineData("system:admin", "arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}", 1)]
    [InlineData("dev:{{AccessKeyID}}", "arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}", 1)]
    [InlineData("", "arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}", 1)]
    public void A_username_that_access_entries_refuse_is_told(string before, string after, int differences)
    {
        var moved = Assert.Single(Roles($"- rolearn: {Account}:role/Dev\n  username: \"{before}\"\n").Moved);

        Assert.Equal(after, moved.To.Username);
        Assert.Equal(differences, moved.Differences.Count);
    }

    [Fact]
    public void An_entry_that_lets_nobody_in_stays_behind_since_moving_it_would()
    {
        var plan = Roles($"- rolearn: {Account}:role/team/Dev\n  username: dev\n- rolearn: {Account}:role/*\n  username: all\n");

        Assert.All(plan.Steps, step => Assert.IsType<MigrationStep.WithoutEffect>(step));
        Assert.Empty(plan.Moved);
    }

    [Fact]
    public void A_role_that_stands_in_mapUsers_too_is_moved_once()
    {
        var plan = MigrationPlan.Of(new Dictionary<string, string>
        {
            ["mapRoles"] = $"- rolearn: {Account}:role/Dev\n  username: dev\n",
            ["mapUsers"] = $"- userarn: {Account}:role/dev\n  username: other\n",
        });

        Assert.Equal("dev", Assert.Single(plan.Moved).To.Username);
    }

    [Fact]
    public void Roots_and_groups_with_templates_are_told()
    {
        var plan = MigrationPlan.Of(new Dictionary<string, string>
        {
            ["mapRoles"] = $"- rolearn: {Account}:role/Dev\n  username: dev\n  groups: [\"team-{{{{SessionName}}}}\", \"acct-{{{{AccountID}}}}\", \"\"]\n",
            ["mapUsers"] = $"- userarn: {Account}:root\n  username: root\n",
        });

        var moved = Assert.Single(plan.Moved);
        Assert.Equal(["acct-111122223333"], moved.To.Groups.Groups);
        Assert.Equal(2, moved.Differences.Count);
        Assert.Contains("IAM roles and users alone", Assert.IsType<MigrationStep.Stays>(plan.Steps[^1]).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_cannot_be_read_is_no_plan()
    {
        var plan = Roles("- rolearn: [\n");

        Assert.Equal(Section.MapRoles, Assert.Single(plan.Losses).Section);
        Assert.False(plan.IsExact);
    }

    [Fact]
    public void The_file_that_is_written_reads_without_a_problem_and_says_the_same()
    {
        var plan = MigrationPlan.Of(new Dictionary<string, string>
        {
            ["mapRoles"] = $"""
                - rolearn: {Account}:role/Dev
                  username: "dev:{"{{SessionName}}"}"
                  groups: [system:masters, "on call"]
                - rolearn: arn:aws:iam::444455556666:role/Dev
                  username: "yes"
                - rolearn: {Account}:role/AWSReservedSSO_Admin_0123456789abcdef
                  username: "admin:{"{{SessionName}}"}"
                  groups: [system:masters]
                - rolearn: arn:aws-cn:iam::444455556666:role/Ops
                  username: "a\"b"
                """,
            ["mapUsers"] = $"- userarn: {Account}:user/people/al\n  username: al\n  groups: [devs]\n",
            ["mapAccounts"] = "[\"444455556666\"]",
        });

        var text = AccessYaml.Write(plan, "1prod");
        var reading = AccessSpec.Read(text);

        Assert.Empty(reading.Problems);
        Assert.Equal(["Dev", "Dev-2", "AWSReservedSSO_Admin_0123456789abcdef", "Ops", "al"], reading.Spec!.Access.Select(item => item.Name.Text));
        Assert.Equal(["dev:{{SessionName}}", "yes", "admin:{{SessionName}}", "a\"b", "al"], reading.Spec.Access.Select(item => item.Username!.Text));
        Assert.All(reading.Spec.Access, item => Assert.Equal(Via.AccessEntry, item.Via));
        Assert.Equal(["system:masters", "on call"], reading.Spec.Access[0].Groups.Select(group => group.Text));
        Assert.IsType<PrincipalSpec.PermissionSet>(reading.Spec.Access[2].Principals[0]);
        Assert.Contains("#   444455556666: access entries have none for a whole account", text, StringComparison.Ordinal);
    }

    private static MigrationPlan Roles(string text) => MigrationPlan.Of(new Dictionary<string, string> { ["mapRoles"] = text });
}
