using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Lockout;

/// <summary>What becomes of the entry of a role.</summary>
/// <param name="After">Null when it goes.</param>
internal sealed record RoleChange(MappingEntry Before, MappingEntry? After)
{
    /// <summary>Bindings know people by username and by group: without either of those of before, it may let in with less.</summary>
    public bool IsWeaker => After is null || After.Username != Before.Username || Before.Groups.Except(After.Groups, StringComparer.Ordinal).Any();
}
