using System.Diagnostics;

namespace EksIamCdk.Bench.Scale;

/// <summary>Medians of many runs, after some that do not count.</summary>
internal static class Timing
{
    public static double Median(int warmUps, int runs, Action action)
    {
        for (var run = 0; run < warmUps; run++) action();
        return Median([.. Enumerable.Range(0, runs).Select(_ => Once(action))]);
    }

    public static double Once(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public static double Median(IEnumerable<double> times) => times.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
