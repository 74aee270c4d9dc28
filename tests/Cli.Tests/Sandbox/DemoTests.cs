namespace EksIamCdk.Cli.Tests.Sandbox;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demonstration_deploys_breaks_rolls_back_and_finds_no_byte_changed()
    {
        var ended = await Eksiam.RunAsync("sandbox");

        Assert.Equal("", ended.Error);
        Assert.Contains("stack eks-iam-access-demo: CREATE_COMPLETE", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  + - rolearn: arn:aws:iam::111122223333:role/Developer\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains(" 0 lines removed\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("nobody (401)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("""namespaces "developement" not found""", ended.Output, StringComparison.Ordinal);
        Assert.Contains("[EKSIAM043]", ended.Output, StringComparison.Ordinal);
        Assert.Contains("stack eks-iam-access-demo: UPDATE_ROLLBACK_COMPLETE", ended.Output, StringComparison.Ordinal);
        Assert.Contains(" bytes compared: 0 bytes differ\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("The function was killed before it could answer", ended.Output, StringComparison.Ordinal);
        Assert.Contains("put back; eksiam history tells of it", ended.Output, StringComparison.Ordinal);
        Assert.Contains("not compared: ConfigMap kube-system/eks-iam-cdk-history", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  put back as it was\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task A_chapter_that_there_is_not_is_told_with_those_that_there_are()
    {
        var ended = await Eksiam.RunAsync("sandbox", "--only", "nonsense");

        Assert.StartsWith("eksiam: --only nonsense: expected one of rollback, killed", ended.Error, StringComparison.Ordinal);
        Assert.Equal(2, ended.ExitCode);
    }
}
