using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Where the OIDC provider comes from that an account has at most one of for each issuer.</summary>
public enum OidcProvider
{
    /// <summary>The stack makes it.</summary>
    Created,

    /// <summary>The account has it.</summary>
    Existing,
}

/// <summary>The words for <see cref="OidcProvider"/>.</summary>
internal static class OidcProviders
{
    public const string Key = "provider";

    public const string Description = "the OIDC provider in IAM: create, or existing where the account has it already; default: create";

    public static readonly ChoiceShape<OidcProvider> Shape = new(("create", OidcProvider.Created), ("existing", OidcProvider.Existing));
}
