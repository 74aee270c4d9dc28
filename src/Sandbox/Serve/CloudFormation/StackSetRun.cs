using EksIamCdk.Sandbox.StackSets;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>An operation on a stack set, as callers watch it.</summary>
/// <param name="Id">As the caller named it, or made up.</param>
/// <param name="Action"><c>CREATE</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
internal sealed record StackSetRun(string Id, string Action, DateTimeOffset Created)
{
    /// <summary><c>RUNNING</c>, <c>SUCCEEDED</c> or <c>FAILED</c>.</summary>
    public string Status { get; init; } = "RUNNING";

    public DateTimeOffset? Ended { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>How each account and Region came out, once the operation has ended.</summary>
    public IReadOnlyList<StackInstance> Results { get; init; } = [];
}

/// <summary>A stack set as callers made it, and what they had done to it.</summary>
internal sealed record ServedStackSet(StackSet Set, StackSetDefinition Wanted)
{
    public string Description { get; init; } = "";

    public string PermissionModel { get; init; } = "SELF_MANAGED";

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>In the order of their beginning.</summary>
    public IReadOnlyList<StackSetRun> Runs { get; init; } = [];
}
