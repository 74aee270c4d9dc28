using EksIamCdk.Access.Iam;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>An IAM role that the cluster names.</summary>
/// <param name="Arn">As the cluster names it, with its path as far as it is known.</param>
/// <param name="Exists">Whether IAM has it.</param>
/// <param name="CreatedAt">Null where it is not known.</param>
/// <param name="Trust">Its trust policy; null where it is not known.</param>
public sealed record IamRoleState(string Arn, bool Exists, DateTimeOffset? CreatedAt = null, PolicyDocument? Trust = null);

/// <summary>An OIDC provider of the cluster's account.</summary>
/// <param name="Arn">Ends in the issuer without <c>https://</c>.</param>
/// <param name="ClientIds">Audiences; <c>sts.amazonaws.com</c> for IRSA.</param>
public sealed record OidcProviderState(string Arn, IReadOnlyList<string> ClientIds)
{
    /// <summary>The issuer, without <c>https://</c>.</summary>
    public string Issuer => Arn.Split(":oidc-provider/", 2) is [_, var issuer] ? issuer : "";
}
