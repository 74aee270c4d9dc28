using EksIamCdk.Access.Iam;

namespace EksIamCdk.Inspection.Linting;

/// <summary>What the trust policy of a role asks of the tokens of an OIDC issuer.</summary>
/// <param name="Issuer">Without <c>https://</c>.</param>
/// <param name="Statement">The statement that lets them in.</param>
internal sealed record IrsaTrust(string Issuer, PolicyStatement Statement)
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";
    private const string Resource = ":oidc-provider/";

    public bool HasSub => Conditions("sub").Any();

    public bool HasAud => Conditions("aud").Any();

    /// <summary>Patterns for <c>sub</c> that fit more than one service account.</summary>
    public IReadOnlyList<string> WildSubs =>
        [.. Conditions("sub").Where(condition => condition.Operator.Contains("Like", StringComparison.Ordinal)).SelectMany(condition => condition.Values)
            .Where(value => value.AsSpan().ContainsAny('*', '?'))];

    /// <summary>The statements of a trust policy that let the service accounts of EKS clusters in.</summary>
    public static IEnumerable<IrsaTrust> Of(PolicyDocument trust) =>
        from statement in trust.Statements
        where statement.IsAllow && statement.Actions?.Any(pattern => Wildcards.Match(pattern, Action, ignoreCase: true)) == true
        from provider in statement.Principals?.Federated ?? []
        let parts = provider.Split(Resource, 2)
        where parts.Length == 2 && parts[1].StartsWith("oidc.eks.", StringComparison.Ordinal)
        select new IrsaTrust(parts[1], statement);

    private IEnumerable<PolicyCondition> Conditions(string claim) =>
        Statement.Conditions.Where(condition => condition.Key.Equals($"{Issuer}:{claim}", StringComparison.OrdinalIgnoreCase)
            && !condition.Operator.Contains("Not", StringComparison.Ordinal));
}
