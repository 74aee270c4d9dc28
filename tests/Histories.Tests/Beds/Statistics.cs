using System.Collections.Concurrent;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>What has happened in all histories of this run: that faults strike at all is to be seen.</summary>
internal static class Statistics
{
    private static readonly ConcurrentDictionary<string, int> Counts = new();

    public static int Of(string what) => Counts.GetValueOrDefault(what);

    public static void Count(string what) => Counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    public static string Text => string.Join(", ", Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
}
