namespace EksIamCdk.Access.History;

/// <summary>How much history is kept: a ConfigMap holds 1 MiB, and people have to read it over the wire.</summary>
public static class HistoryBounds
{
    public const int MostRecords = 20;

    /// <summary>Bytes of all records together.</summary>
    public const int MostBytes = 512 * 1024;

    /// <summary>Bytes of one record; a larger one is not kept at all, so that it does not push out everything else.</summary>
    public const int LargestRecord = 256 * 1024;

    /// <summary>The records that go, the oldest of all.</summary>
    /// <param name="records">Each key, and the bytes of its record.</param>
    public static IReadOnlyList<string> Overflow(IEnumerable<KeyValuePair<string, int>> records)
    {
        var (count, bytes) = (0, 0);
        return
        [
            .. records.OrderByDescending(record => record.Key, StringComparer.Ordinal)
                .SkipWhile(record => ++count <= MostRecords && (bytes += record.Value) <= MostBytes)
                .Select(record => record.Key),
        ];
    }
}
