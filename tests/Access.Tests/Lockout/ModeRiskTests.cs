using EksIamCdk.Access.Lockout;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Tests.Lockout;

public sealed class ModeRiskTests
{
    private const string Role = "arn:aws:iam::111122223333:role/";

    [Fact]
    public void Whoever_has_an_access_entry_is_no_risk_whatever_the_path_and_the_case() =>
        Assert.Null(Of($"- rolearn: {Role}DEV\n  username: dev\n", "arn:aws:iam::111122223333:role/team/Dev"));

    [Fact]
    public void Each_is_named_once_nodes_and_accounts_as_such()
    {
        var map = new AwsAuthConfigMap
        {
            Data = new Dictionary<string, string>
            {
                ["mapRoles"] = $"- rolearn: {Role}dev\n  username: a\n- rolearn: {Role}dev\n  username: b\n- rolearn: {Role}n\n  username: system:node:{{{{EC2PrivateDNSName}}}}\n",
                ["mapUsers"] = "- userarn: arn:aws:iam::111122223333:user/team/al\n  username: al\n",
                ["mapAccounts"] = "- 444455556666\n",
            },
        };

        var failure = ModeRisk.Of("demo", map, []);

        Assert.Contains(
            $": {Role}dev, nodes of {Role}n, arn:aws:iam::111122223333:user/team/al, every principal of account 444455556666.",
            failure?.Reason,
            StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM032]", failure!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- rolearn: arn:aws:iam::111122223333:role/team/dev\n  username: a\n")]
    [InlineData("- rolearn: arn:aws:iam::111122223333:role/*\n  username: a\n")]
    [InlineData("a section: that is no list\n")]
    public void What_lets_nobody_in_is_no_risk(string roles) => Assert.Null(Of(roles));

    [Fact]
    public void A_long_list_is_cut()
    {
        var roles = string.Concat(Enumerable.Range(0, 15).Select(i => $"- rolearn: {Role}r{i}\n  username: a\n"));

        Assert.Contains("r11 and 3 more.", Of(roles)?.Reason, StringComparison.Ordinal);
    }

    private static Access.Problems.Failure? Of(string roles, params string[] entries) =>
        ModeRisk.Of("demo", new AwsAuthConfigMap { Data = new Dictionary<string, string> { ["mapRoles"] = roles } }, entries);
}
