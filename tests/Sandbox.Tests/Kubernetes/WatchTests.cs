using static EksIamCdk.Sandbox.Tests.Kubernetes.KubernetesBed;

namespace EksIamCdk.Sandbox.Tests.Kubernetes;

public sealed class WatchTests
{
    [Fact]
    public async Task A_watch_tells_what_is_there_and_then_every_change_of_what_it_selects()
    {
        await using var bed = await StartAsync();
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a"))).Expect(201);
        await using var events = bed.WatchAsync($"{ConfigMaps}?watch=true").GetAsyncEnumerator();

        Assert.Equal("ADDED a", await NextAsync(events));
        (await bed.SendAsync("POST", Roles, """{"metadata": {"name": "other-kind"}}""")).Expect(201);
        (await bed.SendAsync("POST", "/api/v1/namespaces/kube-system/configmaps", ConfigMap("elsewhere"))).Expect(201);
        (await bed.SendAsync("PUT", $"{ConfigMaps}/a", ConfigMap("a", """, "data": {"k": "v"}"""))).Expect(200);
        Assert.Equal("MODIFIED a", await NextAsync(events));
        (await bed.SendAsync("DELETE", $"{ConfigMaps}/a")).Expect(200);
        Assert.Equal("DELETED a", await NextAsync(events));
    }

    [Fact]
    public async Task A_watch_from_a_revision_tells_what_has_changed_since()
    {
        await using var bed = await StartAsync();
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("before"))).Expect(201);
        var from = (await bed.SendAsync("GET", ConfigMaps)).ResourceVersion;
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("since"))).Expect(201);

        await using var events = bed.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={from}").GetAsyncEnumerator();

        Assert.Equal("ADDED since", await NextAsync(events));
    }

    [Fact]
    public async Task A_revision_that_is_forgotten_is_Expired_and_the_watch_ends()
    {
        await using var bed = await StartAsync();
        await using var events = bed.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion=1").GetAsyncEnumerator();

        Assert.Equal("ERROR 410", await NextAsync(events));
        Assert.False(await events.MoveNextAsync());
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<string> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current;
    }
}
