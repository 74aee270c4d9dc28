using System.Collections.Concurrent;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Constructs.Access;
using EksIamCdk.EndToEnd.Tests.Scenarios;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Clusters;
using SandboxMode = EksIamCdk.Access.Clusters.AuthenticationMode;

namespace EksIamCdk.EndToEnd.Tests.Moving;

/// <summary>
/// Principals move from aws-auth to access entries and back, with access entries that take a while to be in force, and updates that fail:
/// nobody is without access, or has other rights, at any moment.
/// </summary>
[Collection(ScenarioCollection.Name)]
public sealed class MovingTests(Assemblies assemblies) : IClassFixture<Assemblies>
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentQueue<string> _log = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task By_both_there_is_no_gap_in_either_direction_also_when_each_step_fails_at_each_of_its_resources(bool real)
    {
        await using var session = await StartAsync(real);
        await DeployAsync(session, MovingStep.AwsAuth);
        await using var watch = await WatchAsync(session);

        MovingStep[] way = [MovingStep.AwsAuth, MovingStep.Both, MovingStep.AccessEntry, MovingStep.Both, MovingStep.AwsAuth];
        foreach (var (from, to) in way.Zip(way.Skip(1)))
        {
            foreach (var late in assemblies.Touched(from, to))
                await DeployAsync(session, to, late);
            await DeployAsync(session, to);
        }

        await watch.AssertNoGapAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_a_single_step_there_is_none_either(bool real)
    {
        await using var session = await StartAsync(real);
        await DeployAsync(session, MovingStep.AwsAuth);
        await using var watch = await WatchAsync(session);

        await DeployAsync(session, MovingStep.AccessEntry, "Late");
        await DeployAsync(session, MovingStep.AccessEntry);
        await DeployAsync(session, MovingStep.AwsAuth, "Late");
        await DeployAsync(session, MovingStep.AwsAuth);

        await watch.AssertNoGapAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cluster_goes_from_CONFIG_MAP_to_API_under_them_and_a_rollback_leaves_its_mode(bool real)
    {
        await using var session = await StartAsync(real, SandboxMode.ConfigMap);
        var entries = new MovingStep(MappingVia.Both, AuthenticationMode.API_AND_CONFIG_MAP, TakesMode: true);
        var api = new MovingStep(MappingVia.AccessEntry, AuthenticationMode.API, TakesMode: true);
        await DeployAsync(session, new MovingStep(MappingVia.AwsAuth, AuthenticationMode.CONFIG_MAP));
        await using var watch = await WatchAsync(session);

        await DeployAsync(session, entries, "Late");
        await DeployAsync(session, entries);
        await DeployAsync(session, api, "Late");
        var done = await DeployAsync(session, api);

        await watch.AssertNoGapAsync();
        Assert.Contains(_log, line => line.Contains("cannot go back to API_AND_CONFIG_MAP: it stays API.", StringComparison.Ordinal));
        Assert.Equal("UPDATE_COMPLETE", done.StackStatus);
    }

    [Fact]
    public async Task The_watch_sees_a_gap_where_there_is_one()
    {
        await using var session = await StartAsync(real: false);
        await DeployAsync(session, MovingStep.AwsAuth);
        await using var watch = await Watcher.StartAsync(session, session.Here(MovingStack.Cluster), Watched.Developer);

        await session.DestroyAsync(null, _ => { }, CancellationToken.None);
        await DeployAsync(session, MovingStep.AwsAuth);

        Assert.Contains(await watch.StopAsync(), wrong => wrong.EndsWith("is nobody", StringComparison.Ordinal));
    }

    private async Task<SandboxSession> StartAsync(bool real, SandboxMode mode = SandboxMode.ApiAndConfigMap) => await SandboxSession.StartAsync(
        new SandboxOptions
        {
            Kubernetes = real ? new KubernetesSide.Envtest(TimeProvider.System) : new KubernetesSide.Embedded(TimeProvider.System),
            AuthenticationMode = mode,
            AccessEntryDelay = Delay,
            Log = (_, line) => _log.Enqueue(line),
        },
        CancellationToken.None);

    private async Task<SandboxResult> DeployAsync(SandboxSession session, MovingStep step, params string[] failAt)
    {
        var result = Assert.Single(await session.DeployAppAsync(
            new DeployAppRequest { Folder = assemblies.Of(step), FailAt = failAt.ToHashSet() }, CancellationToken.None));
        var story = string.Join('\n', [.. result.Events.Select(happened => $"{happened.LogicalId} {happened.Status} {happened.Reason}"), .. _log.TakeLast(20)]);
        Assert.True(result.Outcome == (failAt.Length == 0 ? SandboxOutcome.Done : SandboxOutcome.RolledBack), $"{step} {string.Join(' ', failAt)}\n{story}");
        Assert.Empty(result.Violations);
        return result;
    }

    private static async Task<Watch> WatchAsync(SandboxSession session)
    {
        var cluster = session.Here(MovingStack.Cluster);
        return new([await Watcher.StartAsync(session, cluster, Watched.Developer), await Watcher.StartAsync(session, cluster, Watched.Admin)]);
    }

    private sealed class Watch(IReadOnlyList<Watcher> watchers) : IAsyncDisposable
    {
        public async Task AssertNoGapAsync()
        {
            foreach (var watcher in watchers)
            {
                Assert.Empty(await watcher.StopAsync());
                Assert.True(watcher.Rounds > 100, $"only {watcher.Rounds} rounds");
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var watcher in watchers)
                await watcher.DisposeAsync();
        }
    }
}
