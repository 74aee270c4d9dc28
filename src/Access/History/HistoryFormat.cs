using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Access.History;

/// <summary>How records lie in the cluster: in <c>binaryData</c> of one ConfigMap, one key each, as JSON that is compressed (gzip).</summary>
public static class HistoryFormat
{
    // Far more than a ConfigMap could have held: a record that says it is longer was not written here.
    private const int LongestText = 16 * 1024 * 1024;

    /// <summary>The ConfigMap.</summary>
    public static readonly ObjectAddress Address = new(KubernetesKind.ConfigMap, "kube-system", "eks-iam-cdk-history");

    /// <summary>A key that sorts by time, and that no two writers choose: <c>20261122T073001.123Z-9f31c2d4</c>.</summary>
    /// <param name="at">When.</param>
    /// <param name="random">Any number.</param>
    public static string Key(DateTimeOffset at, uint random) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMdd'T'HHmmss'.'fff'Z'}-{random:x8}");

    public static byte[] Write(HistoryRecord record)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
            JsonSerializer.Serialize(gzip, record, HistoryJson.Compact.HistoryRecord);
        return buffer.ToArray();
    }

    /// <returns>Null when it is no record, or one of a version that this one does not know.</returns>
    public static HistoryRecord? Read(byte[] bytes)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var text = new MemoryStream();
            var part = new byte[64 * 1024];
            for (int read; (read = gzip.Read(part)) > 0 && text.Length <= LongestText;)
                text.Write(part, 0, read);
            if (text.Length > LongestText) return null;
            var record = JsonSerializer.Deserialize(text.GetBuffer().AsSpan(0, (int)text.Length), HistoryJson.Compact.HistoryRecord);
            return record is { Change: HistoryChange.OfAwsAuth or HistoryChange.OfObject { Address: not null } } ? record : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
