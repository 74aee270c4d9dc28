using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Ownership.AccessEntries;

/// <summary>
/// Decides what to do about one access entry from what is live, what is wanted and who asks: the table of ownership. It reads nothing
/// and writes nothing.
/// </summary>
public static class AccessEntryOwnership
{
    /// <summary>Create and Update: the entry shall be as declared, belong to the owner, and let its principal in.</summary>
    /// <param name="live">The entry as EKS has it, or null.</param>
    /// <param name="formerly">What the owner declared before an Update, so that an entry whose tags are lost is known again.</param>
    /// <param name="principalSince">When the principal was made, where it is known: an entry that is older was made for another one of
    /// the same ARN, and lets nobody in.</param>
    public static AccessEntryDecision Declare(
        LiveAccessEntry? live, AccessEntryDeclaration wanted, Owner owner, OnConflict onConflict, AccessEntryDeclaration? formerly,
        DateTimeOffset? principalSince)
    {
        if (live is null) return new AccessEntryDecision.Write(EntrySteps.Made(wanted.Content, new EntryTags(owner, null).Written()));
        if (EntryTags.Read(live.Tags) is not { } found) return Unreadable(live);
        if (found.Owner is { } other && other.StackId != owner.StackId) return OfAnotherStack(live, other);

        var isLost = found.Owner is null && (formerly is not null || onConflict == OnConflict.Fail)
            && (live.Content.SaysTheSameAs(wanted.Content) || (formerly is not null && live.Content.SaysTheSameAs(formerly.Content)));
        if (found.Owner is null && !isLost)
        {
            if (onConflict == OnConflict.Fail) return Foreign(live);
            if (live.Content.Type != wanted.Content.Type) return OfAnotherType(live, wanted);
        }

        var previous = found.Owner == owner ? found.Previous
            : isLost ? null
            : new EntryPrevious(live.Content, found.Owner, found.Previous);
        return EntrySteps.Take(live, wanted.Content, new EntryTags(owner, previous), isDead: principalSince > live.CreatedAt);
    }

    /// <summary>Delete: the entry goes, and what it replaced comes back.</summary>
    /// <param name="live">The entry as EKS has it, or null.</param>
    /// <param name="declared">What the owner declared; null when only the tags may tell (a resource whose id was made up).</param>
    public static AccessEntryDecision Withdraw(LiveAccessEntry? live, Owner owner, AccessEntryDeclaration? declared)
    {
        if (live is null) return new AccessEntryDecision.Nothing();
        if (EntryTags.Read(live.Tags) is not { } found) return Unreadable(live);
        if (found.Owner == owner)
        {
            return found.Previous is { } previous
                ? EntrySteps.Leave(live, previous.Content, new EntryTags(previous.Owner, previous.Previous))
                : new AccessEntryDecision.Write([new AccessEntryStep.Delete()]);
        }

        if (found.Owner is { } other)
        {
            return other.StackId == owner.StackId && found.Previous?.Holds(owner) == true
                ? EntrySteps.Leave(live, live.Content, new EntryTags(other, found.Previous.Without(owner)))
                : new AccessEntryDecision.Nothing();
        }

        return declared is not null && live.Content.SaysTheSameAs(declared.Content)
            ? new AccessEntryDecision.Write([new AccessEntryStep.Delete()])
            : new AccessEntryDecision.Nothing();
    }

    private static AccessEntryDecision.Refuse OfAnotherStack(LiveAccessEntry live, Owner owner) => new(new Failure(
        ErrorCode.ObjectOfAnother,
        $"The access entry of {live.PrincipalArn} belongs to {owner}.",
        "Declare it in one stack only, or delete it there first."));

    private static AccessEntryDecision.Refuse Foreign(LiveAccessEntry live) => new(new Failure(
        ErrorCode.ObjectOfAnother,
        $"An access entry of {live.PrincipalArn} exists already, and no resource of this type owns it.",
        "Set OnConflict to Adopt to take it over (deleting the resource then puts it back as it is now), or delete it first."));

    private static AccessEntryDecision.Refuse OfAnotherType(LiveAccessEntry live, AccessEntryDeclaration wanted) => new(new Failure(
        ErrorCode.ObjectOfAnother,
        $"The access entry of {live.PrincipalArn} that exists is of type {live.Content.Type}, not {wanted.Content.Type}, and the type of an entry cannot be changed.",
        $"Declare it with type {live.Content.Type}, or delete it first."));

    private static AccessEntryDecision.Refuse Unreadable(LiveAccessEntry live) => new(new Failure(
        ErrorCode.ObjectOfAnother,
        $"The tags eks-iam-cdk:… of the access entry of {live.PrincipalArn} cannot be read, so nobody can tell whose it is.",
        "Mend them, or take all of them off."));
}
