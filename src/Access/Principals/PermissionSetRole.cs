using System.Text.RegularExpressions;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Principals;

/// <summary>
/// The role that a permission set of IAM Identity Center makes in an account.
/// Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html.
/// </summary>
public static partial class PermissionSetRole
{
    private const string HomeWithoutRegion = "us-east-1";

    /// <param name="account">12 digits: where the permission set is assigned.</param>
    /// <param name="roleName"><c>AWSReservedSSO_NAME_SUFFIX</c>.</param>
    /// <param name="region">The Region of Identity Center; null for us-east-1, which is the only one that is not in the path.</param>
    /// <returns>The ARN with its path, or null when it is none.</returns>
    public static PrincipalArn? Arn(string account, string roleName, string? region)
    {
        var partition = region is null ? "aws" : Partitions.OfRegion(region);
        var home = region is null or HomeWithoutRegion ? "" : $"{region}/";
        return PrincipalArn.Parse("", $"arn:{partition}:iam::{account}:role/aws-reserved/sso.amazonaws.com/{home}{roleName}", new ProblemList());
    }

    /// <returns>The permission set that a role is of, by the role's name; null when it is of none.</returns>
    public static string? PermissionSetOf(string roleName) => Form.Match(roleName) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex(@"\AAWSReservedSSO_(?<name>[A-Za-z0-9_+=,.@-]{1,32})_[0-9a-f]{16}\z")]
    private static partial Regex Form { get; }
}
