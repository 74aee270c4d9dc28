using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Tests.AwsAuth;

public sealed class CheckTests
{
    [Theory]
    [InlineData("eks-managed-node-groups", 0)]
    [InlineData("eksctl-duplicate", 1)]
    [InlineData("cdk-json-string", 0)]
    [InlineData("terraform", 0)]
    [InlineData("hand-edited", 0)]
    [InlineData("sso-and-accounts", 1)]
    [InlineData("unreadable", 1)]
    public async Task Each_example_gives_the_text_and_the_JSON_that_were_read_through(string example, int exitCode)
    {
        var file = $"examples/aws-auth/{example}.yaml";

        Assert.Equal(new Ended(exitCode, await Golden($"{example}.txt"), ""), await Eksiam.RunAsync("aws-auth", "check", file));
        Assert.Equal(new Ended(exitCode, await Golden($"{example}.json"), ""), await Eksiam.RunAsync("aws-auth", "check", "--json", file));
    }

    [Fact]
    public async Task Several_files_are_one_list_and_one_finding_in_any_of_them_decides_the_exit_code()
    {
        var ended = await Eksiam.RunAsync("aws-auth", "check", "examples/aws-auth/terraform.yaml", "examples/aws-auth/unreadable.yaml", "--json");

        Assert.Equal(1, ended.ExitCode);
        var reports = JsonNode.Parse(ended.Output)!.AsArray();
        Assert.Equal(
            ["examples/aws-auth/terraform.yaml", "examples/aws-auth/unreadable.yaml"], reports.Select(report => (string?)report!["file"]));
        Assert.True((bool)reports[1]!["sections"]!["mapRoles"]!["lost"]!);
    }

    [Fact]
    public async Task Standard_input_may_be_JSON_and_a_key_in_other_letters_is_a_finding()
    {
        var ended = await Eksiam.RunWithInputAsync("""{"kind": "ConfigMap", "data": {"maproles": "- rolearn: a\n"}}""", "aws-auth", "check", "-");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("(standard input) (maproles 1:1) wrong-key: the key maproles is not mapRoles", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_is_told_all_at_once_on_standard_error_and_nothing_else_is_printed()
    {
        var ended = await Eksiam.RunAsync("aws-auth", "check", "no-such-file.yaml", "examples/aws-auth/terraform.yaml", "package.json", "src");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("eksiam: no-such-file.yaml: there is no such file\n", ended.Error, StringComparison.Ordinal);
        Assert.Contains("eksiam: package.json:1:1: is not a ConfigMap (it has no `kind: ConfigMap`)", ended.Error, StringComparison.Ordinal);
        Assert.Contains("eksiam: src: is a folder, expected a file\n", ended.Error, StringComparison.Ordinal);
    }

    private static async Task<string> Golden(string name) =>
        await File.ReadAllTextAsync(Path.Combine(Eksiam.Root, "tests", "Cli.Tests", "AwsAuth", "Golden", name));
}
