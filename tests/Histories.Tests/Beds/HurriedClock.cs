namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>A clock without patience: a pause is over at once, and has taken its time all the same. What is no pause (the time that a
/// request may take, a deadline) strikes when that much time has passed.</summary>
internal sealed class HurriedClock(DateTimeOffset start) : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<Timer> _waiting = [];
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state), isPause: state is not CancellationTokenSource);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Nothing happens for a while.</summary>
    public void Pass(TimeSpan time)
    {
        List<Timer> due;
        lock (_lock)
        {
            _now += time;
            due = [.. _waiting.Where(timer => timer.Due <= _now)];
            _waiting.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
            ThreadPool.QueueUserWorkItem(_ => timer.Strike());
    }

    private sealed class Timer(HurriedClock clock, Action strike, bool isPause) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public Action Strike => strike;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._waiting.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = clock._now + dueTime;
                clock._waiting.Add(this);
            }

            if (isPause && dueTime <= LongestPause)
                clock.Pass(dueTime);
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._waiting.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
