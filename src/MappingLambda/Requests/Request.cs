using EksIamCdk.Access.Ownership;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>A request whose properties could be read.</summary>
internal sealed record Request
{
    public required RequestType Type { get; init; }

    public required Owner Owner { get; init; }

    /// <summary>CloudFormation's; it proves nothing, since retried deployments reuse it.</summary>
    public required string RequestId { get; init; }

    /// <summary>What shall be, or shall be no more.</summary>
    public required Resource Resource { get; init; }

    /// <summary>On Update: what was declared before, when it was about the very same entry or object.</summary>
    public required Resource? Formerly { get; init; }

    /// <summary>On an Update that rolls another back which CloudFormation never had an answer to (it was cancelled, or its function died): what
    /// that one was about. CloudFormation knows nothing of it and will not delete it.</summary>
    public required Resource? Unanswered { get; init; }

    /// <summary>False on a Delete with an id that this code never gave: then only the claims tell what belongs to the owner.</summary>
    public required bool HasOurId { get; init; }

    /// <summary>A Delete that follows a Create that CloudFormation stopped.</summary>
    public bool GoesByOwner => Type == RequestType.Delete && !HasOurId;

    /// <summary>The id of the target; on Update the one of before when the target is the very same, so that no clean-up deletes it.</summary>
    public required string PhysicalResourceId { get; init; }

    /// <summary>The id to give while the target is not there.</summary>
    public required string IdOnFailure { get; init; }

    /// <summary>The request that takes away what <see cref="Unanswered"/> may have made; null when there is none.</summary>
    public Request? Withdrawal => Unanswered is null ? null : this with
    {
        Type = RequestType.Delete,
        Resource = Unanswered,
        Formerly = null,
        Unanswered = null,
        HasOurId = true,
    };
}
