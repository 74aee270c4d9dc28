using System.Diagnostics;
using EksIamCdk.Bench.Contest.Bed;
using EksIamCdk.Bench.Contest.Entrants;

namespace EksIamCdk.Bench.Contest.Timing;

/// <summary>Entrants in turn, round by round, each round with new processes.</summary>
internal sealed class Race(ICluster cluster, AwsSide aws, IReadOnlyList<Lane> lanes)
{
    /// <summary>All rounds of one change. One more round comes first, which brings the files into memory and does not count.</summary>
    public async Task<IReadOnlyList<Standing>> RunAsync(Change change, int rounds)
    {
        var runs = lanes.ToDictionary(lane => lane, _ => new List<Run>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var lane in lanes)
            {
                await Console.Error.WriteLineAsync($"{change}, round {round} of {rounds}: {lane.Entrant.Name}");
                var run = await MeasureAsync(lane, change);
                if (round > 0) runs[lane].Add(run);
            }
        }

        var standings = new List<Standing>();
        foreach (var lane in lanes)
            standings.Add(new Standing(lane.Entrant.Name, runs[lane], await PeakAsync(lane.Entrant, change), await RequestsAsync(lane.Entrant, change)));
        return standings;
    }

    private async Task<Run> MeasureAsync(Lane lane, Change change)
    {
        await PrepareAsync(change);
        await using var contender = await Contender.StartAsync(lane.Entrant, aws);
        var made = await contender.SucceedAsync(lane.Entrant.Make(change, 0));
        var cold = Stopwatch.GetElapsedTime(contender.Born).TotalMilliseconds;
        var coldProcessor = contender.Processes.ProcessorMilliseconds;
        var (warm, answers) = (new List<double>(), new List<double>());
        for (var number = 1; number <= lane.WarmChanges; number++)
        {
            await contender.SucceedAsync(lane.Entrant.TakeBack(change, number - 1, made));
            var (began, beganAt) = (Stopwatch.GetTimestamp(), DateTimeOffset.UtcNow);
            made = await contender.SucceedAsync(lane.Entrant.Make(change, number));
            warm.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (contender.Answered is { } answered) answers.Add((answered - beganAt).TotalMilliseconds);
        }

        // A change and its taking back are two invocations of much the same work.
        var warmProcessor = (contender.Processes.ProcessorMilliseconds - coldProcessor) / (2 * lane.WarmChanges);
        await contender.SucceedAsync(lane.Entrant.TakeBack(change, lane.WarmChanges, made));
        return new Run(cold, coldProcessor, warm, answers, warmProcessor);
    }

    private async Task<double> PeakAsync(Entrant entrant, Change change)
    {
        await PrepareAsync(change);
        await using var contender = await Contender.StartAsync(entrant, aws);
        return await contender.Processes.PeakMegabytesAsync(BothWaysTwiceAsync());

        async Task BothWaysTwiceAsync()
        {
            for (var number = 0; number < 2; number++)
                await contender.SucceedAsync(entrant.TakeBack(change, number, await contender.SucceedAsync(entrant.Make(change, number))));
        }
    }

    /// <summary>Of the first change of a process, and of its second.</summary>
    private async Task<(RequestCount Cold, RequestCount Warm)> RequestsAsync(Entrant entrant, Change change)
    {
        await PrepareAsync(change);
        await using var log = await RequestLog.StartAsync(cluster);
        aws.Elsewhere = log.Address;
        await using var contender = await Contender.StartAsync(entrant, aws);
        var cold = await CountAsync(0);
        await contender.SucceedAsync(entrant.TakeBack(change, 0, cold.Made));
        log.Take();
        var warm = await CountAsync(1);
        await contender.SucceedAsync(entrant.TakeBack(change, 1, warm.Made));
        aws.Elsewhere = null;
        return (cold.Count, warm.Count);

        async Task<(Outcome Made, RequestCount Count)> CountAsync(int number)
        {
            var before = aws.Calls;
            var made = await contender.SucceedAsync(entrant.Make(change, number));
            return (made, new RequestCount(log.Take(), aws.Calls - before));
        }
    }

    private async Task PrepareAsync(Change change)
    {
        if (change == Change.AwsAuth) await cluster.SetAsync(Things.AwsAuthPath, Things.AwsAuth(Things.NodesOnly));
    }
}

/// <param name="Entrant">Who runs.</param>
/// <param name="WarmChanges">How many changes each of its processes does after the first.</param>
internal sealed record Lane(Entrant Entrant, int WarmChanges);

/// <summary>What one process took, in milliseconds.</summary>
/// <param name="Cold">From its start to the end of its first change.</param>
/// <param name="ColdProcessor">Processor time until then.</param>
/// <param name="Warm">Each of the other changes.</param>
/// <param name="WarmAnswer">The same until ResponseURL has its answer; none where it gets none.</param>
/// <param name="WarmProcessor">Processor time of one of them.</param>
internal sealed record Run(double Cold, double ColdProcessor, IReadOnlyList<double> Warm, IReadOnlyList<double> WarmAnswer, double WarmProcessor);

internal sealed record RequestCount(IReadOnlyList<string> ToApiServer, int ToAws);

/// <summary>What one entrant took for one change.</summary>
internal sealed record Standing(string Name, IReadOnlyList<Run> Runs, double PeakMegabytes, (RequestCount Cold, RequestCount Warm) Requests)
{
    public double Cold => Median(Runs.Select(run => run.Cold));

    public double ColdProcessor => Median(Runs.Select(run => run.ColdProcessor));

    public double Warm => Median(Runs.SelectMany(run => run.Warm));

    /// <summary>0 where ResponseURL gets no answer.</summary>
    public double WarmAnswer => Median(Runs.SelectMany(run => run.WarmAnswer));

    public double WarmProcessor => Median(Runs.Select(run => run.WarmProcessor));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
