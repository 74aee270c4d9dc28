namespace EksIamCdk.Cli.Tests.Sandbox;

public sealed class BadInputTests : IDisposable
{
    private readonly SandboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Resources.Topic", """{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "NoSuch"}}}}}""")]
    [InlineData("circular", """{"Resources": {"A": {"Type": "AWS::SNS::Topic", "DependsOn": "B"}, "B": {"Type": "AWS::SNS::Topic", "DependsOn": "A"}}}""")]
    [InlineData("Resources", "{}")]
    [InlineData("template", "{\"Resources\": ")]
    public async Task A_template_that_is_wrong_is_refused_by_name_before_anything_starts(string named, string template)
    {
        var ended = await DeployAsync(_folder.Write("wrong.template.json", template));

        Assert.Contains(named, ended.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Colour", "--parameter", "Colour=red")]
    [InlineData("--parameter TeamName: expected NAME=VALUE", "--parameter", "TeamName")]
    [InlineData("NoSuchResource", "--fail-at", "NoSuchResource")]
    [InlineData("--kube nonsense: is no file; expected embedded, envtest or the path of a kubeconfig file", "--kube", "nonsense")]
    [InlineData("no-such-map.yaml: there is no such file", "--aws-auth", "no-such-map.yaml")]
    [InlineData("package.json:1:1: is not a ConfigMap", "--aws-auth", "package.json")]
    [InlineData("--nonsense", "--nonsense")]
    public async Task A_flag_that_is_wrong_is_refused_by_name_before_anything_starts(string named, params string[] flags)
    {
        var ended = await DeployAsync(SandboxFolder.Template, flags);

        Assert.Contains(named, ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("either --template FILE or --app DIR is needed")]
    [InlineData("either --template FILE or --app DIR is needed", "--app", "cdk.out", "--template", SandboxFolder.Template)]
    [InlineData("--app tests: there is no manifest.json in it", "--app", "tests")]
    public async Task What_to_deploy_is_named_once(string named, params string[] flags)
    {
        var ended = await Eksiam.RunAsync(["sandbox", "deploy", "--state", _folder.State, .. flags]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(named, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var ended = await DeployAsync("no-such-template.json", "--parameter", "x", "--kube", "nonsense");

        Assert.Equal(
            """
            eksiam: --template no-such-template.json: there is no such file
            eksiam: --kube nonsense: is no file; expected embedded, envtest or the path of a kubeconfig file
            eksiam: --parameter x: expected NAME=VALUE

            """,
            ended.Error);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("destroy")]
    public async Task A_state_folder_that_does_not_exist_is_refused(string command)
    {
        var ended = await Eksiam.RunAsync("sandbox", command, "--state", _folder.State);

        Assert.Equal(new Ended(2, "", $"eksiam: --state {_folder.State}: there is no such folder\n"), ended);
    }

    private async Task<Ended> DeployAsync(string template, params string[] flags)
    {
        var ended = await Eksiam.RunAsync(["sandbox", "deploy", "--template", template, "--state", _folder.State, .. flags]);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.False(Directory.Exists(_folder.State));
        return ended;
    }
}
