using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>Writers of aws-auth that met take turns; what is wrong with the turn fails nobody.</summary>
public sealed class TurnTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/kube-system/configmaps";
    private const string Mark = "eks-iam-cdk/turn";

    private static readonly Fault Met = new Fault.Refuse(409, "Conflict");

    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Who_meets_nobody_asks_for_no_turn()
    {
        await CreateAsync("Ops");
        _world.Kubernetes.Calls.Clear();

        await CreateAsync("Dev");

        Assert.Equal([$"GET {FakeKubernetes.AwsAuthPath}", $"PUT {FakeKubernetes.AwsAuthPath}"], _world.Kubernetes.Calls);
    }

    [Fact]
    public async Task Who_met_somebody_reads_and_writes_in_turn_and_gives_it_back()
    {
        await CreateAsync("Ops");
        _world.Kubernetes.Calls.Clear();
        _world.Kubernetes.Fail("PUT", Met);

        await CreateAsync("Dev");

        Assert.Equal(
            [
                $"GET {FakeKubernetes.AwsAuthPath}", $"PUT {FakeKubernetes.AwsAuthPath}", $"POST {ConfigMaps}",
                $"GET {FakeKubernetes.AwsAuthPath}", $"PUT {FakeKubernetes.AwsAuthPath}", $"DELETE {FakeKubernetes.TurnPath}",
            ],
            _world.Kubernetes.Calls);
        AssertNobodysTurn();
    }

    [Fact]
    public async Task Updates_and_the_deletion_of_the_last_entry_take_turns_too()
    {
        _world.Kubernetes.Fail("POST", Met);
        var created = await CreateAsync("Dev");
        _world.Kubernetes.Fail("PUT", Met);
        var updated = await _world.SendAsync(
            Events.Update(created.PhysicalResourceId, EntryOf("Dev"), Events.Entry(_world, Arn("Dev"), "other"), logicalId: "Dev"));
        _world.Kubernetes.Fail("DELETE", Met);
        var deleted = await _world.SendAsync(Events.Delete(created.PhysicalResourceId, EntryOf("Dev"), logicalId: "Dev"));

        Assert.Equal(("SUCCESS", "SUCCESS"), (updated.Status, deleted.Status));
        Assert.Equal(3, _world.Kubernetes.Calls.Count(call => call == $"DELETE {FakeKubernetes.TurnPath}"));
        Assert.Empty(_world.Kubernetes.Paths);
    }

    [Fact]
    public async Task A_turn_that_somebody_left_behind_is_taken_away_and_the_others_go_on()
    {
        await CreateAsync("Ops");
        _world.Kubernetes.Put(FakeKubernetes.TurnPath, TurnOf("Gone of stack killed, 1"));
        _world.Kubernetes.Fail("PUT", Met);

        await CreateAsync("Dev");

        Assert.Contains("role/Dev", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
        AssertNobodysTurn();
    }

    [Fact]
    public async Task Who_never_gets_the_turn_writes_without_it()
    {
        await CreateAsync("Ops");
        _world.Time = TimeSpan.FromSeconds(20);
        OthersHaveTheTurnForEver();
        _world.Kubernetes.Fail("PUT", Met);

        await CreateAsync("Dev");

        Assert.Contains("role/Dev", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
        Assert.Contains("wait for the turn to write ConfigMap kube-system/aws-auth", _world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_until_his_deadline_answers_in_time_and_names_the_step()
    {
        await CreateAsync("Ops");
        _world.Time = TimeSpan.FromSeconds(10);
        OthersHaveTheTurnForEver();
        _world.Kubernetes.FailAlways("PUT", Met);
        var deadline = DateTimeOffset.UtcNow + _world.Time;

        var told = await _world.SendAsync(Events.Create(EntryOf("Dev"), logicalId: "Dev"));

        Assert.True(told.At < deadline, $"answered at {told.At:O}, and {deadline:O} was the deadline");
        Assert.Equal("FAILED", told.Status);
        Assert.Contains("update configmaps kube-system/aws-auth", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM090]", told.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(422, 1)]
    [InlineData(429, 0)] // it may be had the next time
    [InlineData(503, 0)]
    public async Task A_turn_that_is_not_to_be_had_fails_nobody(int status, int warnings)
    {
        await CreateAsync("Ops");
        _world.Kubernetes.TurnFault = new Fault.Refuse(status, "Refused");
        _world.Kubernetes.Fail("PUT", Met, times: 3);

        await CreateAsync("Dev");

        Assert.Contains("role/Dev", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
        Assert.Equal(warnings, Warnings());
    }

    [Fact]
    public async Task A_turn_that_nobody_answers_for_fails_nobody()
    {
        await CreateAsync("Ops");
        _world.Time = TimeSpan.FromSeconds(20);
        _world.Kubernetes.TurnFault = new Fault.Hang();
        _world.Kubernetes.Fail("PUT", Met);

        await CreateAsync("Dev");

        Assert.Contains("role/Dev", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_was_taken_without_an_answer_is_given_back()
    {
        await CreateAsync("Ops");
        _world.Kubernetes.Fail("PUT", Met);
        _world.Kubernetes.Fail("POST", new Fault.LoseAnswer());

        await CreateAsync("Dev");

        AssertNobodysTurn();
    }

    [Fact]
    public async Task Who_fails_in_his_turn_gives_it_back()
    {
        await CreateAsync("Ops");
        _world.Kubernetes.Fail("PUT", Met);
        _world.Kubernetes.Fail("PUT", new Fault.Refuse(422, "Invalid"));

        var told = await _world.SendAsync(Events.Create(EntryOf("Dev"), logicalId: "Dev"));

        Assert.EndsWith("[EKSIAM043]", told.Reason, StringComparison.Ordinal);
        AssertNobodysTurn();
    }

    [Fact]
    public async Task Somebody_elses_ConfigMap_of_that_name_stays_as_it_is_and_holds_up_nobody()
    {
        await CreateAsync("Ops");
        var theirs = TurnOf("");
        theirs["metadata"]!.AsObject().Remove("annotations");
        theirs["data"] = new JsonObject { ["a"] = "1" };
        _world.Kubernetes.Put(FakeKubernetes.TurnPath, theirs);
        var before = _world.Kubernetes.Find(FakeKubernetes.TurnPath);
        _world.Kubernetes.Fail("PUT", Met, times: 3);

        await CreateAsync("Dev");

        Assert.Contains("role/Dev", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before, _world.Kubernetes.Find(FakeKubernetes.TurnPath)));
        Assert.Equal(1, Warnings());
    }

    private static string Arn(string name) => $"arn:aws:iam::111122223333:role/{name}";

    private static JsonObject TurnOf(string holder) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject
        {
            ["name"] = "eks-iam-cdk-turn",
            ["namespace"] = "kube-system",
            ["annotations"] = new JsonObject { [Mark] = holder },
        },
    };

    private JsonObject EntryOf(string name) => Events.Entry(_world, Arn(name), name);

    private async Task<Told> CreateAsync(string name)
    {
        var told = await _world.SendAsync(Events.Create(EntryOf(name), logicalId: name));
        Assert.Equal(("SUCCESS", ""), (told.Status, told.Reason));
        return told;
    }

    /// <summary>Whoever looks finds another one's turn.</summary>
    private void OthersHaveTheTurnForEver() =>
        _world.Kubernetes.TurnFault = new Fault.Before(() => _world.Kubernetes.Put(FakeKubernetes.TurnPath, TurnOf(Guid.NewGuid().ToString())));

    private void AssertNobodysTurn() => Assert.Null(_world.Kubernetes.Find(FakeKubernetes.TurnPath));

    private int Warnings() => _world.Log.Split("do not take turns").Length - 1;
}
