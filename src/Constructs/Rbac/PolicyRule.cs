namespace EksIamCdk.Constructs.Rbac;

/// <summary>One rule of a role: verbs on resources, or on paths that are no resources.</summary>
public sealed class PolicyRule
{
    /// <summary>The API groups of the resources; the empty text is the core group.</summary>
    public IReadOnlyList<string>? ApiGroups { get; init; }

    /// <summary>The resources, in the plural; <c>pods/log</c> is a subresource.</summary>
    public IReadOnlyList<string>? Resources { get; init; }

    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>Only objects of these names.</summary>
    public IReadOnlyList<string>? ResourceNames { get; init; }

    /// <summary>Paths such as <c>/metrics</c>, instead of resources; in a ClusterRole only.</summary>
    public IReadOnlyList<string>? NonResourceUrls { get; init; }

    /// <summary>The rules as a manifest has them; what is wrong with them is thrown, naming the construct.</summary>
    internal static object Manifest(string construct, IReadOnlyList<PolicyRule> rules, bool namespaced)
    {
        var problems = new ConstructProblems(construct);
        for (var i = 0; i < rules.Count; i++) rules[i].Validate($"Rules[{i}]", namespaced, problems);
        problems.Throw();
        return rules.Select(rule => rule.Manifest()).ToArray();
    }

    private void Validate(string path, bool namespaced, ConstructProblems problems)
    {
        var (resources, urls) = (Resources is { Count: > 0 }, NonResourceUrls is { Count: > 0 });
        if (Verbs.Count == 0) problems.Add($"{path}.Verbs", null, "at least one verb");
        if (resources == urls)
        {
            problems.Add(path, resources ? "Resources and NonResourceUrls" : "neither Resources nor NonResourceUrls", "one of them");
        }
        if (resources && ApiGroups is not { Count: > 0 })
        {
            problems.Add($"{path}.ApiGroups", null, "the API groups of the resources; the core group is an empty text");
        }
        if (urls && namespaced) problems.Add($"{path}.NonResourceUrls", NonResourceUrls![0], "none in a Role: paths have no namespace");
    }

    private Dictionary<string, object> Manifest()
    {
        var manifest = new Dictionary<string, object> { ["verbs"] = Verbs };
        if (ApiGroups is { Count: > 0 }) manifest["apiGroups"] = ApiGroups;
        if (Resources is { Count: > 0 }) manifest["resources"] = Resources;
        if (ResourceNames is { Count: > 0 }) manifest["resourceNames"] = ResourceNames;
        if (NonResourceUrls is { Count: > 0 }) manifest["nonResourceURLs"] = NonResourceUrls;
        return manifest;
    }
}
