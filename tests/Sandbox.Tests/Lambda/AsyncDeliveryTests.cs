using EksIamCdk.Sandbox.Lambda;
using EksIamCdk.Sandbox.Tests.CloudFormation;

namespace EksIamCdk.Sandbox.Tests.Lambda;

public class AsyncDeliveryTests
{
    private readonly HeldTime _time = new();
    private readonly List<DeadEvent> _buried = [];
    private int _invocations;

    [Fact]
    public async Task Hazard_11_an_event_whose_invocation_failed_is_delivered_twice_more_and_then_buried()
    {
        var end = await RunAsync(_ => new InvocationEnd.Error("no"), new());

        Assert.Equal(3, _invocations);
        Assert.IsType<InvocationEnd.Error>(end);
        Assert.Equal(new DeadEvent("RetriesExhausted", 3, end), Assert.Single(_buried));
    }

    [Fact]
    public async Task Hazard_11_a_success_ends_the_retries()
    {
        var end = await RunAsync(
            number => number == 1 ? new InvocationEnd.Killed("Runtime.OutOfMemory", "signal: killed") : new InvocationEnd.Success(), new());

        Assert.Equal(2, _invocations);
        Assert.IsType<InvocationEnd.Success>(end);
        Assert.Empty(_buried);
    }

    [Fact]
    public async Task Hazard_18_without_retries_a_death_is_told_at_once()
    {
        await RunAsync(_ => new InvocationEnd.Killed("Runtime.ExitError", "exit status 1"), new() { Retries = 0 });

        Assert.Equal(("RetriesExhausted", 1), (Assert.Single(_buried).Condition, _invocations));
    }

    // The first retry comes a minute after the error, the second two minutes after that.
    [Theory]
    [InlineData(59, 1)]
    [InlineData(100, 2)]
    [InlineData(3600, 3)]
    public async Task An_event_that_would_be_too_old_is_not_delivered_again(int age, int invocations)
    {
        await RunAsync(_ => new InvocationEnd.Error("no"), new() { MaximumAge = TimeSpan.FromSeconds(age) });

        Assert.Equal(invocations, _invocations);
        Assert.Equal(invocations == 3 ? "RetriesExhausted" : "EventAgeExceeded", Assert.Single(_buried).Condition);
    }

    [Fact]
    public async Task An_event_that_found_no_place_is_buried_without_an_invocation()
    {
        var end = await RunAsync(_ => new InvocationEnd.NotTaken("EventAgeExceeded"), new());

        Assert.Equal(new DeadEvent("EventAgeExceeded", 0, end), Assert.Single(_buried));
        Assert.Equal(1, _invocations);
    }

    [Theory]
    [InlineData(Delivery.TwiceInTurn)]
    [InlineData(Delivery.TwiceInParallel)]
    public async Task Hazard_11_events_arrive_twice_even_without_an_error(Delivery delivery)
    {
        await Of(_ => Task.FromResult<InvocationEnd>(new InvocationEnd.Success()), new()).RunAsync(delivery, default);

        Assert.Equal(2, _invocations);
    }

    [Fact]
    public async Task Two_deliveries_in_parallel_are_under_way_at_the_same_time()
    {
        var both = new TaskCompletionSource();

        await Of(async number =>
        {
            if (number == 2)
                both.SetResult();
            await both.Task;
            return new InvocationEnd.Success();
        }, new()).RunAsync(Delivery.TwiceInParallel, default);

        Assert.Equal(2, _invocations);
    }

    [Theory]
    [InlineData("""{"errorType": "NotAnswered", "errorMessage": "no answer"}""", """{"errorType":"NotAnswered","errorMessage":"no answer"}""")]
    [InlineData("oh", "\"oh\"")]
    public void A_record_says_what_the_function_said(string said, string expected)
    {
        var record = new DeadEvent("RetriesExhausted", 1, new InvocationEnd.Error(said)).Record("arn:f", """{"a": 1}"""u8.ToArray(), default);

        Assert.Equal(expected, record["responsePayload"]!.ToJsonString());
        Assert.Equal("""{"a":1}""", record["requestPayload"]!.ToJsonString());
        Assert.Equal(("arn:f:$LATEST", 1), ((string?)record["requestContext"]!["functionArn"], (int)record["requestContext"]!["approximateInvokeCount"]!));
        Assert.Equal("Unhandled", (string?)record["responseContext"]!["functionError"]);
    }

    [Fact]
    public void A_record_of_an_event_that_was_never_taken_has_no_response()
    {
        var record = new DeadEvent("EventAgeExceeded", 0, new InvocationEnd.NotTaken("EventAgeExceeded")).Record("arn:f", "{}"u8.ToArray(), default);

        Assert.Null(record["responseContext"]);
        Assert.Null(record["responsePayload"]);
    }

    private async Task<InvocationEnd> RunAsync(Func<int, InvocationEnd> end, AsyncSettings settings)
    {
        var running = Of(number => Task.FromResult(end(number)), settings).RunAsync(Delivery.Once, default);
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(running, Task.Delay(10));
        }
        return await running;
    }

    private AsyncDelivery Of(Func<int, Task<InvocationEnd>> invoke, AsyncSettings settings) => new(
        _ => invoke(Interlocked.Increment(ref _invocations)),
        settings,
        dead =>
        {
            _buried.Add(dead);
            return Task.CompletedTask;
        },
        _time);
}
