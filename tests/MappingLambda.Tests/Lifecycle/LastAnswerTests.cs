using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>The function as the OnFailure destination of another: it answers for it, and touches nothing.</summary>
public sealed class LastAnswerTests : IAsyncLifetime
{
    private const string Id = "aws-auth|demo|role|arn:aws:iam::111122223333:role/dev";
    private const string OtherId = "aws-auth|demo|role|arn:aws:iam::111122223333:role/ops";
    private const string Before = "- rolearn: arn:aws:iam::111122223333:role/nodes   # ours\n  username: system:node:{{EC2PrivateDNSName}}\n";

    private World _world = null!;
    private JsonObject _dev = null!;
    private JsonObject _ops = null!;

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync();
        _dev = Events.Entry(_world);
        _ops = Events.Entry(_world, "arn:aws:iam::111122223333:role/Ops", "ops");
        _world.Kubernetes.Put(FakeKubernetes.AwsAuthPath, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
            ["data"] = new JsonObject { ["mapRoles"] = Before },
        });
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("Create", Id)]
    [InlineData("Update", "the-id-of-before")]
    [InlineData("Delete", "the-id-of-before")]
    public async Task A_dead_request_fails_with_the_id_of_what_it_was_about_and_without_a_call(string type, string id)
    {
        var told = await DeadAsync(type switch
        {
            "Create" => Events.Create(_dev),
            "Update" => Events.Update("the-id-of-before", _dev, _dev.With("Username", "developer")),
            _ => Events.Delete("the-id-of-before", _dev),
        });

        Assert.Equal(("FAILED", id), (told.Status, told.PhysicalResourceId));
        Assert.Contains("exit status 134", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM091]", told.Reason, StringComparison.Ordinal);
        Assert.Empty(_world.Kubernetes.Calls);
        Assert.Empty(_world.Aws.Calls);
    }

    [Theory]
    [InlineData(Id)]
    [InlineData("none|Dev")]
    [InlineData("access-Dev-1A2B3C4D5E6F")]
    public async Task A_Create_that_died_after_its_write_is_taken_back_by_whatever_id(string id)
    {
        await _world.SendAsync(Events.Create(_dev));
        Assert.NotEqual(Before, _world.AwsAuth("mapRoles"));
        await DeadAsync(Events.Create(_dev));

        var deleted = await _world.SendAsync(Events.Delete(id, _dev));

        Assert.Equal(("SUCCESS", id), (deleted.Status, deleted.PhysicalResourceId));
        Assert.Equal(Before, _world.AwsAuth("mapRoles"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replacement_that_died_leaves_nothing_whether_its_write_was_done_or_not(bool written)
    {
        await _world.SendAsync(Events.Create(_dev));
        var created = _world.AwsAuth("mapRoles");
        var replacement = Events.Update(Id, _dev, _ops);
        if (written)
            await _world.SendAsync(replacement);

        var died = await DeadAsync(replacement);
        // What CloudFormation does then: an Update with the properties swapped, and a Delete of the id that is no more.
        var back = await _world.SendAsync(Events.Update(died.PhysicalResourceId, _ops, _dev));
        var cleaned = await _world.SendAsync(Events.Delete(died.PhysicalResourceId, _ops));

        Assert.Equal(("FAILED", OtherId), (died.Status, died.PhysicalResourceId));
        Assert.Equal(("SUCCESS", Id, "SUCCESS"), (back.Status, back.PhysicalResourceId, cleaned.Status));
        Assert.Equal(created, _world.AwsAuth("mapRoles"));
    }

    [Fact]
    public async Task What_was_never_begun_has_made_nothing_and_has_nothing_to_delete()
    {
        var created = await NeverBegunAsync(Events.Create(_dev));
        var deleted = await NeverBegunAsync(Events.Delete(created.PhysicalResourceId, _dev));

        Assert.Equal(("FAILED", "none|Dev"), (created.Status, created.PhysicalResourceId));
        Assert.Contains("EventAgeExceeded", created.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM090]", created.Reason, StringComparison.Ordinal);
        Assert.Equal(("SUCCESS", "none|Dev"), (deleted.Status, deleted.PhysicalResourceId));
        Assert.Equal("FAILED", (await NeverBegunAsync(Events.Delete(Id, _dev))).Status);
    }

    [Fact]
    public async Task What_needs_no_cluster_is_answered_as_ever()
    {
        var check = Events.Check(_world, """{"Username": "dev", "Allowed": [{"Verb": "get", "Resource": "pods"}]}""");

        var deleted = await DeadAsync(Events.Delete("check|demo|Dev", check, Events.CheckType));
        var wrong = await DeadAsync(Events.Create(_dev.With("Username", "")));

        Assert.Equal("SUCCESS", deleted.Status);
        Assert.EndsWith("[EKSIAM010]", wrong.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_is_no_request_ends_as_an_error()
    {
        var (end, told) = await _world.InvokeAsync([], _ => Deaths.Of(new JsonObject { ["oh"] = "no" }, Deaths.Crashed));

        Assert.False(end.Succeeded);
        Assert.Empty(told);
    }

    private Task<Told> DeadAsync(JsonObject request) => _world.SendAsync(request, given => Deaths.Of(given, Deaths.Crashed));

    private Task<Told> NeverBegunAsync(JsonObject request) =>
        _world.SendAsync(request, given => Deaths.Of(given, null, "EventAgeExceeded"));
}
