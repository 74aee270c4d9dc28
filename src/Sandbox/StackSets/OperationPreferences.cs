using System.Globalization;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.StackSets;

/// <summary>How an operation goes through accounts and Regions.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html"/></summary>
internal sealed record OperationPreferences
{
    public int? MaxConcurrentCount { get; init; }

    public int? MaxConcurrentPercentage { get; init; }

    public int? FailureToleranceCount { get; init; }

    public int? FailureTolerancePercentage { get; init; }

    /// <summary>All Regions at the same time, in place of one after the other.</summary>
    public bool IsParallel { get; init; }

    /// <summary>The failures do not lower how many accounts are worked on at a time.</summary>
    public bool IsSoft { get; init; }

    public IReadOnlyList<string> RegionOrder { get; init; } = [];

    public static OperationPreferences Read(JsonObject? source) => source is null ? new OperationPreferences() : new OperationPreferences
    {
        MaxConcurrentCount = Number(source, nameof(MaxConcurrentCount)),
        MaxConcurrentPercentage = Number(source, nameof(MaxConcurrentPercentage)),
        FailureToleranceCount = Number(source, nameof(FailureToleranceCount)),
        FailureTolerancePercentage = Number(source, nameof(FailureTolerancePercentage)),
        IsParallel = source["RegionConcurrencyType"]?.ToString() == "PARALLEL",
        IsSoft = source["ConcurrencyMode"]?.ToString() == "SOFT_FAILURE_TOLERANCE",
        RegionOrder = [.. (source[nameof(RegionOrder)] as JsonArray ?? []).Select(region => region?.ToString()).OfType<string>()],
    };

    /// <summary>How many of the accounts of a Region may fail; a percentage is rounded down.</summary>
    public int Tolerance(int accounts) => FailureToleranceCount ?? accounts * (FailureTolerancePercentage ?? 0) / 100;

    /// <summary>How many accounts are worked on at a time; a percentage is rounded down, but not to nothing. By default never more than
    /// would take the failures one over the tolerance.</summary>
    public int Concurrency(int accounts, int failures)
    {
        var most = MaxConcurrentCount ?? Math.Max(1, accounts * (MaxConcurrentPercentage ?? 0) / 100);
        return IsSoft ? most : Math.Min(most, Math.Max(1, Tolerance(accounts) + 1 - failures));
    }

    /// <summary>The Regions in their order; those that the order leaves out come last.</summary>
    public IReadOnlyList<string> Order(IEnumerable<string> regions)
    {
        var all = regions.Distinct(StringComparer.Ordinal).ToList();
        return [.. RegionOrder.Where(all.Contains), .. all.Where(region => !RegionOrder.Contains(region))];
    }

    private static int? Number(JsonObject source, string name) =>
        int.TryParse(source[name]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
