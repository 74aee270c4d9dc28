using EksIamCdk.Access.AccessEntries;

namespace EksIamCdk.Access.Ownership.AccessEntries;

/// <summary>What an access entry says. Groups, policies and namespaces are sets: EKS keeps no order.</summary>
public sealed record AccessEntryContent
{
    /// <summary>As EKS writes it.</summary>
    public required string Type { get; init; }

    public required string Username { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    public required IReadOnlyList<PolicyAssociation> Policies { get; init; }

    /// <summary>Whether the username and the groups are the entry's own: those of nodes are given by EKS.</summary>
    internal bool IsStandard => Type == AccessEntryTypes.Name(AccessEntryType.Standard);

    public bool SaysTheSameAs(AccessEntryContent other) =>
        Type == other.Type && HasNamesOf(other) && Policies.ToHashSet().SetEquals(other.Policies);

    internal bool HasNamesOf(AccessEntryContent other) =>
        !IsStandard || (Username == other.Username && Groups.ToHashSet(StringComparer.Ordinal).SetEquals(other.Groups));
}

/// <summary>An access policy of an entry.</summary>
/// <param name="PolicyArn">Such as <c>arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy</c>.</param>
/// <param name="Scope"><c>cluster</c> or <c>namespace</c>.</param>
/// <param name="Namespaces">Names, or beginnings such as <c>dev-*</c>; none for a cluster.</param>
public sealed record PolicyAssociation(string PolicyArn, string Scope, IReadOnlyList<string> Namespaces)
{
    public bool Equals(PolicyAssociation? other) =>
        other is not null && PolicyArn == other.PolicyArn && Scope == other.Scope
        && Namespaces.ToHashSet(StringComparer.Ordinal).SetEquals(other.Namespaces);

    public override int GetHashCode() => HashCode.Combine(PolicyArn, Scope);
}
