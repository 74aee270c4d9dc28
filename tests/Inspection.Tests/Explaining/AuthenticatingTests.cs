using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Explaining;

public sealed class AuthenticatingTests
{
    private static readonly string s_dev = Some.Role("Dev");

    private static string Map(string arn, string username = "dev", string group = "devs") => $"- rolearn: {arn}\n  username: {username}\n  groups: [{group}]\n";

    [Fact]
    public void An_access_entry_comes_before_aws_auth_and_shadows_it()
    {
        var who = Some.Who(Some.Cluster(Map(s_dev), entries: [Some.Entry(Some.Role("team/Dev"), ["entry"], "dev:{{SessionName}}")]), s_dev, "ann@example.com");

        Assert.Equal("dev:ann-example.com", who.Identity!.User.Username);
        Assert.Equal(["entry", "system:authenticated"], who.Identity.User.Groups);
        Assert.IsType<MappedBy.AccessEntry>(who.Identity.By);
        var note = Assert.Single(who.Notes);
        Assert.Equal((IdentityNoteKind.Shadowed, "aws-auth mapRoles line 1"), (note.Kind, note.Place));
    }

    [Fact]
    public void In_the_mode_CONFIG_MAP_an_access_entry_is_not_read()
    {
        var who = Some.Who(Some.Cluster(Map(s_dev), mode: AuthenticationMode.ConfigMap, entries: [Some.Entry(s_dev, ["entry"])]), s_dev);

        Assert.Equal(["devs", "system:authenticated"], who.Identity!.User.Groups);
        Assert.Equal([IdentityNoteKind.NotRead], who.Notes.Select(note => note.Kind));
    }

    [Fact]
    public void In_the_mode_API_an_entry_of_aws_auth_is_not_read_and_said_to_be_there()
    {
        var who = Some.Who(Some.Cluster(Map(s_dev), mode: AuthenticationMode.Api), s_dev);

        Assert.Null(who.Identity);
        Assert.Contains("no access entry", who.WhyNot, StringComparison.Ordinal);
        var note = Assert.Single(who.Notes);
        Assert.Equal((IdentityNoteKind.NotRead, "aws-auth mapRoles line 1"), (note.Kind, note.Place));
    }

