using System.Text.Json;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>What of an event is needed to answer it. It is decoded first, so that a broken rest gets an answer too.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html">Custom resource
/// request objects</see>.</remarks>
internal sealed record Envelope
{
    /// <summary>A secret: its query lets its bearer answer.</summary>
    public required string ResponseUrl { get; init; }

    public required RequestType RequestType { get; init; }

    public required string StackId { get; init; }

    public required string RequestId { get; init; }

    public required string LogicalResourceId { get; init; }

    public required string ResourceType { get; init; }

    /// <summary>Empty on Create.</summary>
    public required string PhysicalResourceId { get; init; }

    public required JsonElement ResourceProperties { get; init; }

    public required JsonElement OldResourceProperties { get; init; }

    /// <summary>What is wrong with the event itself; such an event is answered with a FAILED.</summary>
    public required ProblemList Problems { get; init; }

    /// <summary>Why a delivery of this event died without an answer, when Lambda tells so; null for an event to work on.</summary>
    public Death? Death { get; init; }

    public Owner Owner => new(StackId, LogicalResourceId);

    /// <summary>Never the URL.</summary>
    public override string ToString() => $"{RequestType} {ResourceType} {LogicalResourceId}";
}
