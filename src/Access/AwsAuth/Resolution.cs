namespace EksIamCdk.Access.AwsAuth;

/// <summary>Who a caller becomes.</summary>
public abstract record Resolution
{
    private Resolution()
    {
    }

    /// <param name="Username">Rendered.</param>
    /// <param name="Groups">Rendered, in order.</param>
    /// <param name="Section">Where the entry stands that decided.</param>
    /// <param name="Because">The entry that decided.</param>
    public sealed record Mapped(string Username, IReadOnlyList<string> Groups, Section Section, EntryInForce Because) : Resolution
    {
        public bool Equals(Mapped? other) =>
            other is not null && Username == other.Username && Section == other.Section && Because == other.Because
            && Groups.SequenceEqual(other.Groups);

        public override int GetHashCode() => HashCode.Combine(Username, Section, Because);
    }

    /// <param name="Why">One sentence.</param>
    /// <param name="Section">Where the entry stands that matched but could not be rendered, if one did.</param>
    /// <param name="Because">That entry.</param>
    public sealed record Refused(string Why, Section? Section = null, EntryInForce? Because = null) : Resolution;
}
