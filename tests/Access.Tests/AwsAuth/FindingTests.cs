using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

public sealed class FindingTests
{
    [Fact]
    public void A_healthy_section_has_none()
    {
        Assert.Empty(Findings(Section.MapRoles, "- rolearn: arn:aws:iam::111122223333:role/x\n  username: u\n  groups: [a]\n"));
        Assert.Empty(Findings(Section.MapAccounts, "- 012345678901\n"));
        Assert.Empty(Findings(Section.MapUsers, null));
    }

    [Fact]
    public void A_lost_section_says_where_and_nothing_else()
    {
        var finding = Assert.Single(Findings(Section.MapRoles, "- rolearn: x\n- username: 5\n- username: {{SessionName}}\n"));

        Assert.Equal((FindingKind.SectionLost, 3, 14), (finding.Kind, finding.Line, finding.Column));
        Assert.Contains("map cannot be a key", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: b", 1, 1)]
    [InlineData("\n  \"text\"", 2, 3)]
    [InlineData("\n {}", 2, 2)]
    public void A_section_that_is_no_list_is_lost_where_its_value_begins(string text, int line, int column)
    {
        var finding = Assert.Single(Findings(Section.MapRoles, text));

        Assert.Equal((FindingKind.SectionLost, line, column), (finding.Kind, finding.Line, finding.Column));
    }

    [Theory]
    [InlineData("[]\n- rolearn: x\n", 2, 1)]
    [InlineData("  - rolearn: x\n- rolearn: y\n", 2, 1)]
    [InlineData("- rolearn: x\n---\n- rolearn: y\n", 2, 1)]
    [InlineData("- rolearn: x\n...\n", 2, 1)]
    [InlineData("---\n---\n- rolearn: x\n", 2, 1)]
    [InlineData("[] # fine\nnot fine", 2, 1)]
    public void Text_after_the_first_node_is_ignored_from_there_on(string text, int line, int column)
    {
        var finding = Findings(Section.MapRoles, text).First(finding => finding.Kind == FindingKind.IgnoredTail);

        Assert.Equal((line, column), (finding.Line, finding.Column));
    }

    [Theory]
    [InlineData("- rolearn: x\n- username: u\n", "no rolearn")]
    [InlineData("- rolearn: x\n- rolearn: 5\n", "no rolearn")]
    [InlineData("- rolearn: x\n- text\n", "not a map")]
    [InlineData("- rolearn: x\n-\n", "not a map")]
    [InlineData("- rolearn: x\n- {rolearn: q, sso: {}}\n", "both rolearn and sso")]
    [InlineData("- rolearn: x\n- sso: {accountID: 5}\n", "accountID")]
    [InlineData("- rolearn: x\n- sso: {accountID: \"111122223333\"}\n", "permissionSetName")]
    [InlineData("- rolearn: x\n- sso: {accountID: \"111122223333\", permissionSetName: a b}\n", "permissionSetName")]
    [InlineData("- rolearn: x\n- {groups: 5, sso: {accountID: \"111122223333\", permissionSetName: A, partition: x}}\n", "partition")]
    public void An_item_that_is_dropped_says_why_and_nothing_else(string text, string why)
    {
        var finding = Assert.Single(Findings(Section.MapRoles, text), finding => finding.Line == 2);

        Assert.Equal((FindingKind.DroppedEntry, 1), (finding.Kind, finding.Column));
        Assert.Contains(why, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_that_is_no_text_is_dropped()
    {
        var finding = Assert.Single(Findings(Section.MapAccounts, "- 111122223333\n- {a: b}\n"));

        Assert.Equal((FindingKind.DroppedEntry, 2), (finding.Kind, finding.Line));
    }

    [Theory]
    [InlineData("username: 123", 2, 13)]
    [InlineData("username: yes", 2, 13)]
    [InlineData("username: [a]", 2, 13)]
    [InlineData("groups: system:masters", 2, 11)]
    [InlineData("groups: {a: b}", 2, 11)]
    [InlineData("groups: [a, 5]", 2, 15)]
    [InlineData("groups: [a, ~]", 2, 15)]
    [InlineData("groups: [[a]]", 2, 12)]
    public void A_wrong_type_is_pointed_at(string pair, int line, int column)
    {
        var finding = Assert.Single(Findings(Section.MapRoles, $"- rolearn: arn:aws:iam::111122223333:role/x\n  {pair}\n"));

        Assert.Equal((FindingKind.WrongType, line, column), (finding.Kind, finding.Line, finding.Column));
    }

    [Fact]
    public void Of_the_same_ARN_only_the_last_is_in_force()
    {
        var finding = Assert.Single(Findings(Section.MapRoles, """
            - rolearn: arn:aws:iam::111122223333:role/x
            - rolearn: arn:aws:iam::111122223333:role/y
            - rolearn: ARN:aws:iam::111122223333:role/X
            """));

        Assert.Equal((FindingKind.ShadowedEntry, 1, 1), (finding.Kind, finding.Line, finding.Column));
        Assert.Contains("stands in line 3 of the section again, and the last wins", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_users_that_differ_in_case_a_random_one_is_in_force()
    {
        var findings = Findings(Section.MapUsers, """
            - userarn: arn:aws:iam::111122223333:user/x
            - userarn: arn:aws:iam::111122223333:user/X
            - userarn: arn:aws:iam::111122223333:user/x
            """);

        Assert.Equal([1, 2], findings.Select(finding => finding.Line));
        Assert.Contains("the last wins", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("random", findings[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/team/Admin", "write arn:aws:iam::111122223333:role/Admin")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Admin/jane", "write arn:aws:iam::111122223333:role/Admin")]
    [InlineData("'arn:aws:iam::111122223333:role/x '", "white space")]
    [InlineData("arn:aws:iam::111122223333:role/*", "without wildcards")]
    [InlineData("arn:aws:iam::111122223333:instance-profile/x", "not the ARN of a role")]
    [InlineData("arn:aws:s3:::bucket", "not the ARN of a role")]
    [InlineData("not-an-arn", "not the ARN of a role")]
    [InlineData("arn:aws:iam::1234:role/x", "12 digits")]
    [InlineData("arn:aws:iam:eu-west-1:111122223333:role/x", "no Region")]
    public void An_entry_that_no_caller_can_match_says_why(string arn, string why)
    {
        var finding = Assert.Single(Findings(Section.MapRoles, $"-\n  rolearn: {arn}\n"));

        Assert.Equal((FindingKind.UnreachableEntry, 1, 1), (finding.Kind, finding.Line, finding.Column));
        Assert.Contains(why, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/team/alice")]
    [InlineData("arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws:sts::111122223333:federated-user/bob")]
    [InlineData("ARN:AWS:IAM::111122223333:ROLE/X")]
    public void What_a_caller_can_match_is_fine(string arn) => Assert.Empty(Findings(Section.MapRoles, $"- rolearn: {arn}\n"));

    [Fact]
    public void Sso_entries_and_odd_account_ids_match_nobody()
    {
        var sso = Assert.Single(Findings(Section.MapRoles, "- sso: {accountID: \"111122223333\", permissionSetName: A}\n"));
        var account = Assert.Single(Findings(Section.MapAccounts, "- 1111-2222-3333\n"));

        Assert.Equal([FindingKind.UnreachableEntry, FindingKind.UnreachableEntry], [sso.Kind, account.Kind]);
    }

    private static IReadOnlyList<Finding> Findings(Section section, string? text) => SectionReader.Read(section, text).Findings;
}
