using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Tests.Migrate;

public sealed class MigrateTests
{
    [Theory]
    [InlineData("hand-edited", 0)]
    [InlineData("eksctl-duplicate", 0)]
    [InlineData("sso-and-accounts", 1)]
    public async Task Each_map_gives_the_file_and_the_report_that_were_read_through(string example, int exitCode)
    {
        var ended = await Eksiam.RunAsync("migrate", "--from", $"examples/aws-auth/{example}.yaml", "--cluster", "demo");

        Assert.Equal(exitCode, ended.ExitCode);
        Assert.Equal(await Golden($"{example}.access.yaml", ended.Output), ended.Output);
        Assert.Equal(await Golden($"{example}.report.txt", ended.Error), ended.Error);
    }

    [Fact]
    public async Task A_difference_is_said_and_decides_the_exit_code()
    {
        const string Map = """{"kind": "ConfigMap", "data": {"mapRoles": "- rolearn: arn:aws:iam::111122223333:role/Dev\n  username: dev-{{SessionName}}\n"}}""";

        var ended = await Eksiam.RunWithInputAsync(Map, "migrate", "--from", "-", "--cluster", "demo", "--json");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Error));
        var report = JsonNode.Parse(ended.Output)!;
        Assert.False((bool)report["exact"]!);
        var step = Assert.Single(report["steps"]!.AsArray())!;
        Assert.Equal("dev-{{SessionName}}", (string?)step["before"]);
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}", (string?)step["after"]);
        Assert.Contains("a colon before {{SessionName}}", (string?)step["differences"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_map_that_cannot_be_read_nothing_is_migrated()
    {
        var ended = await Eksiam.RunAsync("migrate", "--from", "examples/aws-auth/unreadable.yaml", "--cluster", "demo");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("unreadable.yaml:10:18 (mapRoles 7:14): nothing is migrated", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-file.yaml", "there is no such file")]
    [InlineData("package.json", "is not a ConfigMap")]
    public async Task What_is_no_map_is_told(string from, string expected)
    {
        var ended = await Eksiam.RunAsync("migrate", "--from", from, "--cluster", "demo");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubeconfig_whose_cluster_does_not_answer_is_told_with_its_address()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "config");
        await File.WriteAllTextAsync(path, """
            apiVersion: v1
            kind: Config
            current-context: dev
            contexts: [{name: dev, context: {cluster: local, user: me}}]
            clusters: [{name: local, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: me, user: {token: secret}}]
            """);

        var ended = await Eksiam.RunAsync("migrate", "--from", path, "--cluster", "demo");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("local at https://127.0.0.1:1 cannot be reached", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_is_what_is_made_of_its_map()
    {
        var path = Path.Combine(Eksiam.Root, "examples", "migrating", "access.yaml");
        var ended = await Eksiam.RunAsync("migrate", "--from", "examples/migrating/aws-auth.yaml", "--cluster", "demo");
        if (Environment.GetEnvironmentVariable("EKSIAM_UPDATE") == "1") await File.WriteAllTextAsync(path, ended.Output);

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(path), ended.Output);
    }

    private static async Task<string> Golden(string name, string now)
    {
        var path = Path.Combine(Eksiam.Root, "tests", "Cli.Tests", "Migrate", "Golden", name);
        if (Environment.GetEnvironmentVariable("EKSIAM_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, now);
        }

        return await File.ReadAllTextAsync(path);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("eks-iam-cdk-test.").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
