namespace EksIamCdk.Access.Iam;

/// <summary>How somebody asks to assume a role.</summary>
public abstract record AssumeRequest
{
    private AssumeRequest()
    {
    }

    internal abstract IamRequest ToRequest();

    /// <summary><c>sts:AssumeRole</c> with credentials of one's own.</summary>
    /// <param name="CallerArn">A user, or a session of a role.</param>
    /// <param name="ExternalId">What the caller says, or null.</param>
    /// <param name="Mfa">Whether the caller has signed in with MFA.</param>
    public sealed record ByArn(string CallerArn, string? ExternalId = null, bool Mfa = false) : AssumeRequest
    {
        internal override IamRequest ToRequest()
        {
            var caller = new IamPrincipal.Arn(CallerArn);
            var context = ContextOf(
                ("sts:ExternalId", ExternalId),
                ("aws:MultiFactorAuthPresent", Mfa ? "true" : "false"),
                ("aws:PrincipalArn", CallerArn),
                ("aws:PrincipalAccount", caller.AccountId));
            return new IamRequest { Action = "sts:AssumeRole", Principal = caller, Context = context };
        }
    }

    /// <summary><c>sts:AssumeRoleWithWebIdentity</c> with the token of an OIDC issuer.</summary>
    /// <param name="ProviderArn">Of the account's OIDC provider for that issuer.</param>
    /// <param name="Issuer">With <c>https://</c>.</param>
    /// <param name="Claims">Of the token: <c>sub</c>, <c>aud</c> and others.</param>
    public sealed record ByWebIdentity(string ProviderArn, string Issuer, IReadOnlyDictionary<string, string> Claims) : AssumeRequest
    {
        internal override IamRequest ToRequest()
        {
            var issuer = Issuer.Replace("https://", "", StringComparison.Ordinal);
            return new IamRequest
            {
                Action = "sts:AssumeRoleWithWebIdentity",
                Principal = new IamPrincipal.Federated(ProviderArn),
                Context = ContextOf([.. Claims.Select(claim => ($"{issuer}:{claim.Key}", (string?)claim.Value))]),
            };
        }
    }

    /// <summary><c>sts:AssumeRole</c> by a service of AWS.</summary>
    /// <param name="Name">Such as <c>pods.eks.amazonaws.com</c>.</param>
    /// <param name="Keys">Other condition keys, such as <c>aws:SourceArn</c>.</param>
    public sealed record ByService(string Name, IReadOnlyDictionary<string, string> Keys) : AssumeRequest
    {
        internal override IamRequest ToRequest() => new()
        {
            Action = "sts:AssumeRole",
            Principal = new IamPrincipal.Service(Name),
            Context = ContextOf([.. Keys.Select(key => (key.Key, (string?)key.Value))]),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> ContextOf(params (string Key, string? Value)[] keys) =>
        keys.Where(key => key.Value is not null).ToDictionary(key => key.Key, IReadOnlyList<string> (key) => [key.Value!], StringComparer.OrdinalIgnoreCase);
}

/// <summary>Who may assume a role, by its trust policy.</summary>
public static class RoleTrust
{
    public static IamDecision Decide(PolicyDocument trust, AssumeRequest request) => trust.Decide(request.ToRequest());

    /// <summary>
    /// Whether the trust is in the caller's account as a whole: then the caller's own policies must allow it too. Of another account they
    /// always must.
    /// </summary>
    public static bool Delegates(PolicyDocument trust, string roleArn, AssumeRequest.ByArn request)
    {
        var caller = new IamPrincipal.Arn(request.CallerArn);
        return caller.AccountId != new IamPrincipal.Arn(roleArn).AccountId
            || !trust.Statements.Any(statement => statement is { IsAllow: true, Principals: { } principals } && principals.IsNamed(caller));
    }
}
