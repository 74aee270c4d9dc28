using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Runtime;

/// <summary>Events whose answers need no cluster: what the loop makes of them.</summary>
public sealed class RuntimeLoopTests : IAsyncLifetime
{
    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("not json at all")]
    [InlineData("{}")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("\u0000")]
    public async Task Garbage_ends_its_invocation_as_an_error_and_the_next_one_is_served(string garbage)
    {
        var end = await _world.RuntimeApi.InvokeAsync(garbage, _world.Time);

        Assert.False(end.Succeeded);
        Assert.Equal("EKSIAM001", (string?)JsonNode.Parse(end.Body)!["errorType"]);
        Assert.Equal("SUCCESS", (await DeleteSomethingUnreadable()).Status);
    }

    [Fact]
    public async Task An_event_that_lacks_its_stack_is_answered_all_the_same()
    {
        var told = await _world.SendAsync(Events.Create([]).Without("StackId"));

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("StackId", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM001]", told.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(told.PhysicalResourceId);
    }

    [Fact]
    public async Task A_Runtime_API_that_hiccups_is_asked_again()
    {
        _world.RuntimeApi.Hiccup(500, 0, 503);
        Assert.Equal("SUCCESS", (await DeleteSomethingUnreadable()).Status);

        _world.RuntimeApi.Hiccup(500, 0);
        Assert.Equal("SUCCESS", (await DeleteSomethingUnreadable()).Status);
    }

    [Fact]
    public async Task An_answer_that_was_taken_ends_the_invocation_as_a_success_even_when_it_is_FAILED()
    {
        var (end, told) = await _world.InvokeAsync(Events.Create([], type: "Custom::Unknown"));

        Assert.True(end.Succeeded);
        Assert.Equal("FAILED", Assert.Single(told).Status);
    }

    [Fact]
    public async Task A_URL_that_never_takes_the_answer_ends_the_invocation_as_an_error_without_its_query()
    {
        _world.Time = TimeSpan.FromSeconds(2);
        _world.Sink.RefuseAlways(403);

        var (end, told) = await _world.InvokeAsync(Events.Create([], type: "Custom::Unknown"));

        Assert.False(end.Succeeded);
        Assert.Empty(told);
        Assert.Contains("status 403", end.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret-of-the-url", end.Body + _world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_wrapped_by_SNS_is_served()
    {
        var message = Events.Create([], type: "Custom::Unknown").With("ResponseURL", $"{_world.Sink.Address}sns").With("RequestId", "r");
        var wrapped = new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["Sns"] = new JsonObject { ["Message"] = message.ToJsonString() } }) };

        Assert.True((await _world.RuntimeApi.InvokeAsync(wrapped.ToJsonString(), _world.Time)).Succeeded);

        Assert.Equal("/sns", Assert.Single(_world.Sink.Taken).Target);
    }

    [Fact]
    public async Task Each_log_line_is_one_JSON_object()
    {
        await DeleteSomethingUnreadable();

        var lines = _world.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.NotNull(JsonNode.Parse(line)!["message"]));
    }

    private Task<Told> DeleteSomethingUnreadable() => _world.SendAsync(Events.Delete("some-id", []));
}
