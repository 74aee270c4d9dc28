using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.EndToEnd.Tests.Kubernetes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.EndToEnd.Tests.Session;

/// <summary>
/// The function of the plain provider template dies at every point of its work: its stack fails with the reason, by the function's OnFailure
/// destination, and all is as before.
/// </summary>
[Collection(KubeApiServerCollection.Name)]
public sealed class DeadFunctionTests
{
    private const string Map = "- rolearn: arn:aws:iam::111122223333:role/nodes   # ours\n  username: system:node:{{EC2PrivateDNSName}}\n  groups: [system:nodes]\n";

    private readonly JsonObject _provider = JsonNode.Parse(File.ReadAllText(Example("plain-cloudformation", "provider.template.json")))!.AsObject();

    public static TheoryData<string, FunctionFault, string> Deaths => new()
    {
        { "embedded", FunctionFault.KilledAtStart, "signal: killed" },
        { "embedded", FunctionFault.KilledInTheMiddle, "signal: killed" },
        { "embedded", FunctionFault.Frozen, "Task timed out after 10.00 seconds" },
        { "envtest", FunctionFault.KilledAtStart, "signal: killed" },
        { "envtest", FunctionFault.KilledInTheMiddle, "signal: killed" },
        { "envtest", FunctionFault.Frozen, "Task timed out after 10.00 seconds" },
    };

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task A_stack_whose_function_dies_fails_with_the_reason_and_is_rolled_back_to_the_byte(
        string kubernetes, FunctionFault fault, string reason)
    {
        await using var session = await StartAsync(kubernetes);
        await ProvideAsync(session);
        var first = Template(Entry("Dev", "Dev", "developers"), Binding("view"));
        Assert.Equal(SandboxOutcome.Done, (await DeployAsync(session, first)).Outcome);
        var before = await StateAsync(session);
        if (fault == FunctionFault.Frozen)
        {
            Function["Timeout"] = 10;
            await ProvideAsync(session);
        }

        // Of a Create; then, where it takes no time, of an Update in place, and of two replacements (another role; another roleRef, which
        // deletes and creates).
        var second = Template(Entry("Dev", "Dev", "developers"), Entry("Ops", "Ops", "admins"), Binding("view"));
        await AssertDiesAsync(second, "Ops", "CREATE_FAILED");
        if (fault == FunctionFault.Frozen)
            return;
        await AssertDiesAsync(Template(Entry("Dev", "Dev", "administrators"), Binding("view")), "Dev", "UPDATE_FAILED");
        await AssertDiesAsync(Template(Entry("Dev", "Developer", "developers"), Binding("view")), "Dev", "UPDATE_FAILED");
        await AssertDiesAsync(Template(Entry("Dev", "Dev", "developers"), Binding("edit")), "Binding", "UPDATE_FAILED");

        async Task AssertDiesAsync(string template, string logicalId, string status)
        {
            var died = await DeployAsync(session, template, (logicalId, fault));

            var failed = died.Events.SingleOrDefault(happened => happened.LogicalId == logicalId && happened.Status == status);
            Assert.True(failed is not null, string.Join('\n', died.Events));
            Assert.Contains("Received response status [FAILED]", failed.Reason, StringComparison.Ordinal);
            Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
            Assert.Equal((SandboxOutcome.RolledBack, ""), (died.Outcome, string.Join('\n', died.Violations)));
            Assert.Equal(before, await StateAsync(session));
        }
    }

    [Fact]
    public async Task A_Delete_whose_function_dies_fails_and_the_next_one_of_the_clean_up_does_it()
    {
        await using var session = await StartAsync("embedded");
        await ProvideAsync(session);
        await DeployAsync(session, Template(Binding("view")));
        var before = await StateAsync(session);
        await DeployAsync(session, Template(Entry("Dev", "Dev", "developers"), Binding("view")));

        var died = await DeployAsync(session, Template(Binding("view")), ("Dev", FunctionFault.KilledAtStart));

        Assert.Contains(died.Events, happened => happened is { LogicalId: "Dev", Status: "DELETE_FAILED" } && happened.Reason.Contains("signal: killed", StringComparison.Ordinal));
        Assert.Equal(SandboxOutcome.Done, died.Outcome);
        Assert.Equal(before, await StateAsync(session));
    }

