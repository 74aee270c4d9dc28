namespace EksIamCdk.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("see: eksiam --help", "nonsense")]
    [InlineData("see: eksiam aws-auth --help", "aws-auth")]
    [InlineData("see: eksiam aws-auth check --help", "aws-auth", "check")]
    [InlineData("see: eksiam aws-auth check --help", "aws-auth", "check", "-", "--nonsense")]
    [InlineData("see: eksiam aws-auth resolve --help", "aws-auth", "resolve", "-")]
    [InlineData("see: eksiam aws-auth resolve --help", "aws-auth", "resolve", "-", "--caller", "arn", "--nonsense")]
    public async Task A_command_line_that_is_wrong_is_exit_code_2_and_says_where_the_right_one_is_described(string hint, params string[] args)
    {
        var ended = await Eksiam.RunAsync(args);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith("eksiam: ", ended.Error, StringComparison.Ordinal);
        Assert.EndsWith($"{hint}\n", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arguments_the_commands_are_listed()
    {
        var ended = await Eksiam.RunAsync();

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("aws-auth", ended.Output, StringComparison.Ordinal);
    }
}
