using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Ownership;

/// <summary>
/// Decides what to do about one entry of aws-auth from what is live, what is wanted and who asks: the table of ownership. It reads
/// nothing and writes nothing.
/// </summary>
public static class AwsAuthOwnership
{
    /// <summary>Create and Update: the entry shall be in force as declared, and belong to the owner.</summary>
    /// <param name="formerly">What the owner declared before an Update, so that an entry whose claim is lost is known again.</param>
    public static AwsAuthDecision Declare(
        AwsAuthConfigMap live, EntryDeclaration wanted, Owner owner, OnConflict onConflict, EntryDeclaration? formerly)
    {
        if (AwsAuthState.Of(live) is not { } state) return ClaimsUnreadable();

        var claim = state.Claims.Of(wanted.Section, wanted.Entry.Id);
        var items = SectionEditor.Occurrences(state.Document(wanted.Section), wanted.Entry.Id);
        if (claim is not null && claim.Owner.StackId != owner.StackId) return OfAnotherStack(claim);

        PreviousEntry? previous;
        if (claim is null)
        {
            if (items.Count > 0 && !IsClaimLost(live, items, wanted, formerly) && onConflict == OnConflict.Fail) return Foreign(wanted);
            previous = IsClaimLost(live, items, wanted, formerly) ? Beside(null, items.SkipLast(1)) : Beside(null, items);
        }
        else if (claim.Owner == owner)
        {
            previous = Beside(claim.Previous, items.Except(OurItem(items, claim)));
        }
        else
        {
            // A rollback takes back what another logical id took over before: the owner stands in the chain once.
            previous = new PreviousEntry([.. items.Select(item => item.Source)], claim.WithoutLink(owner));
        }

        var (edit, former) = Edit(state.Document(wanted.Section), items, claim, wanted, owner);
        return edit is SectionEdit.Refused refused
            ? SectionUnreadable(wanted.Section, refused.Fault)
            : state.After(wanted.Section, edit, claims => claims.With(Claim.For(wanted, owner, previous, former))).Decide();
    }

    // A rollback declares again what the owner had: it gives back every byte of that. So does the next one, by what is remembered for it here.
    private static (SectionEdit Edit, DisplacedItem? Formerly) Edit(
        SectionDocument document, IReadOnlyList<Occurrence> items, Claim? claim, EntryDeclaration wanted, Owner owner)
    {
        if (items is [var only] && claim?.FormerOf(owner) is { } former && SectionEditor.ReadAlone(wanted.Section, former)?.Equals(wanted.Entry) == true
            && SectionEditor.Restore(document, wanted.Entry.Id, [former], only.Source.Index) is SectionEdit.Changed restored)
        {
            return (restored, null);
        }

        var edit = SectionEditor.Upsert(document, wanted.Entry);
        if (claim?.Owner != owner || items is not [var ours]) return (edit, null);
        if (edit is not SectionEdit.Changed { Text: var text }) return (edit, claim.Formerly);
        var back = SectionEditor.Upsert(wanted.Section, text, ours.Entry);
        return (edit, back is SectionEdit.Changed { Text: var again } && again == document.Text ? null : ours.Source);
    }

    /// <summary>Delete: the entry goes, and what it replaced comes back.</summary>
    /// <param name="declared">What the owner declared; null when only the claims may tell (a resource whose id was made up).</param>
    public static AwsAuthDecision Withdraw(AwsAuthConfigMap live, Owner owner, EntryDeclaration? declared)
    {
        if (AwsAuthState.Of(live) is not { } state) return ClaimsUnreadable();

        if (declared is null) return WithdrawAll(state, owner);
        if (state.Claims.Of(declared.Section, declared.Entry.Id) is { } claim) return WithdrawClaim(state, claim, owner, declared.Entry.Id);
        if (live.Claims is not null) return new AwsAuthDecision.Nothing();

        var unclaimed = SectionEditor.Occurrences(state.Document(declared.Section), declared.Entry.Id)
            .LastOrDefault(item => item.Entry.Equals(declared.Entry));
        return unclaimed is null ? new AwsAuthDecision.Nothing() : Finish(state.Remove(declared, unclaimed.Source.Index, claims => claims));
    }

    private static AwsAuthDecision WithdrawAll(AwsAuthState state, Owner owner)
    {
        AwsAuthDecision? refusal = null;
        foreach (var claim in state.Claims.Entries.Where(claim => claim.Owner == owner || claim.Replaced(owner)))
        {
            switch (WithdrawOne(state, claim, owner))
            {
                case AwsAuthStep.Done done: state = done.State; break;
                case AwsAuthStep.Refused refused: refusal ??= SectionUnreadable(refused.Section, refused.Fault); break;
            }
        }

        return refusal ?? state.Decide();
    }

