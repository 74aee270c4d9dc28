namespace EksIamCdk.Access.Rbac;

/// <summary>A type of objects.</summary>
/// <param name="Group">Its API group; empty for the core group.</param>
/// <param name="Plural">As RBAC names it.</param>
/// <param name="Namespaced">Whether its objects are in namespaces.</param>
/// <param name="ShortNames">Such as <c>po</c>.</param>
public sealed record ResourceType(string Group, string Plural, bool Namespaced, params string[] ShortNames)
{
    /// <summary>The singular, as kubectl takes it.</summary>
    public string Singular => Plural switch
    {
        [.. var stem, 'i', 'e', 's'] => $"{stem}y",
        [.. var stem, 's', 'e', 's'] when stem[^1] is 's' or 'u' => $"{stem}s",
        _ => Plural[..^1],
    };

    public bool Equals(ResourceType? other) =>
        other is not null && (Group, Plural, Namespaced) == (other.Group, other.Plural, other.Namespaced)
            && ShortNames.SequenceEqual(other.ShortNames);

    public override int GetHashCode() => HashCode.Combine(Group, Plural);
}
