using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Cli.Tests.Sandbox;

public sealed class DeployTests : IDisposable
{
    private readonly SandboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stack_is_created_updated_shown_and_destroyed_and_the_map_is_then_as_it_was()
    {
        var before = Seed();

        var created = await RunAsync(0, "deploy", "--template", SandboxFolder.Template, "--state", _folder.State, "--aws-auth", SandboxFolder.Map);
        Assert.Equal("CREATE_COMPLETE", (string?)created["stackStatus"]);
        Assert.Equal("arn:aws:iam::111122223333:role/Developer", (string?)created["outputs"]!["Written"]);
        Assert.StartsWith(before["mapRoles"], (string?)created["awsAuth"]!["mapRoles"], StringComparison.Ordinal);
        Assert.Contains("role/Developer\r\n", (string?)created["awsAuth"]!["mapRoles"], StringComparison.Ordinal);
        Assert.Equal(before["mapUsers"], (string?)created["awsAuth"]!["mapUsers"]);
        var last = created["events"]!.AsArray()[^1]!;
        Assert.Equal(("small", "AWS::CloudFormation::Stack", "CREATE_COMPLETE"), ((string?)last["logicalId"], (string?)last["type"], (string?)last["status"]));
        Assert.Empty(created["violations"]!.AsArray());

        var updated = await RunAsync(0, "deploy", "--template", SandboxFolder.Template, "--state", _folder.State, "--parameter", "TeamName=other");
        Assert.Equal("UPDATE_COMPLETE", (string?)updated["stackStatus"]);

        var shown = await RunAsync(0, "show", "--state", _folder.State);
        var team = Assert.Single(shown["clusters"]!["demo"]!["objects"]!.AsArray())!;
        Assert.Equal(("Namespace", "other", "Team"), ((string?)team["kind"], (string?)team["name"], (string?)team["owner"]!["logicalId"]));
        Assert.Equal("Developers", (string?)Entry(shown, "arn:aws:iam::111122223333:role/Developer")["owner"]!["logicalId"]);
        Assert.Null(Entry(shown, "arn:aws:iam::111122223333:role/PlatformAdmin")["owner"]);

        var destroyed = await RunAsync(0, "destroy", "--state", _folder.State);
        Assert.Equal("DELETE_COMPLETE", (string?)destroyed["stackStatus"]);
        Assert.Equal(before, destroyed["awsAuth"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!));
    }

    [Fact]
    public async Task A_resource_that_fails_rolls_everything_back_with_exit_code_1()
    {
        var ended = await RunAsync(1, "deploy", "--template", SandboxFolder.Template, "--state", _folder.State, "--aws-auth", SandboxFolder.Map, "--fail-at", "Topic");

        Assert.Equal("ROLLBACK_COMPLETE", (string?)ended["stackStatus"]);
        Assert.Contains(ended["events"]!.AsArray(), happened => (string?)happened!["logicalId"] == "Topic" && (string?)happened["status"] == "CREATE_FAILED");
        Assert.Equal(Seed(), ended["awsAuth"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!));
        Assert.Empty(ended["clusters"]!["demo"]!["objects"]!.AsArray());
    }

    [Fact]
    public async Task A_resource_whose_function_is_killed_says_so_and_everything_is_rolled_back_with_exit_code_1()
    {
        var ended = await RunAsync(
            1, "deploy", "--template", SandboxFolder.Template, "--state", _folder.State, "--aws-auth", SandboxFolder.Map, "--kill-at", "Developers");

        var failed = Assert.Single(
            ended["events"]!.AsArray(), happened => (string?)happened!["logicalId"] == "Developers" && (string?)happened["status"] == "CREATE_FAILED");
        Assert.Contains("signal: killed", (string?)failed!["reason"], StringComparison.Ordinal);
        Assert.Equal(Seed(), ended["awsAuth"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!));
    }

    [Fact]
    public async Task A_resource_to_kill_that_there_is_not_is_bad_input()
    {
        var ended = await Eksiam.RunAsync(
            "sandbox", "deploy", "--template", SandboxFolder.Template, "--state", _folder.State, "--kill-at", "Nobody");

        Assert.Contains("kill at: got \"Nobody\"", ended.Error, StringComparison.Ordinal);
        Assert.Equal(2, ended.ExitCode);
    }

    [Fact]
    public async Task Where_there_is_no_terminal_plain_lines_show_the_events_then_the_owners_then_who_can_do_what()
    {
        var ended = await Eksiam.RunAsync("sandbox", "deploy", "--template", SandboxFolder.Template, "--state", _folder.State, "--aws-auth", SandboxFolder.Map);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.DoesNotContain('\u001b', ended.Output);
        var parts = new[]
        {
            "CREATE_COMPLETE       Custom::EksAwsAuthEntry         Developers", "stack small: CREATE_COMPLETE", "  Written = arn:aws:iam::111122223333:role/Developer",
            "aws-auth of cluster demo", "who owns what in cluster demo", "who can do what in cluster demo", "arn:aws:sts::111122223333:assumed-role/Developer/jane",
            "developer:jane", "nobody (401)", "may they …", "get pods -n dev",
        };
        Assert.Equal(parts.Order(Comparer<string>.Create((one, other) => ended.Output.IndexOf(one, StringComparison.Ordinal) - ended.Output.IndexOf(other, StringComparison.Ordinal))), parts);
        Assert.All(parts, part => Assert.Contains(part, ended.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_stacks_of_an_app_are_deployed_in_order_and_destroyed()
    {
        _folder.Write("manifest.json", """
            {"artifacts": {
              "User": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "User.json"}, "dependencies": ["Base"]},
              "Base": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "Base.json"}}}}
            """);
        _folder.Write("User.json", """{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::ImportValue": "x"}}}}}""");
        var app = _folder.Write("Base.json", """{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"X": {"Value": {"Ref": "T"}, "Export": {"Name": "x"}}}}""");

        var created = await RunAsync(0, "deploy", "--app", Path.GetDirectoryName(app)!, "--state", _folder.State);
        var destroyed = await RunAsync(0, "destroy", "--state", _folder.State);

        Assert.Equal(
            ["Base CREATE_COMPLETE", "User CREATE_COMPLETE"],
            created["stacks"]!.AsArray().Select(stack => $"{stack!["stackName"]} {stack["stackStatus"]}"));
        Assert.StartsWith("arn:aws:cloudformation:us-east-1:111122223333:stack/Base/", (string?)created["stacks"]![0]!["stackId"], StringComparison.Ordinal);
        Assert.Equal("DELETE_COMPLETE", (string?)destroyed["stackStatus"]);
    }

    private static async Task<JsonNode> RunAsync(int exitCode, params string[] args)
    {
        var ended = await Eksiam.RunAsync(["sandbox", .. args, "--json"]);
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Error));
        return JsonNode.Parse(ended.Output)!;
    }

    private static JsonNode Entry(JsonNode shown, string id) =>
        shown["clusters"]!["demo"]!["entries"]!.AsArray().Single(entry => (string?)entry!["id"] == id)!;

    private static IReadOnlyDictionary<string, string> Seed() =>
        ConfigMapFile.Read(File.ReadAllText(Path.Combine(Eksiam.Root, SandboxFolder.Map)), [])!.Data;
}
