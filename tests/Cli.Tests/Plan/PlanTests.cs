using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Tests.Plan;

/// <summary><c>eksiam plan</c> on examples/clusters.</summary>
public sealed class PlanTests
{
    private const string Templates = "tests/Cli.Tests/Plan/Templates";

    [Theory]
    [InlineData("gains", "access-entries", 0)]
    [InlineData("moved", "moving", 1)]
    [InlineData("shop", "clean", 2)]
    public async Task Each_template_gives_the_plan_that_was_read_through(string template, string cluster, int exitCode)
    {
        var ended = await Eksiam.RunAsync("plan", "--template", $"{Templates}/{template}.template.yaml", "--from", $"examples/clusters/{cluster}");

        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Error));
        Assert.Equal(await Golden($"{template}.txt", ended.Output), ended.Output);
    }

    [Fact]
    public async Task As_JSON_it_has_all_rights_of_each_principal()
    {
        var ended = await Eksiam.RunAsync("plan", "--template", $"{Templates}/shop.template.yaml", "--from", "examples/clusters/clean", "--parameter", "Group=deployers", "-o", "json");

        var plan = JsonNode.Parse(ended.Output)!;
        Assert.Equal((0, false, false), (ended.ExitCode, (bool)plan["losesAccess"]!, (bool)plan["wouldFail"]!));
        Assert.Equal(
            ["arn:aws:iam::111122223333:role/Pipeline", "arn:aws:iam::111122223333:role/Reporter"],
            plan["principals"]!.AsArray().Select(principal => (string?)principal!["principal"]));
        Assert.All(plan["principals"]!.AsArray(), principal => Assert.Equal([], principal!["lost"]!.AsArray()));
        Assert.Equal(2, plan["unknown"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_live_stack_of_the_name_loses_what_the_template_has_no_more()
    {
        using var folder = new SavedCopy("clean");
        const string Id = "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0a1b";
        folder.Own("shop", "deployers", Id, "Deployers");

        var ended = await Eksiam.RunAsync("plan", "--template", $"{Templates}/shop.template.yaml", "--from", folder.Path, "--parameter", "Group=deployers");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("RoleBinding shop/deployers is deleted", ended.Output, StringComparison.Ordinal);
        var other = await Eksiam.RunAsync("plan", "--template", $"{Templates}/shop.template.yaml", "--stack", "other", "--from", folder.Path, "--parameter", "Group=deployers");
        Assert.Equal(0, other.ExitCode);
    }

    [Theory]
    [InlineData("either --spec FILE or --template FILE is needed")]
    [InlineData("--template nothing.yaml: there is no such file", "--template", "nothing.yaml", "--from", "examples/clusters/clean")]
    [InlineData("--stack: it is for --template; the stacks of a spec have the names that the CDK gives them", "--spec", "access.yaml", "--stack", "x")]
    [InlineData("--from nowhere: there is no such folder; eksiam save DIR writes one", "--template", Templates + "/shop.template.yaml", "--from", "nowhere")]
    [InlineData("Unrecognized command or argument '--nonsense'.", "--nonsense")]
    public async Task Bad_input_is_exit_code_64_since_2_is_lost_access(string problem, params string[] line)
    {
        var ended = await Eksiam.RunAsync(["plan", .. line]);

        Assert.Equal((64, ""), (ended.ExitCode, ended.Output));
        Assert.Contains($"eksiam: {problem}\n", ended.Error, StringComparison.Ordinal);
    }

    private static async Task<string> Golden(string name, string now)
    {
        var path = Path.Combine(Eksiam.Root, "tests", "Cli.Tests", "Plan", "Golden", name);
        if (Environment.GetEnvironmentVariable("EKSIAM_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, now);
        }

        return await File.ReadAllTextAsync(path);
    }

    /// <summary>A saved cluster of the examples, to be changed.</summary>
    private sealed class SavedCopy : IDisposable
    {
        public SavedCopy(string cluster)
        {
            var from = System.IO.Path.Combine(Eksiam.Root, "examples", "clusters", cluster);
            foreach (var file in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
            {
                var copy = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(from, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("eks-iam-cdk-test.").FullName;

        /// <summary>Lets a role binding belong to a resource of a stack.</summary>
        public void Own(string ns, string name, string stackId, string logicalId)
        {
            var path = System.IO.Path.Combine(Path, "kubernetes", "rolebindings.json");
            var list = JsonNode.Parse(File.ReadAllText(path))!;
            var metadata = list["items"]!.AsArray().Select(item => item!["metadata"]!).Single(one => (string?)one["namespace"] == ns && (string?)one["name"] == name);
            var owner = new JsonObject { ["stackId"] = stackId, ["logicalId"] = logicalId };
            metadata["annotations"] = new JsonObject { ["eks-iam-cdk/owner"] = owner.ToJsonString() };
            File.WriteAllText(path, list.ToJsonString());
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
