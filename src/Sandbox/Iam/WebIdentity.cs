using EksIamCdk.Access.Iam;

namespace EksIamCdk.Sandbox.Iam;

/// <summary>Roles for those who show a token of an OIDC issuer.
/// <see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html"/></summary>
internal sealed class WebIdentity(WebIdentityTokens tokens, IamDirectory directory)
{
    /// <summary>A provider that no stack has made is taken to be there, and to take the token: the trust policy decides then.</summary>
    public IamDecision Decide(string roleArn, string token)
    {
        if (tokens.Read(token) is not var (issuer, claims))
            return new IamDecision(IamEffect.NotStated, "the token is not one of this sandbox, or has expired");
        if (roleArn.Split(':') is not ["arn", var partition, "iam", _, var account, ..])
            return new IamDecision(IamEffect.NotStated, $"{roleArn} is not the ARN of a role");
        if (directory.AudiencesOf(account, issuer) is { } audiences && !audiences.Contains(claims.GetValueOrDefault("aud", "")))
            return new IamDecision(IamEffect.NotStated, "Incorrect token audience");
        var provider = $"arn:{partition}:iam::{account}:oidc-provider/{issuer.Replace("https://", "", StringComparison.Ordinal)}";
        return directory.CanAssume(roleArn, new AssumeRequest.ByWebIdentity(provider, issuer, claims));
    }
}
