using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Surveys;

/// <summary>The roles of one account that a cluster names: in access entries, in aws-auth, and as those of service accounts.</summary>
internal static class NamedRoles
{
    /// <summary>Each name once: names are unique in an account, whatever their path.</summary>
    public static IReadOnlyList<(string Name, string Arn)> Of(ClusterState state, string accountId) =>
    [
        .. (state.AccessEntries ?? []).Select(entry => entry.PrincipalArn)
            .Concat(state.WrittenMap.Sections.Where(section => section.Section != Section.MapAccounts).SelectMany(section => section.Entries).Select(entry => entry.Entry.Id))
            .Concat(state.ServiceAccounts.Select(account => account.RoleArn).OfType<string>())
            .Concat((state.PodIdentities ?? []).Select(association => association.RoleArn))
            .Concat((state.NodeGroups ?? []).Select(group => group.RoleArn))
            .Concat((state.Addons ?? []).Select(addon => addon.RoleArn).OfType<string>())
            .Select(arn => Principal.Parse("", arn, null, new ProblemList()) as Principal.Iam)
            .OfType<Principal.Iam>()
            .Where(principal => principal.IsRole && principal.AccountId == accountId)
            .Select(principal => (principal.Name, principal.Arn))
            .DistinctBy(role => role.Name, StringComparer.Ordinal)
            .OrderBy(role => role.Name, StringComparer.Ordinal),
    ];
}
