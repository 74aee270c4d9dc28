namespace EksIamCdk.Cli.Tests.See;

public sealed class SaveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");

    private string Target => Path.Combine(_folder.FullName, "state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_state_is_written_whole_and_takes_the_place_of_an_older_one()
    {
        var first = await Eksiam.RunAsync("save", Target, "--spec", "access.yaml");
        await File.WriteAllTextAsync(Path.Combine(Target, "kubernetes", "nodes.json"), "{}");
        var second = await Eksiam.RunAsync("save", Target, "--spec", "access.yaml");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.False(File.Exists(Path.Combine(Target, "kubernetes", "nodes.json")));
        Assert.Equal(["state"], _folder.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_folder_of_something_else_is_not_written_into()
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "letter.txt"), "dear");

        var ended = await Eksiam.RunAsync("save", Target, "--spec", "access.yaml");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"DIR {Target}: is not empty", ended.Error, StringComparison.Ordinal);
        Assert.Single(_folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories), entry => entry is FileInfo);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_leaves_nothing_behind()
    {
        var ended = await Eksiam.RunAsync("save", Target, "--kubeconfig", "/nowhere/config");

        Assert.Equal(2, ended.ExitCode);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Theory]
    [InlineData("[]", "is no JSON object")]
    [InlineData("{", "is no JSON")]
    [InlineData("""{"format": 99, "name": "x"}""", "this eksiam reads format 1")]
    public async Task A_state_that_is_broken_or_of_another_version_is_told(string cluster, string problem)
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "cluster.json"), cluster);

        var ended = await Eksiam.RunAsync("explain", "x", "--from", Target);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(problem, ended.Error, StringComparison.Ordinal);
    }
}
