using EksIamCdk.Access.Problems;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>What CloudFormation is told.</summary>
internal sealed record Answer
{
    /// <summary>The attribute for what is well enough to go on, but not as it was asked for; it is logged too.</summary>
    public const string Warning = "Warning";

    private Answer()
    {
    }

    public required string PhysicalResourceId { get; init; }

    /// <summary>Null: SUCCESS.</summary>
    public Failure? Failure { get; private init; }

    /// <summary>Attributes for <c>Fn::GetAtt</c>; visible in stack events, so never a secret.</summary>
    public IReadOnlyDictionary<string, string> Data { get; private init; } = NoData;

    public bool Succeeded => Failure is null;

    private static IReadOnlyDictionary<string, string> NoData { get; } = new Dictionary<string, string>();

    public static Answer Success(string physicalResourceId, IReadOnlyDictionary<string, string>? data = null) =>
        new() { PhysicalResourceId = physicalResourceId, Data = data ?? NoData };

    public static Answer Failed(string physicalResourceId, Failure failure) =>
        new() { PhysicalResourceId = physicalResourceId, Failure = failure };
}
