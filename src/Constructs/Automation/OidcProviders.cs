using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Automation;

/// <summary>The OIDC providers of a stack. An account has at most one for each issuer: all automations of a stack share it.</summary>
internal static class OidcProviders
{
    /// <summary>The provider of the issuer, which is made when it is first asked for.</summary>
    public static CfnOIDCProvider Of(Stack stack, WebIdentityTrust trust)
    {
        var id = $"OidcProvider-{StableId.Of(stack, trust.Issuer)}";
        return stack.Node.TryFindChild(id) as CfnOIDCProvider ?? new CfnOIDCProvider(stack, id, new CfnOIDCProviderProps
        {
            Url = trust.Issuer,
            ClientIdList = [trust.Audience ?? "sts.amazonaws.com"],
        });
    }
}
