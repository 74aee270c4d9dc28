using System.Globalization;
using System.Text;
using EksIamCdk.Bench.Contest.Bed;
using EksIamCdk.Bench.Contest.Behaviour;
using EksIamCdk.Bench.Contest.Timing;
using EksIamCdk.Bench.Report;

namespace EksIamCdk.Bench.Contest.Report;

/// <summary>Everything that one run of this program brought, as Markdown.</summary>
internal sealed class Summary(ICluster cluster, Packages packages, int rounds, IReadOnlyList<Lane> lanes, bool hasPeer)
{
    private readonly StringBuilder _text = new();
    private readonly List<(Change Change, IReadOnlyList<Standing> Standings)> _results = [];

    public string Text => $"{Conditions()}\n{(hasPeer && _results.Count > 0 ? $"### Aims\n\n{Aims.Of(_results, packages.Zipped)}\n" : "")}{_text}";

    public void Add(Change change, IReadOnlyList<Standing> standings)
    {
        _results.Add((change, standings));
        IReadOnlyList<(int, int)> pairs = hasPeer ? [(1, 0), (2, 0), (3, 1), (3, 2)] : [(1, 0), (2, 0)];
        _text.Append(CultureInfo.InvariantCulture, $"### {Title(change)}\n\n{Markdown.Of(standings, pairs)}\n");
        if (hasPeer)
            _text.Append(CultureInfo.InvariantCulture, $"Requests of one further change to the API server: the function {Listed(standings[1])}; the handler {Listed(standings[^1])}.\n\n");
    }

    public void Add(IReadOnlyList<Observed> observed) =>
        _text.Append(CultureInfo.InvariantCulture, $"### What each does to what it does not own\n\nBoth ran; the cells say what was seen afterwards.\n\n{Markdown.Of(observed)}");

    private static string Title(Change change) => change switch
    {
        Change.AwsAuth => "One more role in aws-auth",
        _ => "One new ClusterRoleBinding",
    };

    private static string Listed(Standing standing) => string.Join(
        ", ",
        standing.Requests.Warm.ToApiServer.GroupBy(request => request).Select(same => same.Count() > 1 ? $"`{same.Key}` ({same.Count()} times)" : $"`{same.Key}`"));

    private string Conditions() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Machine.Today}; {cluster.Description}; medians of {rounds} processes each, in turn, and of {string.Join(", ", lanes.Select(lane => $"{lane.WarmChanges} ({lane.Entrant.Name})"))} warm changes in each.

        {packages}

        """);
}
