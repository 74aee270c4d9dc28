using EksIamCdk.ClusterApi.Tests.Beds;

namespace EksIamCdk.ClusterApi.Tests.Retry;

public sealed class RetriesTests
{
    private static readonly ClusterConnection Connection = new(null!, new ClusterReference { Name = "demo", Region = "eu-central-1" }, "a role");

    private readonly ManualClock _clock = new();
    private readonly Retries _retries;

    public RetriesTests() => _retries = new Retries(new RetryPolicy(() => 0.5), _clock, _clock.GetUtcNow() + TimeSpan.FromSeconds(100));

    [Fact]
    public void The_30_seconds_of_a_refusal_begin_with_the_first_one()
    {
        _retries.After(Failed(500));
        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.IsType<RetryDecision.Wait>(_retries.After(Failed(401)));
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.IsType<RetryDecision.Wait>(_retries.After(Failed(403)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<RetryDecision.GiveUp>(_retries.After(Failed(401)));
    }

    [Fact]
    public void Trouble_is_over_at_the_deadline()
    {
        _clock.Advance(TimeSpan.FromSeconds(99));
        Assert.IsType<RetryDecision.Wait>(_retries.After(Failed(500)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<RetryDecision.GiveUp>(_retries.After(Failed(500)));
        Assert.Equal(Failed(500), _retries.Last);
    }

    [Fact]
    public void Conflicts_are_counted_apart_from_failures()
    {
        _retries.After(Failed(500));
        _retries.After(Failed(500));

        Assert.Equal(new RetryDecision.Wait(TimeSpan.FromMilliseconds(12.5)), _retries.After(Failed(409)));
        Assert.Equal(new RetryDecision.Wait(TimeSpan.FromMilliseconds(25)), _retries.After(Failed(409)));
    }

    private static StepFailure.AtApiServer Failed(int status) =>
        new(Connection, new ApiCall("get", "x"), new ApiAnswer.Refused(status, "", "", null, null));
}
