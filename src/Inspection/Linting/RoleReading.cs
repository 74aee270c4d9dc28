using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Linting;

/// <summary>What is known of a role in AWS.</summary>
internal static class RoleReading
{
    /// <returns>Null where IAM was not asked, or did not tell.</returns>
    public static IamRoleState? Of(LintSubject subject, string arn) => subject.Cluster.IamRoles?.FirstOrDefault(role => role.Arn == arn);
}
