using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>What the function tells the history of a cluster, while CloudFormation is given its answer.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private const string Map = "# by hand\r\n- rolearn: arn:aws:iam::111122223333:role/nodes\r\n  username: system:node:{{EC2PrivateDNSName}}\r\n";
    private const string Id = "aws-auth|demo|role|arn:aws:iam::111122223333:role/dev";
    private const string BindingPath = "/apis/rbac.authorization.k8s.io/v1/namespaces/dev/rolebindings/read";
    private const string BindingId = "k8s|demo|rbac.authorization.k8s.io/v1/RoleBinding|dev|read";

    private World _world = null!;

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync();
        _world.Kubernetes.Put(FakeKubernetes.AwsAuthPath, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
            ["data"] = new JsonObject { ["mapRoles"] = Map },
        });
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Each_write_of_an_entry_is_told_with_who_made_it_and_what_was_there_before()
    {
        var properties = Events.Entry(_world, groups: "devs");
        await _world.SendAsync(Events.Create(properties).With("RequestId", "first"));
        var between = _world.AwsAuth("mapRoles");
        await _world.SendAsync(Events.Update(Id, properties, Events.Entry(_world, groups: "others")).With("RequestId", "second"));
        await _world.SendAsync(Events.Delete(Id, properties).With("RequestId", "third"));

        var told = Records();
        var owner = new Owner(World.StackId, "Dev");
        Assert.Equal(
            [
                new HistoryAuthor.OfStack(owner, "Create", "first"),
                new HistoryAuthor.OfStack(owner, "Update", "second"),
                new HistoryAuthor.OfStack(owner, "Delete", "third"),
            ],
            told.Select(record => record.By));
        var maps = told.Select(record => Assert.IsType<HistoryChange.OfAwsAuth>(record.Change)).ToList();
        Assert.Equal([Map, between], maps.Take(2).Select(change => change.Was.Data["mapRoles"]));
        Assert.Equal(between, maps[0].Became.Data["mapRoles"]);
        Assert.Equal(Map, maps[2].Became.Data["mapRoles"]);
        Assert.Contains("\"Dev\"", maps[1].Was.Claims, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_changes_nothing_or_fails_tells_nothing()
    {
        var properties = Events.Entry(_world);
        await _world.SendAsync(Events.Create(properties));
        await _world.SendAsync(Events.Create(properties));
        await _world.SendAsync(Events.Update(Id, properties, properties));
        await _world.SendAsync(Events.Delete("made-up", properties, logicalId: "Nobody"));
        Assert.Equal("FAILED", (await _world.SendAsync(Events.Create(properties, stackId: $"{World.StackId}-other"))).Status);

        Assert.Single(Records());
    }

    [Fact]
    public async Task A_map_that_this_code_creates_and_deletes_is_told_as_such()
    {
        _world.Kubernetes.Remove(FakeKubernetes.AwsAuthPath);
        var properties = Events.Entry(_world);

        await _world.SendAsync(Events.Create(properties));
        await _world.SendAsync(Events.Delete(Id, properties));

        var maps = Records().Select(record => Assert.IsType<HistoryChange.OfAwsAuth>(record.Change)).ToList();
        Assert.Equal([(false, true), (true, false)], maps.Select(change => (change.Was.Exists, change.Became.Exists)));
    }

    [Fact]
    public async Task Objects_are_told_too_and_a_roleRef_that_changes_is_one_write()
    {
        var (view, edit) = (Binding("view"), Binding("edit"));
        await _world.SendAsync(Events.Create(view, Events.ObjectType));
        await _world.SendAsync(Events.Create(view, Events.ObjectType));
        await _world.SendAsync(Events.Update(BindingId, view, edit, Events.ObjectType));
        await _world.SendAsync(Events.Delete(BindingId, edit, Events.ObjectType));

        var objects = Records().Select(record => Assert.IsType<HistoryChange.OfObject>(record.Change)).ToList();
        Assert.All(objects, change => Assert.Equal("RoleBinding dev/read", change.Address!.ToString()));
        Assert.Equal([(null, "view"), ("view", "edit"), ("edit", null)], objects.Select(change => (RoleOf(change.Before), RoleOf(change.After))));
    }

    [Fact]
    public async Task A_binding_that_could_not_be_put_back_is_kept_in_the_history()
    {
        var (view, edit) = (Binding("view"), Binding("edit"));
        await _world.SendAsync(Events.Create(view, Events.ObjectType));
        _world.Kubernetes.FailAlways("PATCH", new Fault.Refuse(422));
        _world.Kubernetes.FailAlways("POST", new Fault.Refuse(422));

        Assert.Equal("FAILED", (await _world.SendAsync(Events.Update(BindingId, view, edit, Events.ObjectType))).Status);

        var lost = Assert.IsType<HistoryChange.OfObject>(Records()[^1].Change);
        Assert.Equal(("view", null), (RoleOf(lost.Before), RoleOf(lost.After)));
        Assert.Null(_world.Kubernetes.Find(BindingPath));
    }

    [Theory]
    [InlineData("entry")]
    [InlineData("object")]
    public async Task A_write_whose_answer_was_lost_is_told_once(string what)
    {
        var (request, method) = what == "entry"
            ? (Events.Create(Events.Entry(_world)), "PUT")
            : (Events.Create(Binding("view"), Events.ObjectType), "PATCH");
        _world.Kubernetes.Fail(method, new Fault.LoseAnswer());

        Assert.Equal("SUCCESS", (await _world.SendAsync(request)).Status);

        var change = Assert.Single(Records()).Change;
        if (change is HistoryChange.OfObject binding)
            Assert.Equal((null, "view"), (RoleOf(binding.Before), RoleOf(binding.After)));
        else
            Assert.Equal(Map, ((HistoryChange.OfAwsAuth)change).Was.Data["mapRoles"]);
    }

    [Fact]
    public async Task The_data_of_a_Secret_stays_out_of_it()
    {
        var secret = Events.KubernetesObject(
            _world, """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","namespace":"dev"},"stringData":{"password":"hunter2"}}""");

        await _world.SendAsync(Events.Create(secret, Events.ObjectType));

        var change = Assert.IsType<HistoryChange.OfObject>(Assert.Single(Records()).Change);
        Assert.DoesNotContain("hunter2", change.After!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_itself_has_no_history()
    {
        var manifest = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"eks-iam-cdk-history","namespace":"kube-system"}}""";

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Create(Events.KubernetesObject(_world, manifest), Events.ObjectType))).Status);

        Assert.Empty(Records());
    }

    [Fact]
    public async Task The_history_is_written_while_CloudFormation_takes_its_answer_and_neither_waits_for_the_other()
    {
        using var patched = new ManualResetEventSlim();
        using var answered = new ManualResetEventSlim();
        var (first, second) = (false, false);
        _world.Sink.BeforeEach = () => { answered.Set(); first = patched.Wait(TimeSpan.FromSeconds(1.5)); };
        _world.Kubernetes.HistoryFault = new Fault.Before(() => { patched.Set(); second = answered.Wait(TimeSpan.FromSeconds(1.5)); });

        await _world.SendAsync(Events.Create(Events.Entry(_world)));

        Assert.Equal((true, true), (first, second));
    }

    [Fact]
    public async Task A_history_that_may_not_be_written_is_only_logged()
    {
        _world.Kubernetes.HistoryFault = new Fault.Refuse(403, "Forbidden");

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Create(Events.Entry(_world)))).Status);

        Assert.Contains("A write is not in the history of the cluster", _world.Log, StringComparison.Ordinal);
        Assert.Contains("patch configmaps kube-system/eks-iam-cdk-history: 403 Forbidden", _world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_that_hangs_is_left_alone_before_the_deadline()
    {
        _world.Kubernetes.HistoryFault = new Fault.Hang();
        _world.Time = TimeSpan.FromSeconds(10);
        var deadline = DateTimeOffset.UtcNow + _world.Time;

        var (end, told) = await _world.InvokeAsync(Events.Create(Events.Entry(_world)));

        Assert.True(end.Succeeded);
        Assert.Equal("SUCCESS", Assert.Single(told).Status);
        Assert.True(DateTimeOffset.UtcNow < deadline);
        Assert.Contains("the API server took too long", _world.Log, StringComparison.Ordinal);
        Assert.Single(_world.Kubernetes.HistoryCalls);
    }

    [Theory]
    [InlineData(typeof(Fault.Reset))]
    [InlineData(typeof(Fault.LoseAnswer))]
    public async Task A_history_that_breaks_off_ends_no_invocation_as_an_error(Type fault)
    {
        _world.Kubernetes.HistoryFault = (Fault)Activator.CreateInstance(fault)!;

        Assert.True((await _world.InvokeAsync(Events.Create(Events.Entry(_world)))).End.Succeeded);
        _world.Kubernetes.HistoryFault = null;
        Assert.True((await _world.InvokeAsync(Events.Delete(Id, Events.Entry(_world)))).End.Succeeded);

        Assert.Contains(Records(), record => record.By is HistoryAuthor.OfStack { RequestType: "Delete" });
    }

    private IReadOnlyList<HistoryRecord> Records() =>
    [
        .. (_world.Kubernetes.Find(FakeKubernetes.HistoryPath)?["binaryData"] as JsonObject ?? [])
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => HistoryFormat.Read(Convert.FromBase64String((string)entry.Value!))!),
    ];

    private JsonObject Binding(string role) => Events.KubernetesObject(_world, $$"""
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"read","namespace":"dev"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{role}}"},"subjects":[]}
        """);

    private static string? RoleOf(JsonObject? binding) => (string?)binding?["roleRef"]?["name"];
}
