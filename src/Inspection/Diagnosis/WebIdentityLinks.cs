using System.Text.Json.Nodes;
using EksIamCdk.Access.Iam;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>A token that is shown to STS for a role.</summary>
/// <param name="Issuer">Of the token, with <c>https://</c>.</param>
/// <param name="Subject">Its claim <c>sub</c>.</param>
/// <param name="Audience">Its claim <c>aud</c>.</param>
/// <param name="Whose">In words: <c>the cluster</c>, <c>GitHub</c>.</param>
internal sealed record ShownToken(string Issuer, string Subject, string Audience, string Whose)
{
    public string Host => Issuer.Replace("https://", "", StringComparison.Ordinal);
}

/// <summary>From a token of an OIDC issuer to the role: sts:AssumeRoleWithWebIdentity.</summary>
/// <param name="cluster">What was read.</param>
/// <param name="role">The role, by the ARN that is asked for.</param>
/// <param name="token">The token; null where the issuer is not known.</param>
internal sealed class WebIdentityLinks(ClusterState cluster, RoleLink role, ShownToken? token)
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";

    public IEnumerable<Link> All =>
    [
        new("OIDC provider in IAM", Provider), new("trust names the provider", TrustNamesProvider),
        new("trust: sub", () => Claim("sub", token?.Subject)), new("trust: aud", () => Claim("aud", token?.Audience)), new("trust as a whole", Whole),
    ];

    private static LinkState.Unknown NoIssuer => new("the OIDC issuer of the cluster is not known, which leaves unknown whether the role trusts it");

    private string ProviderArn(ShownToken shown) => $"arn:{role.Arn.Partition}:iam::{role.Arn.AccountId}:oidc-provider/{shown.Host}";

    private LinkState Provider()
    {
        if (token is null) return NoIssuer;
        if (cluster.OidcProviders is not { } providers) return Unreadable.Part(cluster, Unreadable.Providers, $"whether there is one for {token.Issuer}");
        if (cluster.AccountId is { } account && account != role.Arn.AccountId)
            return new LinkState.Unknown($"the role is of account {role.Arn.AccountId}, whose OIDC providers were not read: it needs one for {token.Issuer} there");
        if (providers.FirstOrDefault(one => one.Issuer == token.Host) is not { } provider)
        {
            return LinkState.Mend(
                $"IAM has no OIDC provider for {token.Issuer}, so STS answers InvalidIdentityToken{Others(providers)}", "create it, once for each account and issuer",
                $"aws iam create-open-id-connect-provider --url {ShellText.Word(token.Issuer)} --client-id-list {ShellText.Word(token.Audience)}");
        }

        return provider.ClientIds.Contains(token.Audience, StringComparer.Ordinal)
            ? new LinkState.Holds($"{provider.Arn}, for {string.Join(", ", provider.ClientIds)}")
            : LinkState.Mend(
                $"the OIDC provider takes tokens for {(provider.ClientIds.Count == 0 ? "nobody" : string.Join(", ", provider.ClientIds))}, and these are for {token.Audience}: STS answers InvalidIdentityToken",
                "add the audience",
                $"aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn {ShellText.Word(provider.Arn)} --client-id {ShellText.Word(token.Audience)}");
    }

    private LinkState TrustNamesProvider()
    {
        if (token is null) return NoIssuer;
        if (role.Trust is not { } trust) return role.UnknownTrust;
        var named = trust.Statements.Where(statement => statement.IsAllow).SelectMany(statement => statement.Principals?.Federated ?? []).ToList();
        if (Naming(trust, token).Count > 0) return new LinkState.Holds($"{role.Arn.Name} trusts {ProviderArn(token)}");
        var instead = named.Count > 0 ? $"it trusts {Names.Some(named)}, which is another issuer (a cluster that is made anew has another)"
            : trust.Statements.Any(statement => statement.Principals?.Services.Contains(PodIdentityGuide.Service, StringComparer.Ordinal) == true) ? "it trusts EKS Pod Identity"
            : "it trusts no OIDC provider";
        return Retrust($"the trust policy of {role.Arn.Name} does not let {Action} by {ProviderArn(token)}: {instead}");
    }

    private LinkState Claim(string claim, string? value)
    {
        if (token is null || value is null) return NoIssuer;
        if (role.Trust is not { } trust) return role.UnknownTrust;
        var request = Request(token);
        var naming = Naming(trust, token);
        var key = $"{token.Host}:{claim}";
        bool IsOfClaim(PolicyCondition condition) => condition.Key.EndsWith($":{claim}", StringComparison.OrdinalIgnoreCase);
        // One statement whose conditions on this claim all hold is enough.
        if (naming.FirstOrDefault(statement => statement.Conditions.Where(IsOfClaim).All(condition => condition.Holds(request).Value != false)) is { } fits)
        {
            return new LinkState.Holds(fits.Conditions.Any(IsOfClaim) ? $"is {value}" : $"is not asked for: any {claim} of this issuer is taken");
        }

        var wrong = naming.SelectMany(statement => statement.Conditions).First(condition => IsOfClaim(condition) && condition.Holds(request).Value == false);
        var wanted = string.Join(" or ", wrong.Values);
        var why = !wrong.Key.Equals(key, StringComparison.OrdinalIgnoreCase) ? $"the condition is on the key {wrong.Key}, and the tokens of {token.Whose} carry {key}"
            : wrong.Operator.StartsWith("StringEquals", StringComparison.Ordinal) && wrong.Values.Any(text => text.AsSpan().ContainsAny('*', '?'))
                ? $"{wrong.Operator} takes {wanted} letter by letter; a pattern needs StringLike"
                : $"the token says {value}, the trust policy wants {wanted}";
        return Retrust($"{claim} does not match: {why}");
    }

    private LinkState Whole()
    {
        if (token is null) return NoIssuer;
        if (role.Trust is not { } trust) return role.UnknownTrust;
        var decision = trust.Decide(Request(token));
        return decision.Effect switch
        {
            IamEffect.Allowed => new LinkState.Holds($"{role.Arn.Name} may be assumed"),
            IamEffect.Undecided => new LinkState.Unknown($"it hangs on something that is not known here: {decision.Reason}"),
            _ => Retrust($"the trust policy refuses it: {decision.Reason}"),
        };
    }

    private LinkState Retrust(string why) => LinkState.Mend(
        why, "let the role trust exactly this; what else it trusts has to be written along", role.Retrust(Document(token!)));

    private IamRequest Request(ShownToken shown) => new AssumeRequest.ByWebIdentity(
        ProviderArn(shown), shown.Issuer, new Dictionary<string, string> { ["sub"] = shown.Subject, ["aud"] = shown.Audience }).ToRequest();

    private List<PolicyStatement> Naming(PolicyDocument trust, ShownToken shown)
    {
        var request = Request(shown);
        return [.. trust.Statements.Where(statement => statement.IsAllow && (statement with { Conditions = [] }).AppliesTo(request).Value == true)];
    }

    private JsonObject Document(ShownToken shown) => RoleLink.Document(
        new JsonObject { ["Federated"] = ProviderArn(shown) },
        Action,
        new JsonObject { ["StringEquals"] = new JsonObject { [$"{shown.Host}:sub"] = shown.Subject, [$"{shown.Host}:aud"] = shown.Audience } });

    private static string Others(IReadOnlyList<OidcProviderState> providers) => providers.Count == 0 ? "" : $"; those it has are for {Names.Some(providers.Select(one => one.Issuer))}";
}