    [Fact]
    public async Task A_function_with_too_little_memory_says_so_and_with_more_the_stack_can_be_deleted()
    {
        await using var session = await StartAsync("embedded");
        Function["MemorySize"] = 24;
        await ProvideAsync(session);

        var died = await DeployAsync(session, Template(Entry("Dev", "Dev", "developers")));
        Function["MemorySize"] = 512;
        await ProvideAsync(session);
        var deleted = await session.DestroyAsync("access", _ => { }, CancellationToken.None);

        var failed = Assert.Single(died.Events, happened => happened is { LogicalId: "Dev", Status: "CREATE_FAILED" });
        Assert.Contains("Runtime.OutOfMemory", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("MemorySize", failed.Reason, StringComparison.Ordinal);
        // Nobody can tell whether the dead Create had written: its Delete dies too, and so fails.
        Assert.Equal((SandboxOutcome.RollbackFailed, SandboxOutcome.Done), (died.Outcome, deleted.Outcome));
    }

    [Fact]
    public async Task A_function_that_may_not_run_at_all_says_so_and_what_it_never_began_is_rolled_back()
    {
        await using var session = await StartAsync("embedded");
        Function["ReservedConcurrentExecutions"] = 0;
        await ProvideAsync(session);

        var died = await DeployAsync(session, Template(Entry("Dev", "Dev", "developers")));

        var failed = Assert.Single(died.Events, happened => happened is { LogicalId: "Dev", Status: "CREATE_FAILED" });
        Assert.Contains("never took the event (ZeroReservedConcurrency)", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(SandboxOutcome.RolledBack, died.Outcome);
    }

    [Fact]
    public async Task A_function_whose_role_may_not_hand_over_leaves_its_stack_without_an_answer()
    {
        await using var session = await StartAsync("embedded");
        var statements = _provider["Resources"]!["FunctionRole"]!["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]!.AsArray();
        Assert.True(statements.Remove(statements.Single(statement => statement!["Action"]!.ToJsonString() == "\"lambda:InvokeFunction\"")));
        await ProvideAsync(session);

        var died = await DeployAsync(session, Template(Entry("Dev", "Dev", "developers")), ("Dev", FunctionFault.KilledAtStart));

        var failed = Assert.Single(died.Events, happened => happened is { LogicalId: "Dev", Status: "CREATE_FAILED" });
        Assert.Contains("did not receive a response", failed.Reason, StringComparison.Ordinal);
    }

    private JsonNode Function => _provider["Resources"]![nameof(Function)]!["Properties"]!;

    private static Task<SandboxSession> StartAsync(string kubernetes) => SandboxSession.StartAsync(
        new SandboxOptions
        {
            Kubernetes = kubernetes == "envtest" ? new KubernetesSide.Envtest(TimeProvider.System) : new KubernetesSide.Embedded(TimeProvider.System),
            AwsAuth = new AwsAuthSeed(new Dictionary<string, string> { ["mapRoles"] = Map }, new Dictionary<string, string>(), new Dictionary<string, string>()),
        },
        CancellationToken.None);

    private async Task ProvideAsync(SandboxSession session)
    {
        var provided = await session.DeployAsync(
            new DeployRequest
            {
                TemplateText = _provider.ToJsonString(),
                StackName = "provider",
                Parameters = new Dictionary<string, string> { ["ClusterName"] = "demo", ["PackageBucket"] = "any", ["PackageKey"] = "any" },
            },
            CancellationToken.None);
        Assert.Equal(SandboxOutcome.Done, provided.Outcome);
    }

    private static Task<SandboxResult> DeployAsync(SandboxSession session, string template, params (string Id, FunctionFault Fault)[] faults) =>
        session.DeployAsync(
            new DeployRequest { TemplateText = template, StackName = "access", Faults = faults.ToDictionary(fault => fault.Id, fault => fault.Fault) },
            CancellationToken.None);

    /// <summary>Every object but the history, without what the API server counts.</summary>
    private static async Task<string> StateAsync(SandboxSession session)
    {
        var objects = await session.ObjectsAsync(session.Here("demo"), CancellationToken.None);
        var compared = objects.Where(live => (string?)live["metadata"]!["name"] != HistoryFormat.Address.Name);
        return string.Join('\n', compared.Select(live =>
        {
            var copy = live.DeepClone().AsObject();
            foreach (var counted in (string[])["resourceVersion", "managedFields", "uid", "creationTimestamp", "generation"])
                copy["metadata"]!.AsObject().Remove(counted);
            return Ordered(copy)!.ToJsonString();
        }).Order(StringComparer.Ordinal));
    }

    /// <summary>The order of members means nothing; that of lists does.</summary>
    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node?.DeepClone(),
    };

    private static string Template(params string[] resources) => $"{{\"Resources\": {{{string.Join(",\n", resources)}}}}}";

    private static string Entry(string logicalId, string role, string group) => Resource(logicalId, "Custom::EksAwsAuthEntry", $$"""
        "RoleArn": "arn:aws:iam::111122223333:role/{{role}}", "Username": "{{logicalId}}", "Groups": ["{{group}}"]
        """);

    private static string Binding(string role) => Resource("Binding", "Custom::EksKubernetesObject", $$"""
        "Manifest": {{JsonValue.Create($$$"""
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "developers", "namespace": "default"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{{role}}}"},
             "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "developers"}]}
            """).ToJsonString()}}
        """);

    private static string Resource(string logicalId, string type, string properties) => $$$"""
        "{{{logicalId}}}": {"Type": "{{{type}}}", "Properties": {
          "ServiceToken": {"Fn::ImportValue": "provider-ServiceToken"}, "ServiceTimeout": 360, "Cluster": {"Name": "demo"}, {{{properties}}} }}
        """;

    private static string Example(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")))
            folder = folder.Parent;
        return Path.Combine([folder!.FullName, "examples", .. path]);
    }
}
