using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>Who a principal is to the API server.</summary>
/// <param name="User">Username and groups, with <c>system:authenticated</c>; templates that only a session fills in stay as they are.</param>
/// <param name="By">What makes it that.</param>
/// <param name="Policies">Access policies of its access entry.</param>
public sealed record Identity(RbacUser User, MappedBy By, IReadOnlyList<PolicyAssociation> Policies)
{
    /// <summary>Whether a part hangs on the session: then a binding to that very name may give more in one session than in another.</summary>
    public bool HangsOnSession => User.Groups.Append(User.Username).Any(text => text.Contains("{{", StringComparison.Ordinal));

    public bool Equals(Identity? other) => other is not null && User == other.User && By == other.By && Policies.SequenceEqual(other.Policies);

    public override int GetHashCode() => HashCode.Combine(User, By, Policies.Count);
}
