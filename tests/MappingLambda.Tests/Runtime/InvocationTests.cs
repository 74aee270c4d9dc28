using EksIamCdk.Access.Problems;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Tests.Runtime;

/// <summary>One answer in time, whatever the work does.</summary>
public sealed class InvocationTests
{
    [Fact]
    public async Task A_bug_is_answered_and_the_loop_goes_on()
    {
        await using var world = await World.StartAsync(new Handler((_, _) => throw new InvalidOperationException("the secret was hunter2")));

        for (var i = 0; i < 2; i++)
        {
            var told = await world.SendAsync(Events.Update("the-old-id", [], []));

            Assert.Equal(("FAILED", "the-old-id"), (told.Status, told.PhysicalResourceId));
            Assert.Contains("InvalidOperationException", told.Reason, StringComparison.Ordinal);
            Assert.EndsWith("[EKSIAM091]", told.Reason, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hunter2", world.Log, StringComparison.Ordinal);
        Assert.Contains("InvocationTests", world.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_that_never_ends_is_answered_before_the_deadline(bool holdsItsThread)
    {
        using var release = new ManualResetEventSlim();
        await using var world = await World.StartAsync(new Handler(async (progress, _) =>
        {
            progress.Step = "wait for nothing";
            if (holdsItsThread)
                release.Wait(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }));
        world.Time = TimeSpan.FromSeconds(2);
        var deadline = DateTimeOffset.UtcNow + world.Time;

        var told = await world.SendAsync(Events.Create([]));
        release.Set();

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("wait for nothing", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM090]", told.Reason, StringComparison.Ordinal);
        Assert.True(told.At < deadline);
    }

    [Fact]
    public async Task Work_that_is_late_with_its_own_answer_changes_nothing_any_more()
    {
        var token = CancellationToken.None;
        await using var world = await World.StartAsync(new Handler(async (_, ended) =>
        {
            token = ended;
            await Task.Delay(Timeout.Infinite, ended);
        }));
        world.Time = TimeSpan.FromSeconds(1);

        await world.SendAsync(Events.Create([]));

        Assert.True(token.IsCancellationRequested);
        Assert.Single(world.Sink.Puts);
    }

    [Fact]
    public async Task A_deadline_that_is_over_already_is_answered_at_once()
    {
        await using var world = await World.StartAsync();
        world.Time = TimeSpan.FromSeconds(-1);

        var told = await world.SendAsync(Events.Create(Events.Entry(world)));

        Assert.Equal("FAILED", told.Status);
    }

    private sealed class Handler(Func<Progress, CancellationToken, Task> work) : IRequestHandler
    {
        public async Task<Answer> HandleAsync(Envelope envelope, Deadline deadline, Progress progress, CancellationToken cancellationToken)
        {
            await work(progress, cancellationToken);
            return Answer.Failed("none", new Failure(ErrorCode.Bug, "Not reached.", ""));
        }
    }
}
