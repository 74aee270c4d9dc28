using System.Globalization;
using System.Text;
using EksIamCdk.Bench.Report;

namespace EksIamCdk.Bench.Crowd;

/// <summary>Everything that one run of this program brought, as Markdown.</summary>
internal sealed class Summary(int entries, int stacks, int rounds)
{
    private readonly StringBuilder _rushes = new();
    private readonly StringBuilder _stacks = new();

    public string Text => string.Create(CultureInfo.InvariantCulture, $"""
        {Machine.Today}.

        ### {entries} entries created at once

        Medians of {rounds} runs, in turn and plain one after the other; failed and lost are those of all runs.

        | | attempts to write, mean | most of one entry | requests an entry | failed | lost | time (s) | in turn / plain |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        {_rushes}
        ### {stacks} stacks deployed at once

        | | attempts to write, mean | most of one entry | failed | lost | time (s) |
        | --- | --- | --- | --- | --- | --- |
        {_stacks}
        """);

    public void Add(string where, Crush inTurn, Crush plain)
    {
        Row(_rushes, $"{where}: in turn", inTurn, Ratio(inTurn.Took / plain.Took));
        Row(_rushes, $"{where}: plain retry", plain, "");
    }

    public void Add(string where, Crush crush) => Row(_stacks, where, crush, null);

    private static void Row(StringBuilder text, string name, Crush crush, string? ratio)
    {
        List<string> cells = [name, Ratio(crush.Writes.Average()), Whole(crush.Writes.Max())];
        if (crush.Requests is { } requests) cells.Add(Tenths((double)requests / crush.Writes.Count));
        cells.AddRange([Whole(crush.Failed), Whole(crush.Lost), Tenths(crush.Took.TotalSeconds)]);
        if (ratio is not null) cells.Add(ratio);
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");
    }

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Tenths(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
