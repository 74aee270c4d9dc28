using System.Collections.Concurrent;
using EksIamCdk.Access.History;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox.Tests.Session;

/// <summary>Whole stacks, played by the published function (<c>dotnet publish src/MappingLambda -c Release -o
/// .eksiam/lambda</c>).</summary>
public sealed class SessionTests : IAsyncDisposable
{
    private const string Map = """
        - rolearn: arn:aws:iam::111122223333:role/nodes   # ours
          username: system:node:{{EC2PrivateDNSName}}
          groups: [system:bootstrappers, system:nodes]
        """;

    private const string Provider = """
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "mapping", "Handler": "MappingLambda", "Runtime": "dotnet10", "MemorySize": 512, "Timeout": 60,
          "Code": {"S3Bucket": "assets", "S3Key": "none.zip"}, "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Environment": {"Variables": {"EKSIAM_ROLE_ARN": {"Fn::GetAtt": ["Role", "Arn"]}}}}}
        """;

    private const string Entry = """
        "Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "demo", "PrincipalArn": {"Fn::GetAtt": ["Role", "Arn"]},
          "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "AccessScope": {"Type": "cluster"}}]}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("session-");
    private readonly ConcurrentQueue<string> _log = [];

    private SandboxOptions Options => new()
    {
        Log = (_, line) => _log.Enqueue(line),
        AwsAuth = new AwsAuthSeed(
            new Dictionary<string, string> { ["mapRoles"] = Map }, new Dictionary<string, string>(), new Dictionary<string, string>()),
    };

    [Fact]
    public async Task A_stack_is_deployed_by_the_published_function_and_taken_away_without_a_trace()
    {
        await using var session = await SandboxSession.StartAsync(Options, default);

        var deployed = await DeployAsync(session, Provider, Entry, Namespace("team"), Role("Dev"));
        var there = (await session.ShowAsync(default)).Single();
        var destroyed = await session.DestroyAsync("Demo", _ => { }, default);
        var gone = (await session.ShowAsync(default)).Single();

        AssertOutcome(SandboxOutcome.Done, deployed);
        Assert.Empty(deployed.Violations);
        Assert.Contains("role/Dev", MapRoles(there), StringComparison.Ordinal);
        Assert.Equal("team", (string?)Assert.Single(there.Objects)["metadata"]!["name"]);
        AssertOutcome(SandboxOutcome.Done, destroyed);
        Assert.Equal(Map, MapRoles(gone));
        Assert.Null(gone.AwsAuth!["metadata"]!["annotations"]);
        Assert.Empty(gone.Objects);
    }

    [Fact]
    public async Task A_function_that_is_a_native_program_does_the_same()
    {
        var package = _folder.CreateSubdirectory("asset.native");
        File.Copy(PublishedFunction.Native, Path.Combine(package.FullName, "bootstrap"));
        var provider = Provider.Replace("\"MappingLambda\"", "\"bootstrap\"", StringComparison.Ordinal)
            .Replace("dotnet10", "provided.al2023", StringComparison.Ordinal).Replace("none.zip", "native.zip", StringComparison.Ordinal);
        await using var session = await SandboxSession.StartAsync(Options, default);

        var deployed = await DeployAsync(session, provider, Entry, Namespace("team"), Role("Dev"));
        var there = (await session.ShowAsync(default)).Single();
        var destroyed = await session.DestroyAsync("Demo", _ => { }, default);

        AssertOutcome(SandboxOutcome.Done, deployed);
        Assert.Contains("role/Dev", MapRoles(there), StringComparison.Ordinal);
        AssertOutcome(SandboxOutcome.Done, destroyed);
        Assert.Equal(Map, MapRoles((await session.ShowAsync(default)).Single()));
    }

    [Fact]
    public async Task A_stack_that_fails_is_rolled_back_to_the_byte()
    {
        await using var session = await SandboxSession.StartAsync(Options, default);
        var late = """ "Late": {"Type": "AWS::SQS::Queue", "DependsOn": ["Team", "Dev"]} """;

        var result = await DeployFailingAsync(session, "Late", Provider, Entry, Namespace("team"), Role("Dev"), late);

        AssertOutcome(SandboxOutcome.RolledBack, result);
        Assert.Equal(Map, MapRoles((await session.ShowAsync(default)).Single()));
    }

    [Fact]
    public async Task Hazard_3_creates_that_are_cancelled_leave_nothing()
    {
        await using var session = await SandboxSession.StartAsync(Options, default);
        var bad = """ "Bad": {"Type": "AWS::SQS::Queue", "DependsOn": "Entry"} """;
        // A first stack keeps the function warm and the cluster running.
        await DeployAsync(session, Provider, Entry, Role("Dev"));
        var before = await CountAsync(session);

        var result = await DeployFailingAsync(session, "Bad", Provider, Entry, bad, Namespace("team"), Role("Dev"), Role("Ops"));

        AssertOutcome(SandboxOutcome.RolledBack, result);
        Assert.Contains(result.Events, e => e.Reason == "Resource creation cancelled");
        Assert.Equal(2, MapRoles((await session.ShowAsync(default)).Single()).Split("rolearn:").Length - 1);
        Assert.Equal(before, await CountAsync(session));
    }

    [Fact]
    public async Task An_update_that_fails_is_rolled_back_to_the_byte()
    {
        await using var session = await SandboxSession.StartAsync(Options, default);
        await DeployAsync(session, Provider, Entry, Namespace("team"), Role("Dev"), Role("Gone"));
        var before = (await session.ShowAsync(default)).Single();
        var late = """ "Late": {"Type": "AWS::SQS::Queue", "DependsOn": ["Team", "Dev", "New"]} """;
        var changed = Role("Dev").Replace("developers", "administrators", StringComparison.Ordinal);

        var result = await DeployFailingAsync(session, "Late", Provider, Entry, Namespace("crew"), changed, Role("New"), late);
        var after = (await session.ShowAsync(default)).Single();

        AssertOutcome(SandboxOutcome.RolledBack, result);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", result.StackStatus);
        Assert.Equal(MapRoles(before), MapRoles(after));
        Assert.Equal(
            (string?)before.AwsAuth!["metadata"]!["annotations"]!["eks-iam-cdk/claims"],
            (string?)after.AwsAuth!["metadata"]!["annotations"]!["eks-iam-cdk/claims"]);
        Assert.Equal("team", (string?)Assert.Single(after.Objects)["metadata"]!["name"]);
    }

    [Fact]
    public async Task Another_session_with_the_same_state_updates_the_stack()
    {
        var options = Options with { StateFolder = Path.Combine(_folder.FullName, "state") };
        SandboxResult first, second;
        await using (var session = await SandboxSession.StartAsync(options, default))
            first = await DeployAsync(session, Provider, Entry, Namespace("team"), Role("Dev"));
        await using var later = await SandboxSession.StartAsync(options, default);

        second = await DeployAsync(later, Provider, Entry, Namespace("crew"), Role("Dev"));

        AssertOutcome(SandboxOutcome.Done, first);
        AssertOutcome(SandboxOutcome.Done, second);
        Assert.Equal("UPDATE_COMPLETE", second.StackStatus);
        Assert.DoesNotContain(second.Events, e => e.LogicalId == "Dev");
        var view = (await later.ShowAsync(default)).Single();
        Assert.Equal("crew", (string?)Assert.Single(view.Objects)["metadata"]!["name"]);
        Assert.Contains("role/Dev", MapRoles(view), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Delivery.TwiceInTurn)]
    [InlineData(Delivery.TwiceInParallel)]
    public async Task Invariant_5_events_that_arrive_twice_leave_the_state_of_once(Delivery delivery)
    {
        await using var session = await SandboxSession.StartAsync(Options with { Delivery = delivery }, default);

        var deployed = await DeployAsync(session, Provider, Entry, Namespace("team"), Role("Dev"), Role("Ops"));
        var map = MapRoles((await session.ShowAsync(default)).Single());
        var destroyed = await session.DestroyAsync(null, _ => { }, default);

        AssertOutcome(SandboxOutcome.Done, deployed);
        AssertOutcome(SandboxOutcome.Done, destroyed);
        Assert.Empty(deployed.Violations);
        Assert.Empty(destroyed.Violations);
        Assert.Equal(3, map.Split("rolearn:").Length - 1);
        Assert.Equal(Map, MapRoles((await session.ShowAsync(default)).Single()));
    }

    [Fact]
    public async Task A_function_that_nothing_lets_in_is_taken_for_the_creator_and_a_note_says_so()
    {
        await using var session = await SandboxSession.StartAsync(Options, default);

        var result = await DeployAsync(session, Provider, Role("Dev").Replace("\"DependsOn\": \"Entry\",", "", StringComparison.Ordinal));

        AssertOutcome(SandboxOutcome.Done, result);
        Assert.Contains("creator of cluster demo", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_starts_nothing()
    {
        await using var session = await SandboxSession.StartAsync(Options, default);

        var missing = await DeployAsync(session, new DeployRequest { TemplatePath = Path.Combine(_folder.FullName, "none.json") });
        var unresolvable = await DeployAsync(session, """ "A": {"Type": "AWS::SQS::Queue", "Properties": {"X": {"Ref": "Nobody"}}} """);
        var noStack = await session.DestroyAsync("other", _ => { }, default);

        Assert.All([missing, unresolvable, noStack], result => Assert.Equal(SandboxOutcome.BadInput, result.Outcome));
        Assert.All([missing, unresolvable, noStack], result => Assert.Single(result.Problems));
        Assert.Empty(unresolvable.Events);
        Assert.Empty(await session.ShowAsync(default));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Custom(string id, string type, string properties) => $$"""
        "{{id}}": {"Type": "Custom::{{type}}", "DependsOn": "Entry", "Properties": {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": 90,
          "Cluster": {"Name": "demo", "Endpoint": "https://elsewhere.example", "CertificateAuthorityData": "eA=="}, {{properties}} } }
        """;

    private static string Namespace(string name) => Custom("Team", "EksKubernetesObject", """
        "OnDelete": "Delete", "Manifest": "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"NAME\"}}"
        """.Replace("NAME", name, StringComparison.Ordinal));

    private static string Role(string name) =>
        Custom(name, "EksAwsAuthEntry", $$""" "RoleArn": "arn:aws:iam::111122223333:role/team/{{name}}", "Username": "{{name}}", "Groups": ["developers"] """);

    /// <summary>How many objects there are, but for the history, which begins with the first write.</summary>
    private static async Task<int> CountAsync(SandboxSession session) =>
        (await session.ObjectsAsync(session.Here("demo"), default)).Count(live => (string?)live["metadata"]!["name"] != HistoryFormat.Address.Name);

    private static string MapRoles(ClusterView view) => (string?)view.AwsAuth!["data"]!["mapRoles"] ?? "";

    private string Write(params string[] resources)
    {
        var path = Path.Combine(_folder.FullName, "Demo.template.json");
        File.WriteAllText(path, $"{{\"Resources\": {{ {string.Join(",", resources)} }} }}");
        return path;
    }

    private Task<SandboxResult> DeployAsync(SandboxSession session, params string[] resources) =>
        DeployAsync(session, new DeployRequest { TemplatePath = Write(resources) });

    private Task<SandboxResult> DeployFailingAsync(SandboxSession session, string failAt, params string[] resources) =>
        DeployAsync(session, new DeployRequest { TemplatePath = Write(resources), FailAt = new HashSet<string> { failAt } });

    private static async Task<SandboxResult> DeployAsync(SandboxSession session, DeployRequest request) =>
        await session.DeployAsync(request, default);

    private void AssertOutcome(SandboxOutcome expected, SandboxResult result) => Assert.True(
        expected == result.Outcome,
        string.Join(
            '\n',
            [.. result.Problems.Select(p => p.ToString()), .. result.Events.Select(
                e => $"{e.Time:mm:ss.fff} {e.LogicalId} {e.Status} {e.Reason}"), .. _log]));
}
