using System.Globalization;
<<<<<<< HEAD
using System.Runtime.InteropServices;
=======
using System.IO.Compression;
>>>>>>> 49ed731 (Measure how work grows, and tell how teams are spread over stacks)
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

<<<<<<< HEAD
    private string Conditions() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {DateTime.UtcNow:yyyy-MM-dd}, {Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB, .NET {Environment.Version}; {cluster.Description}; medians of {rounds} processes each, in turn, and of {string.Join(", ", lanes.Select(lane => $"{lane.WarmChanges} ({lane.Entrant.Name})"))} warm changes in each.
=======
    private string Conditions()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Machine.Today}; {cluster.Description}; ");
        text.Append(CultureInfo.InvariantCulture, $"medians of {rounds} processes each, in turn, and of {string.Join(", ", lanes.Select(lane => $"{lane.WarmChanges} ({lane.Entrant.Name})"))} warm changes in each.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Package: function {Bytes(FolderBytes(functionFolder))}, zipped {Bytes(ZippedBytes(functionFolder))}");
        if (peer is not null)
        {
            var layers = peer.LayerZips.Sum(zip => new FileInfo(zip).Length);
            text.Append(CultureInfo.InvariantCulture, $"; handler and its layers {Bytes(FolderBytes(peer.Handler) + FolderBytes(peer.Layers))}, zipped {Bytes(ZippedBytes(peer.Handler) + layers)}. ");
            text.Append(CultureInfo.InvariantCulture, $"The handler is that of aws-cdk-lib {peer.VersionOf("aws-cdk-lib")}, its layers are lambda-layer-kubectl-v32 {peer.VersionOf("@aws-cdk/lambda-layer-kubectl-v32")} and asset-awscli-v1 {peer.VersionOf("@aws-cdk/asset-awscli-v1")}");
        }
>>>>>>> 49ed731 (Measure how work grows, and tell how teams are spread over stacks)

        {packages}

        """);

<<<<<<< HEAD
    private static string Processor() => RuntimeInformation.ProcessArchitecture + " " + (File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "processor");
=======
    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static long FolderBytes(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    private static long ZippedBytes(string folder)
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.SmallestSize, includeBaseDirectory: false);
        return zip.Length;
    }
>>>>>>> 49ed731 (Measure how work grows, and tell how teams are spread over stacks)
}
