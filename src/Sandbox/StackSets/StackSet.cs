using System.Collections.Immutable;

namespace EksIamCdk.Sandbox.StackSets;

/// <summary>A stack set, and how its instances stand. It can be read while an operation runs.</summary>
internal sealed class StackSet(RegionalName key, string id)
{
    private readonly Lock _lock = new();
    private volatile ImmutableDictionary<InstancePlace, StackInstance> _instances = ImmutableDictionary<InstancePlace, StackInstance>.Empty;

    /// <summary>Name, and the account and Region that administer it.</summary>
    public RegionalName Key => key;

    public string Id => id;

    public IReadOnlyList<StackInstance> Instances =>
    [
        .. _instances.Values.OrderBy(instance => instance.Place.Region, StringComparer.Ordinal)
            .ThenBy(instance => instance.Place.AccountId, StringComparer.Ordinal),
    ];

    public StackInstance? Find(InstancePlace place) => _instances.GetValueOrDefault(place);

    public void Put(StackInstance instance)
    {
        lock (_lock)
            _instances = _instances.SetItem(instance.Place, instance);
    }

    public void Remove(InstancePlace place)
    {
        lock (_lock)
            _instances = _instances.Remove(place);
    }
}

/// <summary>An instance of a stack set: a stack in an account and Region.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstance.html"/></summary>
public sealed record StackInstance
{
    public required InstancePlace Place { get; init; }

    public required string StackName { get; init; }

    /// <summary>ARN of the stack; empty before there is one.</summary>
    public string StackId { get; init; } = "";

    /// <summary><c>CURRENT</c>, <c>OUTDATED</c> or <c>INOPERABLE</c>.</summary>
    public string Status { get; init; } = "OUTDATED";

    /// <summary>Of the last operation: <c>PENDING</c>, <c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c> or <c>CANCELLED</c>.</summary>
    public string DetailedStatus { get; init; } = "PENDING";

    /// <summary>Why it is not current, or empty.</summary>
    public string StatusReason { get; init; } = "";

    /// <summary>The template and parameters that it has: another value means that it must be updated.</summary>
    public string Content { get; init; } = "";
}
