namespace EksIamCdk.Access.AwsAuth;

/// <summary>One entry as the authenticator understands it: who comes in, and who that becomes.</summary>
public sealed record MappingEntry
{
    /// <summary>The ARN as it is written, or the account id; empty for an entry by <see cref="Sso"/>.</summary>
    public required string Id { get; init; }

    /// <summary>A template; empty where the entry gives none (or not a text), and for accounts.</summary>
    public string Username { get; init; } = "";

    /// <summary>Templates, in order; an item that is not a text stays in place as an empty one.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>In place of an ARN; roles only.</summary>
    public SsoMatcher? Sso { get; init; }

    public bool Equals(MappingEntry? other) =>
        other is not null && Id == other.Id && Username == other.Username && Sso == other.Sso && Groups.SequenceEqual(other.Groups);

    public override int GetHashCode() => HashCode.Combine(Id, Username, Sso, Groups.Count);
}

/// <summary>Matches the roles of a permission set. Behind a feature gate of the authenticator that is off by default.</summary>
public sealed record SsoMatcher(string PermissionSetName, string AccountId, string Partition);