    private static AwsAuthDecision WithdrawClaim(AwsAuthState state, Claim claim, Owner owner, string declaredId)
    {
        // Ids of users differ by case, and their resources are two, while the authenticator takes them for one: this claim is the other's.
        var other = claim.Owner == owner && claim.Section == Section.MapUsers && claim.Id != declaredId;
        return other ? new AwsAuthDecision.Nothing() : Finish(WithdrawOne(state, claim, owner));
    }

    private static AwsAuthStep WithdrawOne(AwsAuthState state, Claim claim, Owner owner)
    {
        if (claim.Owner != owner)
        {
            return new AwsAuthStep.Done(claim.Owner.StackId == owner.StackId ? state.WithClaims(state.Claims.With(claim.WithoutLink(owner))) : state);
        }

        var ours = OurItem(SectionEditor.Occurrences(state.Document(claim.Section), claim.Id), claim).SingleOrDefault();
        if (claim.Previous is { } previous)
        {
            return state.Restore(
                claim,
                ours?.Source.Index,
                claims => previous.Claim is null ? claims.Without(claim) : claims.With(previous.Claim));
        }

        if (ours is null)
        {
            return state.Document(claim.Section).Fault is { } lost
                ? new AwsAuthStep.Refused(claim.Section, lost)
                : new AwsAuthStep.Done(state.WithClaims(state.Claims.Without(claim)));
        }

        return state.Remove(new EntryDeclaration(claim.Section, claim.Written), ours.Source.Index, claims => claims.Without(claim));
    }

    private static AwsAuthDecision Finish(AwsAuthStep step) => step switch
    {
        AwsAuthStep.Refused refused => SectionUnreadable(refused.Section, refused.Fault),
        AwsAuthStep.Done done => done.State.Decide(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // The annotation is gone as a whole, and the entry in force says what was declared: it was claimed once.
    private static bool IsClaimLost(AwsAuthConfigMap live, IReadOnlyList<Occurrence> items, EntryDeclaration wanted, EntryDeclaration? formerly) =>
        live.Claims is null && items is [.., var inForce] && (inForce.Entry.Equals(wanted.Entry) || inForce.Entry.Equals(formerly?.Entry));

    // Which of the items with this id is the one that was written for the claim: the one that still says so, else the first (others append).
    internal static IEnumerable<Occurrence> OurItem(IReadOnlyList<Occurrence> items, Claim claim) =>
        items.Where(item => item.Entry.Equals(claim.Written)).Concat(items).Take(1);

    private static PreviousEntry? Beside(PreviousEntry? previous, IEnumerable<Occurrence> foreign)
    {
        IReadOnlyList<DisplacedItem> items = [.. foreign.Select(item => item.Source)];
        if (items.Count == 0) return previous;
        return previous is null ? new PreviousEntry(items, null) : previous with { Items = [.. previous.Items, .. items] };
    }

    private static AwsAuthDecision.Refuse OfAnotherStack(Claim claim) => new(new Failure(
        ErrorCode.EntryOfAnother,
        $"The entry for {claim.Id} in aws-auth ({claim.Section.Key()}) belongs to {claim.Owner}.",
        "Declare it in one stack only, or delete it there first."));

    private static AwsAuthDecision.Refuse Foreign(EntryDeclaration wanted) => new(new Failure(
        ErrorCode.EntryOfAnother,
        $"aws-auth ({wanted.Section.Key()}) has an entry for {wanted.Entry.Id} already, and it belongs to no stack.",
        "Set OnConflict to Adopt to replace it (deleting the resource then puts it back as it is now), or take it out of aws-auth first."));

    internal static AwsAuthDecision.Refuse SectionUnreadable(Section section, SectionFault fault) => new(new Failure(
        ErrorCode.AwsAuthUnreadable,
        $"{section.Key()} of aws-auth cannot be edited without loss: line {fault.Line}, column {fault.Column}: {fault.Message}.",
        "Nothing was changed; mend that line first."));

    internal static AwsAuthDecision.Refuse ClaimsUnreadable() => new(new Failure(
        ErrorCode.AwsAuthUnreadable,
        $"The annotation {ObjectAnnotations.Claims} of aws-auth cannot be read, so nobody can tell whose entries are whose.",
        "Nothing was changed; mend the annotation, or take it off."));
}
