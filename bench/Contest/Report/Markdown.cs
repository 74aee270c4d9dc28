using System.Globalization;
using System.Text;
using EksIamCdk.Bench.Contest.Behaviour;
using EksIamCdk.Bench.Contest.Timing;

namespace EksIamCdk.Bench.Contest.Report;

/// <summary>Figures as Markdown tables.</summary>
internal static class Markdown
{
    /// <summary>One column for each entrant, and one for each pair, which is the first as a multiple of the second.</summary>
    public static string Of(IReadOnlyList<Standing> standings, IReadOnlyList<(int One, int Other)> pairs)
    {
        var text = new StringBuilder();
        var names = standings.Select(standing => standing.Name).ToList();
        text.Append(Row(["", .. names, .. pairs.Select(pair => $"{names[pair.One]} / {names[pair.Other]}")]));
        text.Append(Row([.. Enumerable.Repeat("---", 1 + names.Count + pairs.Count)]));
        Line("cold, wall (ms)", standing => standing.Cold);
        Line("cold, processor (ms)", standing => standing.ColdProcessor);
        Line("warm, wall (ms)", standing => standing.Warm);
        Line("warm, until the answer (ms)", standing => standing.WarmAnswer);
        Line("warm, processor (ms)", standing => standing.WarmProcessor);
        Line("peak memory (MB)", standing => standing.PeakMegabytes);
        Line("requests to the API server, first change", standing => standing.Requests.Cold.ToApiServer.Count, "0");
        Line("requests to the API server, each further one", standing => standing.Requests.Warm.ToApiServer.Count, "0");
        Line("requests to AWS, first change", standing => standing.Requests.Cold.ToAws, "0");
        Line("requests to AWS, each further one", standing => standing.Requests.Warm.ToAws, "0");
        return text.ToString();

        void Line(string name, Func<Standing, double> figure, string? format = null)
        {
            var figures = standings.Select(figure).ToList();
            text.Append(Row(
            [
                name,
                .. figures.Select(value => value == 0 && format is null ? "" : Number(value, format ?? (value < 100 ? "0.0" : "#,##0"))),
                .. pairs.Select(pair => Ratio(figures[pair.One], figures[pair.Other])),
            ]));
        }
    }

    public static string Ratio(double value, double of) => value == 0 || of == 0 ? "" : Number(value / of, value / of < 10 ? "0.00" : "#,##0");

    public static string Of(IEnumerable<Observed> observed) => string.Concat(
        ["| what | the function | the CDK's kubectl handler |\n", "| --- | --- | --- |\n", .. observed.Select(row => Row([row.What, row.Function, row.Peer]))]);

    public static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
