using System.Diagnostics;
using EksIamCdk.Bench.Crowd.Bed;

namespace EksIamCdk.Bench.Crowd;

/// <summary>As many entries created at once as there are members.</summary>
internal static class Rush
{
    /// <param name="cluster">Where.</param>
    /// <param name="count">How many.</param>
    /// <param name="turns">Whether they may take turns.</param>
    public static async Task<Crush> RunAsync(ICluster cluster, int count, bool turns)
    {
        await cluster.BeginAsync(turns);
        List<Member> members = [.. Enumerable.Range(0, count).Select(number => new Member(number, cluster))];
        var before = await cluster.RequestsAsync();
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(members.Select(member => Task.Run(member.CreateAsync)));
        var took = Stopwatch.GetElapsedTime(since);
        var requests = await cluster.RequestsAsync() - before;
        var map = await cluster.MapRolesAsync();
        foreach (var failed in members.Where(member => member.Status != "SUCCESS"))
            await Console.Error.WriteLineAsync($"{failed.Role}: {failed.Reason}");
        var crush = new Crush
        {
            Writes = [.. members.Select(member => member.Writes)],
            Failed = members.Count(member => member.Status != "SUCCESS"),
            Lost = members.Count(member => member.Status == "SUCCESS" && !map.Contains($"{member.Role}\n", StringComparison.Ordinal)),
            Requests = requests,
            Took = took,
        };
        members.ForEach(member => member.Dispose());
        return crush;
    }
}

/// <summary>What came of it.</summary>
internal sealed record Crush
{
    /// <summary>Attempts to write aws-auth, of each entry.</summary>
    public required IReadOnlyList<int> Writes { get; init; }

    /// <summary>How many were answered FAILED, or not at all.</summary>
    public required int Failed { get; init; }

    /// <summary>How many were answered SUCCESS and are not there.</summary>
    public required int Lost { get; init; }

    /// <summary>About ConfigMaps, of all together, those for the history and for the turn included; null where nobody counted.</summary>
    public required long? Requests { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>The one of several runs that took neither longest nor shortest; what failed or was lost in any counts.</summary>
    public static Crush MedianOf(IReadOnlyList<Crush> runs) => runs.OrderBy(run => run.Took).ElementAt(runs.Count / 2) with
    {
        Failed = runs.Sum(run => run.Failed),
        Lost = runs.Sum(run => run.Lost),
    };
}
