using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

public sealed class LockoutGuardTests : IAsyncLifetime
{
    private const string NodesPath = "/api/v1/nodes";
    private const string NodeArn = "arn:aws:iam::111122223333:role/nodes";
    private const string NodeId = $"aws-auth|demo|role|{NodeArn}";
    private const string NodeUsername = "system:node:{{EC2PrivateDNSName}}";

    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task The_last_entry_of_nodes_stays_while_a_node_is_Ready()
    {
        await CreateAsync(NodeEntry());
        GivenNodes(("ip-10-0-0-1", "Unknown"), ("ip-10-0-0-2", "True"));
        var before = _world.AwsAuth("mapRoles");
        _world.Time = TimeSpan.FromSeconds(5);

        var updated = await _world.SendAsync(Events.Update(NodeId, NodeEntry(), Events.Entry(_world, NodeArn, NodeUsername, "system:nodes")));
        var deleted = await _world.SendAsync(Events.Delete(NodeId, NodeEntry()));

        Assert.All([updated, deleted], told =>
        {
            Assert.Equal(("FAILED", NodeId), (told.Status, told.PhysicalResourceId));
            Assert.Contains("node ip-10-0-0-2 is Ready", told.Reason, StringComparison.Ordinal);
            Assert.EndsWith("[EKSIAM032]", told.Reason, StringComparison.Ordinal);
        });
        Assert.Equal(before, _world.AwsAuth("mapRoles"));
        Assert.Single(_world.Kubernetes.Calls, call => call == $"POST {FakeKubernetes.AwsAuthPath[..^"/aws-auth".Length]}");
    }

    [Fact]
    public async Task A_Delete_waits_for_the_nodes_of_its_stack_to_go()
    {
        await CreateAsync(NodeEntry());
        GivenNodes(("ip-10-0-0-1", "True"));
        _world.Kubernetes.Fail("GET", new Fault.Before(() => { }), times: 2);
        _world.Kubernetes.Fail("GET", new Fault.Before(() => GivenNodes()), times: 1);

        var deleted = await _world.SendAsync(Events.Delete(NodeId, NodeEntry()));

        Assert.Equal("SUCCESS", deleted.Status);
        Assert.Null(_world.Kubernetes.Find(FakeKubernetes.AwsAuthPath));
    }

    [Fact]
    public async Task Nodes_are_looked_for_on_every_page()
    {
        await CreateAsync(NodeEntry());
        GivenNodes(("ip-10-0-0-1", "False"));
        var list = _world.Kubernetes.Find(NodesPath)!;
        list["metadata"]!["continue"] = "more";
        _world.Kubernetes.Put(NodesPath, list);
        _world.Kubernetes.Fail("GET", new Fault.Before(() => { }), times: 2);
        _world.Kubernetes.Fail("GET", new Fault.Before(() => GivenNodes(("ip-10-0-0-9", "True"))), times: 1);

        var updated = await _world.SendAsync(Events.Update(NodeId, NodeEntry(), Events.Entry(_world, NodeArn, "somebody")));

        Assert.Contains("node ip-10-0-0-9 is Ready", updated.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_may_not_list_nodes_leaves_their_last_entry_alone()
    {
        await CreateAsync(NodeEntry());
        _world.Kubernetes.Fail("GET", new Fault.Before(() => { }));
        _world.Kubernetes.Fail("GET", new Fault.Refuse(403, "Forbidden"));

        var deleted = await _world.SendAsync(Events.Delete(NodeId, NodeEntry()));

        Assert.Contains("the function may not list them", deleted.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM032]", deleted.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(World.FunctionRole)]
    [InlineData("arn:aws:iam::111122223333:role/by/path/eks-iam-cdk")]
    public async Task The_entry_of_the_function_itself_stays(string roleVariable)
    {
        await using var world = await World.StartAsync(roleVariable: roleVariable);
        var own = Events.Entry(world, World.FunctionRole, "function", "system:masters");
        var id = (await world.SendAsync(Events.Create(own))).PhysicalResourceId;

        var weaker = await world.SendAsync(Events.Update(id, own, Events.Entry(world, World.FunctionRole, "function")));
        var deleted = await world.SendAsync(Events.Delete(id, own));

        Assert.Contains("would let it in with less", weaker.Reason, StringComparison.Ordinal);
        Assert.Contains("would be gone", deleted.Reason, StringComparison.Ordinal);
        Assert.All([weaker, deleted], told => Assert.EndsWith("[EKSIAM032]", told.Reason, StringComparison.Ordinal));
        Assert.Contains("system:masters", world.AwsAuth("mapRoles"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_says_who_the_function_is_its_guard_is_off_and_that_is_logged()
    {
        await using var world = await World.StartAsync(roleVariable: "");
        var own = Events.Entry(world, World.FunctionRole, "function", "system:masters");
        var id = (await world.SendAsync(Events.Create(own))).PhysicalResourceId;
        world.Aws.Hangs = true;

        var deleted = await world.SendAsync(Events.Delete(id, own));

        Assert.Equal("SUCCESS", deleted.Status);
        Assert.Contains("A guard against lockouts is off", world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_when_an_entry_is_added()
    {
        await CreateAsync(NodeEntry());
        await CreateAsync(Events.Entry(_world, groups: "devs"), "Dev");

        Assert.Empty(_world.Aws.Calls);
        Assert.DoesNotContain($"GET {NodesPath}", _world.Kubernetes.Calls);
    }

    [Fact]
    public async Task A_username_of_Kubernetes_own_is_refused()
    {
        var told = await _world.SendAsync(Events.Create(Events.Entry(_world, username: "system:admin")));

        Assert.Contains("The username system:admin for arn:aws:iam::111122223333:role/Dev is one of Kubernetes' own.", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM032]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllowLockout_lets_all_of_it_happen()
    {
        GivenNodes(("ip-10-0-0-1", "True"));
        var node = Allowed(NodeEntry());
        var own = Allowed(Events.Entry(_world, World.FunctionRole, "system:function"));
        await CreateAsync(node);
        var id = await CreateAsync(own, "Own");

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(id, own, logicalId: "Own"))).Status);
        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(NodeId, node))).Status);
    }

    private static JsonObject Allowed(JsonObject properties) => properties.With("AllowLockout", "true");

    private JsonObject NodeEntry() => Events.Entry(_world, NodeArn, NodeUsername, "system:bootstrappers", "system:nodes");

    private async Task<string> CreateAsync(JsonObject properties, string logicalId = "Dev")
    {
        var told = await _world.SendAsync(Events.Create(properties, logicalId: logicalId));
        Assert.True(told.Status == "SUCCESS", told.Reason);
        return told.PhysicalResourceId;
    }

    private void GivenNodes(params (string Name, string Ready)[] nodes) => _world.Kubernetes.Put(NodesPath, new JsonObject
    {
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. nodes.Select(node => new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = node.Name },
            ["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(
                    new JsonObject { ["type"] = "MemoryPressure", ["status"] = "False" },
                    new JsonObject { ["type"] = "Ready", ["status"] = node.Ready }),
            },
        })]),
    });
}
