namespace EksIamCdk.Access.Rbac;

/// <summary>
/// One rule of a Role or ClusterRole: what it allows. Either about resources or about non-resource URLs
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/).
/// </summary>
public sealed record PolicyRule
{
    private const string All = "*";

    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>API groups; the core group is the empty string.</summary>
    public IReadOnlyList<string> ApiGroups { get; init; } = [];

    /// <summary>Plural resources, <c>resource/subresource</c>, <c>*</c> or <c>*/subresource</c>.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Names the rule is limited to; empty: all names.</summary>
    public IReadOnlyList<string> ResourceNames { get; init; } = [];

    /// <summary>Paths; a final <c>*</c> matches what begins so.</summary>
    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    public bool Allows(AccessRequest request) => request switch
    {
        AccessRequest.OfResource resource => Allows(resource),
        AccessRequest.OfUrl url => Has(Verbs, url.Verb) && NonResourceUrls.Any(pattern => Matches(pattern, url.Path)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Whether this rule, alone, allows all that <paramref name="narrow"/> does. That one is broken down (one verb, one resource…).</summary>
    internal bool Covers(PolicyRule narrow) =>
        HasAll(Verbs, narrow.Verbs)
        && (narrow.NonResourceUrls.Count > 0
            ? narrow.NonResourceUrls.All(url => NonResourceUrls.Any(pattern => pattern == url || Matches(pattern, url)))
            : HasAll(ApiGroups, narrow.ApiGroups)
              && narrow.Resources.All(CoversResource)
              && (ResourceNames.Count == 0 || (narrow.ResourceNames.Count > 0 && narrow.ResourceNames.All(name => ResourceNames.Contains(name, StringComparer.Ordinal)))));

    /// <summary>The same as rules of one verb, one group, one resource, one name or one URL each.</summary>
    internal IEnumerable<PolicyRule> BreakDown()
    {
        foreach (var verb in Verbs)
        {
            foreach (var group in ApiGroups)
                foreach (var resource in Resources)
                {
                    var rule = new PolicyRule { Verbs = [verb], ApiGroups = [group], Resources = [resource] };
                    if (ResourceNames.Count == 0) yield return rule;
                    foreach (var name in ResourceNames) yield return rule with { ResourceNames = [name] };
                }

            foreach (var url in NonResourceUrls) yield return new PolicyRule { Verbs = [verb], NonResourceUrls = [url] };
        }
    }

    public bool Equals(PolicyRule? other) =>
        other is not null && Verbs.SequenceEqual(other.Verbs) && ApiGroups.SequenceEqual(other.ApiGroups) && Resources.SequenceEqual(other.Resources)
        && ResourceNames.SequenceEqual(other.ResourceNames) && NonResourceUrls.SequenceEqual(other.NonResourceUrls);

    public override int GetHashCode() => HashCode.Combine(Verbs.Count, ApiGroups.Count, string.Join(",", Resources), string.Join(",", NonResourceUrls));

    private bool Allows(AccessRequest.OfResource request) =>
        Has(Verbs, request.Verb)
        && Has(ApiGroups, request.ApiGroup)
        && Resources.Any(pattern => MatchesResource(pattern, request))
        && (ResourceNames.Count == 0 || ResourceNames.Contains(request.Name, StringComparer.Ordinal));

    private static bool MatchesResource(string pattern, AccessRequest.OfResource request) =>
        pattern == All || pattern == request.Combined || (request.Subresource.Length > 0 && pattern == $"*/{request.Subresource}");

    private bool CoversResource(string wanted)
    {
        var slash = wanted.IndexOf('/', StringComparison.Ordinal);
        return Resources.Any(have => have == All || have == wanted || (slash >= 0 && have == $"*{wanted[slash..]}"));
    }

    private static bool Matches(string pattern, string path) =>
        pattern == All || pattern == path || (pattern.EndsWith('*') && path.StartsWith(pattern.TrimEnd('*'), StringComparison.Ordinal));

    private static bool Has(IReadOnlyList<string> patterns, string value) => patterns.Any(pattern => pattern == All || pattern == value);

    private static bool HasAll(IReadOnlyList<string> patterns, IReadOnlyList<string> values) => values.All(value => Has(patterns, value));
}
