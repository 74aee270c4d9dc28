using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace EksIamCdk.Histories.Tests;

/// <summary>Histories of stacks, of others and of faults, each held to the model after every step.</summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Workers = 3;

    [Fact]
    public async Task Whatever_happens_on_the_embedded_API_server_the_invariants_hold() =>
        await AllAsync("the embedded API server", Number("EKSIAM_HISTORIES", 500), Workers, EmbeddedCluster.StartAsync);

    [Fact]
    public async Task Whatever_happens_on_a_real_API_server_the_invariants_hold() =>
        await AllAsync("a real API server", Number("EKSIAM_HISTORIES_REAL", 25), 1, RealCluster.StartAsync);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private async Task AllAsync(string where, int count, int workers, Func<Task<ICluster>> start)
    {
        var watch = Stopwatch.StartNew();
        var numbers = new ConcurrentQueue<int>(Enumerable.Range(Number("EKSIAM_HISTORIES_FROM", 1), count));
        var failures = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            await using var cluster = await start();
            while (failures.IsEmpty && numbers.TryDequeue(out var number))
            {
                if (await FailureAsync(cluster, number) is { } failure)
                    failures.Enqueue(failure);
            }
        })));
        var figure = $"{count} histories on {where} in {watch.Elapsed.TotalSeconds:0} s, {failures.Count} failed; so far: {Statistics.Text}";
        output.WriteLine(figure);
        if (Environment.GetEnvironmentVariable("EKSIAM_HISTORIES_REPORT") is { Length: > 0 } report)
            await File.AppendAllTextAsync(report, figure + "\n");
        Assert.True(failures.IsEmpty, failures.FirstOrDefault());
    }

    private static async Task<string?> FailureAsync(ICluster cluster, int number)
    {
        var story = Generator.Of(number);
        if (await HistoryRun.OfAsync(cluster, story) is not { } failure)
            return null;
        var (smallest, why) = await Shrinker.SmallestAsync(story, failure, candidate => HistoryRun.OfAsync(cluster, candidate));
        return $"history {number} fails {why}\n--- keep it as found/NAME.jsonl:\n{smallest.Script()}";
    }
}
