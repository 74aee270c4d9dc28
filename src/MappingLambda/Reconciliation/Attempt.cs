using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>What became of one attempt to read, decide and write.</summary>
internal abstract record Attempt
{
    private Attempt()
    {
    }

    /// <summary>All is as it was asked for.</summary>
    /// <param name="Data">The attributes of the resource.</param>
    public sealed record Done(IReadOnlyDictionary<string, string> Data) : Attempt;

    /// <summary>A Delete that may only go by the owner found nothing of his, at this moment.</summary>
    public sealed record NothingOfOwner : Attempt;

    /// <summary>No other attempt makes it better.</summary>
    public sealed record Refused(Failure Failure) : Attempt;

    /// <summary>A step failed; what is live now is not known before it is read again.</summary>
    public sealed record Unfinished(StepFailure Failure) : Attempt;

    /// <summary>One of several writes is done: read, decide and write again, at once.</summary>
    public sealed record Continued : Attempt;
}
