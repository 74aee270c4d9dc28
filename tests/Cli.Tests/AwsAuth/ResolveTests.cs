using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Tests.AwsAuth;

public sealed class ResolveTests
{
    private const string HandEdited = "examples/aws-auth/hand-edited.yaml";
    private const string NodeGroups = "examples/aws-auth/eks-managed-node-groups.yaml";
    private const string Node = "arn:aws:sts::111122223333:assumed-role/demo-gpu-node-role/i-0123456789abcdef0";

    [Fact]
    public async Task A_caller_becomes_somebody_because_of_an_entry_its_session_taken_from_the_ARN()
    {
        var ended = await Eksiam.RunAsync("aws-auth", "resolve", HandEdited, "--caller", "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/jane@example.com");

        Assert.Equal(
            new Ended(
                0,
                """
                arn:aws:sts::111122223333:assumed-role/PlatformAdmin/jane@example.com becomes
                  username  platform-admin:jane-example.com
                  groups    system:masters
                  because   examples/aws-auth/hand-edited.yaml (mapRoles 9:1) arn:aws:iam::111122223333:role/PlatformAdmin

                """,
                ""),
            ended);
    }

    [Fact]
    public async Task A_session_name_that_is_given_goes_before_the_one_in_the_ARN()
    {
        var ended = await Eksiam.RunAsync(
            "aws-auth", "resolve", HandEdited, "--caller", "arn:aws:sts::444455556666:assumed-role/ci-runner/one", "--session", "two", "--json");

        Assert.Equal("ci:two", (string?)JsonNode.Parse(ended.Output)!["username"]);
    }

    [Fact]
    public async Task A_node_needs_its_private_DNS_name_and_is_nobody_without()
    {
        var known = await Eksiam.RunAsync("aws-auth", "resolve", NodeGroups, "--caller", Node, "--private-dns", "ip-10-0-0-7.internal", "--json");
        var unknown = await Eksiam.RunAsync("aws-auth", "resolve", NodeGroups, "--caller", Node);

        var resolved = JsonNode.Parse(known.Output)!;
        Assert.Equal(0, known.ExitCode);
        Assert.Equal("system:node:ip-10-0-0-7.internal", (string?)resolved["username"]);
        Assert.Equal(["system:bootstrappers", "system:nodes"], resolved["groups"]!.AsArray().Select(group => (string?)group));
        Assert.Equal(9, (int)resolved["because"]!["inFile"]!["line"]!);
        Assert.Equal(1, unknown.ExitCode);
        Assert.StartsWith($"{Node} becomes nobody\n  because   {NodeGroups}:9:5 (mapRoles 6:1) ", unknown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::999900001111:user/stranger", "999900001111 is not listed")]
    [InlineData("no ARN at all", "not an identity")]
    public async Task Nobody_is_exit_code_1_with_the_reason(string caller, string why)
    {
        var ended = await Eksiam.RunAsync("aws-auth", "resolve", HandEdited, "--caller", caller, "--json");

        var resolved = JsonNode.Parse(ended.Output)!;
        Assert.Equal(1, ended.ExitCode);
        Assert.False((bool)resolved["mapped"]!);
        Assert.Null(resolved["username"]);
        Assert.Empty(resolved["groups"]!.AsArray());
        Assert.Contains(why, (string?)resolved["because"]!["why"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_principal_of_a_listed_account_becomes_its_ARN_without_groups()
    {
        var ended = await Eksiam.RunAsync("aws-auth", "resolve", "examples/aws-auth/sso-and-accounts.yaml", "--caller", "arn:aws:iam::012345678901:user/Bob");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("  username  arn:aws:iam::012345678901:user/Bob\n  groups    (none)\n", ended.Output, StringComparison.Ordinal);
    }
}
