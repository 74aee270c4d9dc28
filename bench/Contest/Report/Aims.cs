using System.Text;
using EksIamCdk.Bench.Contest.Timing;

namespace EksIamCdk.Bench.Contest.Report;

/// <summary>What the function is meant to reach, and whether it does.</summary>
internal static class Aims
{
    private static readonly IReadOnlyList<Aim> s_aims =
    [
        new("warm, times the floor: at most", 1.5, (own, floor, _) => own.Warm / floor.Warm),
        new("the same until CloudFormation has its answer: at most", 1.5, (own, floor, _) => own.WarmAnswer / floor.WarmAnswer),
        new("warm, times faster than the handler: at least", 100, (own, _, peer) => peer.Warm / own.Warm, AtLeast: true),
        new("cold, times the floor: at most", 1.3, (own, floor, _) => own.Cold / floor.Cold),
        new("cold, times faster than the handler warm: at least", 4, (own, _, peer) => peer.Warm / own.Cold, AtLeast: true),
        new("peak memory (MB): at most", 80, (own, _, _) => own.PeakMegabytes),
    ];

    /// <param name="results">The standings of each change: the floor first, the peer last, the function's forms between them.</param>
    /// <param name="zipped">Megabytes of the forms' packages, in that order.</param>
    public static string Of(IReadOnlyList<(Change Change, IReadOnlyList<Standing> Standings)> results, IReadOnlyList<double> zipped)
    {
        var text = new StringBuilder();
        var forms = results[0].Standings.Skip(1).SkipLast(1).Select(standing => standing.Name).ToList();
        text.Append(Markdown.Row(["aim", "", "change", .. forms]));
        text.Append(Markdown.Row(Enumerable.Repeat("---", 3 + forms.Count)));
        foreach (var aim in s_aims)
        {
            foreach (var (change, standings) in results)
            {
                var reached = standings.Skip(1).SkipLast(1).Select(own => Cell(aim, aim.Figure(own, standings[0], standings[^1])));
                text.Append(Markdown.Row([aim.What, $"{aim.Bound}", change == Change.AwsAuth ? "aws-auth" : "binding", .. reached]));
            }
        }

        var size = new Aim("package, zipped (MB): at most", 2, (_, _, _) => 0);
        text.Append(Markdown.Row([size.What, $"{size.Bound}", "", .. zipped.Select(megabytes => Cell(size, megabytes))]));
        return text.ToString();
    }

    private static string Cell(Aim aim, double figure) =>
        $"{Markdown.Number(figure, figure < 10 ? "0.00" : "#,##0")}, {((aim.AtLeast ? figure >= aim.Bound : figure <= aim.Bound) ? "met" : "**not met**")}";

    /// <param name="Figure">Of one of the function's forms, the floor and the peer.</param>
    private sealed record Aim(string What, double Bound, Func<Standing, Standing, Standing, double> Figure, bool AtLeast = false);
}