    [Fact]
    public void Where_EKS_was_not_asked_an_access_entry_may_come_first()
    {
        var cluster = new ClusterState { Name = "demo", AwsAuth = new Dictionary<string, string> { ["mapRoles"] = Map(s_dev) } };

        var who = Some.Who(cluster, s_dev);

        Assert.Equal("dev", who.Identity!.User.Username);
        Assert.Equal(IdentityNoteKind.Unknown, Assert.Single(who.Notes).Kind);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/team/Dev", "write arn:aws:iam::111122223333:role/Dev")]
    [InlineData("\"arn:aws:iam::111122223333:role/Dev \"", "white space")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Dev/ann", "write arn:aws:iam::111122223333:role/Dev")]
    [InlineData("arn:aws:iam::111122223333:instance-profile/Dev", "not the ARN of a role")]
    public void An_entry_that_seems_to_name_the_principal_and_never_matches_is_told(string written, string why)
    {
        var who = Some.Who(Some.Cluster(Map(written)), s_dev);

        Assert.Null(who.Identity);
        var note = Assert.Single(who.Notes);
        Assert.Equal(IdentityNoteKind.Unreachable, note.Kind);
        Assert.Contains(why, note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_entries_with_one_ARN_the_last_wins_whatever_the_letter_case()
    {
        var who = Some.Who(Some.Cluster(Map(s_dev, "first") + Map(s_dev.Replace("Dev", "DEV", StringComparison.Ordinal), "last")), s_dev);

        Assert.Equal("last", who.Identity!.User.Username);
        var note = Assert.Single(who.Notes);
        Assert.Equal((IdentityNoteKind.Shadowed, "aws-auth mapRoles line 1"), (note.Kind, note.Place));
        Assert.Contains("mapRoles line 4", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_users_in_other_letter_case_it_is_random_who_wins()
    {
        var users = $"- userarn: {Some.User("Ann")}\n  username: a\n- userarn: {Some.User("ann")}\n  username: b\n";

        var who = Some.Who(Some.Cluster(users: users), Some.User("ann"));

        Assert.Contains("random", Assert.Single(who.Notes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listed_account_lets_in_by_ARN_and_without_groups()
    {
        var who = Some.Who(Some.Cluster(accounts: $"- '{Some.Account}'\n"), s_dev, "ann");

        Assert.Equal((s_dev, "system:authenticated"), (who.Identity!.User.Username, Assert.Single(who.Identity.User.Groups)));
        Assert.Equal(Section.MapAccounts, Assert.IsType<MappedBy.AwsAuthEntry>(who.Identity.By).Section);
    }

    [Fact]
    public void A_lost_section_is_told_with_its_line()
    {
        var who = Some.Who(Some.Cluster("- rolearn: {{oops}}\n\tx"), s_dev);

        Assert.Null(who.Identity);
        Assert.Contains(who.Notes, note => note.Kind == IdentityNoteKind.SectionLost && note.Place.StartsWith("aws-auth mapRoles line ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "2025-06-01", "no such role")]
    [InlineData(true, "2026-02-01", "made anew")]
    public void An_entry_whose_role_is_gone_or_another_lets_nobody_in(bool exists, string created, string why)
    {
        var iam = new IamRoleState(Some.Role("team/Dev"), exists, DateTimeOffset.Parse(created, System.Globalization.CultureInfo.InvariantCulture));

        var who = Some.Who(Some.Cluster(entries: [Some.Entry(Some.Role("team/Dev"), ["entry"])], iam: [iam]), s_dev);

        Assert.Null(who.Identity);
        Assert.Contains(why, who.WhyNot, StringComparison.Ordinal);
        Assert.Equal(IdentityNoteKind.DeadEntry, who.Notes[0].Kind);
    }

    [Fact]
    public void A_dead_entry_leaves_aws_auth_in_force()
    {
        var who = Some.Who(Some.Cluster(Map(s_dev), entries: [Some.Entry(s_dev)], iam: [new(s_dev, false)]), s_dev);

        Assert.Equal("dev", who.Identity!.User.Username);
        Assert.Equal(IdentityNoteKind.DeadEntry, Assert.Single(who.Notes).Kind);
    }

    [Fact]
    public void Without_a_session_what_hangs_on_it_stays_a_template()
    {
        var cluster = Some.Cluster(Map(s_dev, "dev-{{SessionName}}-{{AccountID}}", "\"{{SessionNameRaw}}\""));

        var (any, one) = (Some.Who(cluster, s_dev), Some.Who(cluster, s_dev, "a@b"));

        Assert.Equal(("dev-{{SessionName}}-111122223333", true), (any.Identity!.User.Username, any.Identity.HangsOnSession));
        Assert.Equal(("dev-a-b-111122223333", "a@b", false), (one.Identity!.User.Username, one.Identity.User.Groups[0], one.Identity.HangsOnSession));
    }

    [Theory]
    [InlineData("EC2_LINUX", "system:node:{{EC2PrivateDNSName}}", "system:nodes")]
    [InlineData("EC2_WINDOWS", "system:node:{{EC2PrivateDNSName}}", "system:nodes,eks:kube-proxy-windows")]
    [InlineData("FARGATE_LINUX", "system:node:{{SessionName}}", "system:nodes,system:node-proxier")]
    [InlineData("HYBRID_LINUX", "system:node:{{SessionName}}", "system:nodes")]
    public void An_access_entry_of_nodes_has_the_names_that_EKS_gives_it(string type, string username, string groups)
    {
        var who = Some.Who(Some.Cluster(entries: [Some.Entry(s_dev, type: type)]), s_dev);

        Assert.Equal((username, $"{groups},system:authenticated"), (who.Identity!.User.Username, string.Join(',', who.Identity.User.Groups)));
        Assert.Contains("Node authorizer", Assert.Single(who.Notes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("i-0123456789abcdef0", true)]
    [InlineData("somebody", false)]
    public void A_node_of_aws_auth_is_let_in_by_a_session_of_an_instance(string? session, bool isLetIn)
    {
        var who = Some.Who(Some.Cluster(Map(s_dev, "\"system:node:{{EC2PrivateDNSName}}\"", "system:nodes")), s_dev, session);

        Assert.Equal(isLetIn, who.Identity is not null);
    }

    [Fact]
    public void An_access_entry_without_a_username_has_the_default_one()
    {
        var cluster = Some.Cluster(entries: [Some.Entry(s_dev), Some.Entry(Some.User("path/ann"))]);

        Assert.Equal("arn:aws:sts::111122223333:assumed-role/Dev/ann", Some.Who(cluster, s_dev, "ann").Identity!.User.Username);
        Assert.Equal(Some.User("path/ann"), Some.Who(cluster, Some.User("path/ann")).Identity!.User.Username);
    }

    [Theory]
    [InlineData("arn:aws:sts::111122223333:federated-user/bob")]
    [InlineData("arn:aws:iam::111122223333:root")]
    public void Other_callers_are_let_in_by_aws_auth_under_their_own_ARN(string arn)
    {
        var who = Some.Who(Some.Cluster(users: $"- userarn: {arn}\n  username: it\n"), arn);

        Assert.Equal("it", who.Identity!.User.Username);
        Assert.Empty(who.Notes);
    }

    [Fact]
    public void A_service_account_has_the_groups_of_its_namespace_and_is_told_when_it_was_not_read()
    {
        var cluster = Some.Cluster(serviceAccounts: [new("app", "worker", new Dictionary<string, string>())]);

        var known = Some.Who(cluster, "system:serviceaccount:app:worker");

        Assert.Equal(["system:serviceaccounts", "system:serviceaccounts:app", "system:authenticated"], known.Identity!.User.Groups);
        Assert.Empty(known.Notes);
        Assert.Equal(IdentityNoteKind.Unknown, Assert.Single(Some.Who(cluster, "system:serviceaccount:app:other").Notes).Kind);
    }

    [Fact]
    public void Whom_nothing_maps_is_nobody()
    {
        Assert.Contains("neither an entry of aws-auth nor its account", Some.Who(Some.Cluster(""), s_dev).WhyNot, StringComparison.Ordinal);
        Assert.Contains("no aws-auth map", Some.Who(new ClusterState { Name = "demo" }, s_dev).WhyNot, StringComparison.Ordinal);
    }
}
