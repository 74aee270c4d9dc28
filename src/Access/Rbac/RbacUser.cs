namespace EksIamCdk.Access.Rbac;

/// <summary>Who asks: the username and groups that authentication gave.</summary>
public sealed record RbacUser(string Username, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";

    /// <summary>The group of everybody who was authenticated.</summary>
    public const string Authenticated = "system:authenticated";

    public const string Unauthenticated = "system:unauthenticated";

    /// <summary>Members of system:masters are allowed everything, whatever the roles say.</summary>
    public bool IsMaster => Groups.Contains(Masters, StringComparer.Ordinal);

    public bool Equals(RbacUser? other) => other is not null && Username == other.Username && Groups.SequenceEqual(other.Groups);

    public override int GetHashCode() => HashCode.Combine(Username, Groups.Count);
}
