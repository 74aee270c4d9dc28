namespace EksIamCdk.Access.Iam;

/// <summary>
/// One statement of a policy. Source of the rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html.
/// </summary>
public sealed record PolicyStatement
{
    public required bool IsAllow { get; init; }

    public IReadOnlyList<string>? Actions { get; init; }

    public IReadOnlyList<string>? NotActions { get; init; }

    /// <summary>Null in a trust policy.</summary>
    public IReadOnlyList<string>? Resources { get; init; }

    public IReadOnlyList<string>? NotResources { get; init; }

    /// <summary>Null in the policy of an identity.</summary>
    public PolicyPrincipals? Principals { get; init; }

    public PolicyPrincipals? NotPrincipals { get; init; }

    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>Whether it is about the request.</summary>
    internal Truth AppliesTo(IamRequest request) => MatchesAction(request) && MatchesResource(request) && MatchesPrincipal(request)
        ? Truth.All(Conditions.Select(condition => condition.Holds(request)))
        : Truth.No;

    private bool MatchesAction(IamRequest request)
    {
        bool Match(string pattern) => Wildcards.Match(pattern, request.Action, ignoreCase: true);
        return NotActions is null ? Actions?.Any(Match) == true : !NotActions.Any(Match);
    }

    private bool MatchesResource(IamRequest request) => (request.Resource, Resources, NotResources) switch
    {
        (null, _, _) => true,
        ({ } resource, _, { } not) => !not.Any(pattern => Wildcards.Match(pattern, resource)),
        ({ } resource, { } patterns, _) => patterns.Any(pattern => Wildcards.Match(pattern, resource)),
        _ => true,
    };

    private bool MatchesPrincipal(IamRequest request) => (request.Principal, Principals, NotPrincipals) switch
    {
        (null, _, _) => true,
        ({ } principal, _, { } not) => !not.Match(principal),
        ({ } principal, { } principals, _) => principals.Match(principal),
        _ => false,
    };
}
