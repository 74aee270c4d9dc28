using System.Diagnostics;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Iam;
using EksMode = Amazon.CDK.AWS.EKS.AuthenticationMode;

namespace EksIamCdk.CdkApp;

/// <summary>The principals of a spec, as those of a team.</summary>
internal static class Principals
{
    public static TeamPrincipal Of(PrincipalSpec principal, Via via, ClusterTarget cluster) => principal switch
    {
        PrincipalSpec.Account account => TeamPrincipal.Account(account.Id.Text),
        PrincipalSpec.Arn { Value: { Kind: PrincipalKind.User } user } => TeamPrincipal.User(user.Full),
        PrincipalSpec.Arn { Value: var role } => TeamPrincipal.Role(Written(role, via, cluster)),
        PrincipalSpec.PermissionSet { Value: var role } => TeamPrincipal.Role(Written(role, via, cluster)),
        PrincipalSpec.CreateRole created => TeamPrincipal.CreatedRole(created.Name.Text, Trust(created.Trust), created.MaxSession),
        _ => throw new UnreachableException(),
    };

    public static ArnTrust Trust(TrustSpec trust) => new()
    {
        Arns = [.. trust.Arns.Select(arn => arn.Value.Full)],
        ExternalId = trust.ExternalId?.Text,
        Mfa = trust.Mfa,
    };

    /// <summary>As aws-auth takes the role, when it is the only way: what it makes of a path is a note of the file already, with its place.</summary>
    public static string Written(PrincipalArn role, Via via, ClusterTarget cluster) =>
        via == Via.AwsAuth || (via == Via.Auto && cluster.AuthenticationMode != EksMode.API) ? role.AsWritten : role.Full;
}
