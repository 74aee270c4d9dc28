using EksIamCdk.Access.Migration.Parity;

namespace EksIamCdk.Inspection.Planning;

/// <summary>What a deployment changes for somebody.</summary>
/// <param name="Principal">An ARN, a service account by its username, or <c>every principal of account 444455556666</c>.</param>
/// <param name="Before">Who it is in the cluster before; null when it is not let in.</param>
/// <param name="After">Who it is after; null when it is not let in any more.</param>
/// <param name="Gained">What it may do after and not before.</param>
/// <param name="Lost">What it may do before and not after.</param>
public sealed record PrincipalChange(
    string Principal, string? Before, string? After, IReadOnlyList<PlacedRule> Gained, IReadOnlyList<PlacedRule> Lost)
{
    /// <summary>Whether it may do less than before, or comes in no more.</summary>
    public bool LosesAccess => Lost.Count > 0 || (Before is not null && After is null);

    public bool Equals(PrincipalChange? other) =>
        other is not null && Principal == other.Principal && Before == other.Before && After == other.After && Gained.SequenceEqual(other.Gained)
        && Lost.SequenceEqual(other.Lost);

    public override int GetHashCode() => HashCode.Combine(Principal, Before, After, Gained.Count, Lost.Count);
}
