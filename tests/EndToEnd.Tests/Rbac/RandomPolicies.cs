using EksIamCdk.Access.Rbac;

namespace EksIamCdk.EndToEnd.Tests.Rbac;

/// <summary>Roles, bindings and questions at random, of few words each, so that many questions come near to a rule.</summary>
internal sealed class RandomPolicies(int seed, string prefix, IReadOnlyList<string> namespaces)
{
    private static readonly string[] s_verbs = ["get", "list", "create", "update", "delete", "use"];
    private static readonly string[] s_groups = ["", "apps", "batch", "example.org"];
    private static readonly string[] s_resources = ["pods", "pods/log", "deployments", "deployments/scale", "widgets", "secrets"];
    private static readonly string[] s_names = ["web", "db", "cache"];
    private static readonly string[] s_urls = ["/metrics", "/healthz", "/healthz/etcd", "/logs/a", "/version"];

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Tests want the same numbers each time.")]
    private readonly Random _random = new(seed);

    public IReadOnlyList<RbacRole> Roles() =>
        [.. Enumerable.Range(0, 6).Select(number => new RbacRole { Name = $"{prefix}-{number}", Namespace = Namespace(), Rules = [.. Some(1, 3).Select(_ => Rule())] })];

    /// <summary>Bindings to these roles, to the roles of every cluster, and to some that do not exist.</summary>
    public IReadOnlyList<RbacBinding> Bindings(IReadOnlyList<RbacRole> roles) => [.. Enumerable.Range(0, 8).Select(number => Binding(number, roles))];

    public RbacUser User() => One(
        new RbacUser($"{prefix}-user", [$"{prefix}-a"]),
        new RbacUser($"{prefix}-other", [$"{prefix}-a", $"{prefix}-b"]),
        new RbacUser($"system:serviceaccount:{namespaces[0]}:{prefix}-bot", ["system:serviceaccounts"]),
        new RbacUser($"{prefix}-nobody", []));

    public AccessRequest Request()
    {
        if (Chance(8))
            return new AccessRequest.OfUrl { Verb = One("get", "post"), Path = One(s_urls) };
        var resource = One(s_resources).Split('/');
        return new AccessRequest.OfResource
        {
            Verb = One(s_verbs),
            ApiGroup = One(s_groups),
            Resource = resource[0],
            Subresource = resource.Length > 1 ? resource[1] : Chance(10) ? "status" : "",
            Name = Chance(2) ? One(s_names) : "",
            Namespace = Chance(5) ? "" : One([.. namespaces]),
        };
    }

    private RbacBinding Binding(int number, IReadOnlyList<RbacRole> roles)
    {
        var role = Chance(12) ? new RbacRole { Name = $"{prefix}-missing" } : Chance(10) ? new RbacRole { Name = One("view", "edit", "admin") } : One([.. roles]);
        var @namespace = role.Namespace.Length > 0 ? role.Namespace : Namespace();
        return new()
        {
            Name = $"{prefix}-{number}",
            Namespace = @namespace,
            RoleIsClusterRole = role.Namespace.Length == 0,
            RoleName = role.Name,
            Subjects = [.. Some(1, 2).Select(_ => Subject())],
        };
    }

    private RbacSubject Subject() => One(
        new RbacSubject(SubjectKind.User, $"{prefix}-user"),
        new RbacSubject(SubjectKind.Group, $"{prefix}-a"),
        new RbacSubject(SubjectKind.Group, $"{prefix}-b"),
        new RbacSubject(SubjectKind.ServiceAccount, $"{prefix}-bot", One([.. namespaces])));

    private PolicyRule Rule()
    {
        if (Chance(6))
            return new() { Verbs = Verbs(), NonResourceUrls = [.. Some(1, 2).Select(_ => One([.. s_urls, "/healthz/*", "*", "/log*"]))] };
        return new()
        {
            Verbs = Verbs(),
            ApiGroups = [.. Some(1, 2).Select(_ => Chance(6) ? "*" : One(s_groups))],
            Resources = [.. Some(1, 3).Select(_ => Chance(8) ? One("*", "*/scale", "*/status") : One(s_resources))],
            ResourceNames = Chance(3) ? [.. Some(1, 2).Select(_ => One(s_names))] : [],
        };
    }

    private string[] Verbs() => [.. Some(1, 3).Select(_ => Chance(8) ? "*" : One(s_verbs))];

    // A non-resource rule is refused in a Role.
    private string Namespace() => Chance(2) ? "" : One([.. namespaces]);

    private IEnumerable<int> Some(int least, int most) => Enumerable.Range(0, Next(least, most + 1));

    private bool Chance(int oneIn) => Next(0, oneIn) == 0;

    private T One<T>(params T[] choices) => choices[Next(0, choices.Length)];

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Tests want the same numbers each time.")]
    private int Next(int least, int below) => _random.Next(least, below);
}
