using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox.Tests.Lambda;

public class AsyncDeliveryTests
{
    private readonly List<TimeSpan> _waits = [];
    private int _invocations;

    [Fact]
    public async Task Hazard_11_an_event_whose_invocation_failed_is_delivered_twice_more()
    {
        var end = await RunAsync(_ => new InvocationEnd.Error("no"), Delivery.Once);

        Assert.Equal((3, 2), (_invocations, _waits.Count));
        Assert.IsType<InvocationEnd.Error>(end);
    }

    [Fact]
    public async Task Hazard_11_a_success_ends_the_retries()
    {
        var end = await RunAsync(
            number => number == 1 ? new InvocationEnd.Killed("out of memory") : new InvocationEnd.Success(), Delivery.Once);

        Assert.Equal(2, _invocations);
        Assert.IsType<InvocationEnd.Success>(end);
    }

    [Theory]
    [InlineData(Delivery.TwiceInTurn)]
    [InlineData(Delivery.TwiceInParallel)]
    public async Task Hazard_11_events_arrive_twice_even_without_an_error(Delivery delivery)
    {
        await RunAsync(_ => new InvocationEnd.Success(), delivery);

        Assert.Equal(2, _invocations);
    }

    [Fact]
    public async Task Two_deliveries_in_parallel_are_under_way_at_the_same_time()
    {
        var both = new TaskCompletionSource();

        await AsyncDelivery.RunAsync(async () =>
        {
            if (Interlocked.Increment(ref _invocations) == 2)
                both.SetResult();
            await both.Task;
            return new InvocationEnd.Success();
        }, 0, Delivery.TwiceInParallel, _ => Task.CompletedTask);

        Assert.Equal(2, _invocations);
    }

    private Task<InvocationEnd> RunAsync(Func<int, InvocationEnd> end, Delivery delivery) => AsyncDelivery.RunAsync(
        () => Task.FromResult(end(++_invocations)), 2, delivery, wait =>
        {
            _waits.Add(wait);
            return Task.CompletedTask;
        });
}
