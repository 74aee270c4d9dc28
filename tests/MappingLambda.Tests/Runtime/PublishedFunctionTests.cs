using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Runtime;

/// <summary>The published program, started as Lambda starts it.</summary>
public sealed class PublishedFunctionTests
{
    [Fact]
    public async Task It_serves_one_request_after_the_other_until_it_is_stopped()
    {
        await using var world = await World.StartProcessAsync();
        var properties = Events.Entry(world, groups: "devs");

        var garbage = await world.RuntimeApi.InvokeAsync("garbage", world.Time);
        var created = await world.SendAsync(Events.Create(properties));
        var deleted = await world.SendAsync(Events.Delete(created.PhysicalResourceId, properties));

        Assert.False(garbage.Succeeded);
        Assert.Equal(("SUCCESS", "SUCCESS"), (created.Status, deleted.Status));
        Assert.Empty(world.Kubernetes.Paths);
        var put = world.Sink.Taken[0];
        Assert.Equal("PUT", put.Method);
        Assert.Equal($"{put.Body.Length}", put.Headers["Content-Length"]);
        Assert.False(put.Headers.ContainsKey("Content-Type"));
        Assert.DoesNotContain("k8s-aws-v1", world.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret-of-the-url", world.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("session-token-of-the-test", world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_for_an_API_server_that_hangs_before_the_deadline()
    {
        await using var world = await World.StartProcessAsync();
        world.Time = TimeSpan.FromSeconds(6);
        world.Kubernetes.FailAlways("*", new Fault.Hang());

        var told = await world.SendAsync(Events.Create(Events.Entry(world)));

        Assert.Equal("FAILED", told.Status);
        Assert.EndsWith("[EKSIAM090]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_objects_and_its_log_are_JSON()
    {
        await using var world = await World.StartProcessAsync();
        const string Manifest = """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev"}}""";

        var told = await world.SendAsync(Events.Create(Events.KubernetesObject(world, Manifest), Events.ObjectType));

        Assert.Equal("SUCCESS", told.Status);
        Assert.NotNull(world.Kubernetes.Find("/api/v1/namespaces/dev"));
        Assert.All(world.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.NotNull(JsonNode.Parse(line)!["timestamp"]));
    }
}
