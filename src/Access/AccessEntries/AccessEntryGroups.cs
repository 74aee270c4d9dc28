using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.AccessEntries;

/// <summary>
/// Groups as an access entry can carry them: <c>system:masters</c> becomes the policy AmazonEKSClusterAdminPolicy, the others stay.
/// Source: https://docs.aws.amazon.com/eks/latest/userguide/migrating-access-entries.html.
/// </summary>
/// <param name="Groups">What stays a group.</param>
/// <param name="IsClusterAdmin">Whether <c>system:masters</c> was among them.</param>
/// <param name="Refused">The groups of Kubernetes' own that no access entry can carry, and no policy stands for.</param>
public sealed record AccessEntryGroups(IReadOnlyList<string> Groups, bool IsClusterAdmin, IReadOnlyList<string> Refused)
{
    public const string Masters = RbacUser.Masters;

    private const string Reserved = "system:";

    public static AccessEntryGroups Of(IEnumerable<string> groups)
    {
        var all = groups.Distinct(StringComparer.Ordinal).ToList();
        return new(
            [.. all.Where(group => !IsReserved(group))],
            all.Contains(Masters),
            [.. all.Where(group => IsReserved(group) && group != Masters)]);
    }

    /// <summary>Whether EKS refuses the name as a group of an access entry.</summary>
    public static bool IsReserved(string group) => group.StartsWith(Reserved, StringComparison.Ordinal);
}
