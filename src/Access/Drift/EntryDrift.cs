using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.Drift;

/// <summary>Compares the entries of aws-auth that are claimed with what their owners declared, which the claims say.</summary>
public static class EntryDrift
{
    /// <summary>The claimed entries that are not in force as they were declared.</summary>
    /// <returns>How many are claimed, and those that deviate; null when the claims cannot be read.</returns>
    public static (int Claimed, IReadOnlyList<Deviation.OfEntry> Deviations)? Of(AwsAuthConfigMap live)
    {
        ArgumentNullException.ThrowIfNull(live);
        if (Claims.Read(live.Claims) is not { } claims) return null;
        return (claims.Entries.Count, [.. claims.Entries.Select(claim => Of(live, claim)).OfType<Deviation.OfEntry>()]);
    }

    /// <summary>The entries that are claimed, as they were declared; none when the claims cannot be read.</summary>
    public static IReadOnlyList<EntryDeclaration> Declared(AwsAuthConfigMap live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return [.. (Claims.Read(live.Claims)?.Entries ?? []).Select(claim => new EntryDeclaration(claim.Section, claim.Written))];
    }

    private static Deviation.OfEntry? Of(AwsAuthConfigMap live, Claim claim)
    {
        var declaration = new EntryDeclaration(claim.Section, claim.Written);
        var text = live.Text(claim.Section);
        if (SectionReader.Read(claim.Section, text).Fault is { } lost)
        {
            return new(claim.Owner, declaration, $"({claim.Section.Key()} cannot be read: line {lost.Line}, column {lost.Column}: {lost.Message})\n");
        }

        // Of several entries for one principal the last decides.
        var inForce = SectionEditor.Occurrences(claim.Section, text, claim.Id) is [.., var last] ? last.Entry : null;
        if (claim.Written.Equals(inForce) || IsOfEks(claim, inForce)) return null;
        return new(claim.Owner, declaration, inForce is null ? null : EntryText.Of(claim.Section, inForce));
    }

    // EKS takes the entry of a node role out with a node group, and puts one in with another, whoever has claimed it:
    // https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
    private static bool IsOfEks(Claim claim, MappingEntry? inForce) =>
        NodeIdentity.IsUsername(claim.Username) && (inForce is null || NodeIdentity.IsUsername(inForce.Username));
}
