using System.Globalization;
using Xunit.Abstractions;

namespace EksIamCdk.Fuzz.Tests;

/// <summary>What strangers write, made up by number, put to every reader of it.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int UsualCases = 60_000;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Whatever_it_is_given_it_holds_what_it_must(string name)
    {
        var target = FuzzTargets.Named(name);
        var from = Number("EKSIAM_FUZZ_FROM", 1);
        var count = Math.Max(1, (int)(Number("EKSIAM_FUZZ", UsualCases) * (long)target.Share / 100));
        var run = new FuzzRun(target);

        var failure = run.Failure(from, count);

        var figure = string.Create(CultureInfo.InvariantCulture, $"| {name} | {count:N0} | {from} to {from + count - 1} | {run.Outcomes} |");
        output.WriteLine(figure);
        if (Environment.GetEnvironmentVariable("EKSIAM_FUZZ_REPORT") is { Length: > 0 } report) File.AppendAllText(report, figure + "\n");
        if (target is ReadingTarget && Environment.GetEnvironmentVariable("EKSIAM_FUZZ_RECORD") is { Length: > 0 } record) RecordedReading.Record(record, from, count);
        Assert.True(failure is null, failure);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
