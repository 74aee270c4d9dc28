using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>Forms of an identity's ARN.</summary>
internal static class CallerArn
{
    /// <summary>The session that a role has when it is assumed. Its ARN does not have the role's path.</summary>
    public static string OfSession(string roleArn, string sessionName) =>
        roleArn.Split(':', 6) is ["arn", var partition, "iam", _, var account, var resource]
        ? $"arn:{partition}:sts::{account}:assumed-role/{resource[(resource.LastIndexOf('/') + 1)..]}/{sessionName}"
        : roleArn;

    public static string SessionName(string callerArn) =>
        callerArn.Split(':', 6) is [_, _, "sts", _, _, var resource] && resource.Split('/') is ["assumed-role", .., var session]
            ? session
            : "";

    /// <summary>The principal without path and session: two ARNs are of the same role when these are equal.</summary>
    public static string Principal(string arn)
    {
        var canonical = Authenticator.Canonicalize(arn) ?? arn;
        return canonical.Split(":role/") is [var account, var role] ? $"{account}:role/{role[(role.LastIndexOf('/') + 1)..]}" : canonical;
    }
}
