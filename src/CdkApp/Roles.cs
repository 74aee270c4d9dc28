using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Rbac;

namespace EksIamCdk.CdkApp;

/// <summary>The roles of a spec, and the grants of them and of the profiles.</summary>
internal sealed class Roles
{
    // No namespace can have this name: they have no upper case.
    private const string ClusterWide = "ClusterWide";

    private readonly IMappingProvider _provider;
    private readonly Dictionary<string, RoleSpec> _specs;

    public Roles(Construct scope, IMappingProvider provider, IReadOnlyList<RoleSpec> roles)
    {
        _provider = provider;
        _specs = roles.ToDictionary(role => role.Name.Text);
        var all = new Construct(scope, "Roles");
        foreach (var role in roles) Declare(new Construct(all, role.Name.Text), role);
    }

    /// <summary>What one grant gives: a role of the spec in all its namespaces, unless it names some.</summary>
    public TeamGrant Grant(GrantSpec grant)
    {
        var namespaces = grant.Namespaces is { } named ? Texts(named) : null;
        if (grant.Profile is { } profile) return TeamGrant.ClusterRole(Profiles.Name(profile), namespaces);

        var role = _specs[grant.Role!.Text];
        return role.Namespaces is { } own
            ? TeamGrant.Role(role.Name.Text, namespaces ?? Texts(own))
            : TeamGrant.ClusterRole(role.Name.Text, namespaces);
    }

    private void Declare(Construct scope, RoleSpec role)
    {
        PolicyRule[] rules = [.. role.Rules.Select(Rule)];
        if (role.Namespaces is null)
        {
            _ = new KubernetesClusterRole(scope, ClusterWide, new() { Provider = _provider, Name = role.Name.Text, Rules = rules });
            return;
        }

        foreach (var ns in Texts(role.Namespaces))
        {
            _ = new KubernetesRole(scope, ns, new() { Provider = _provider, Namespace = ns, Name = role.Name.Text, Rules = rules });
        }
    }

    private static PolicyRule Rule(RuleSpec rule) => new()
    {
        ApiGroups = Texts(rule.ApiGroups ?? []),
        Resources = Texts(rule.Resources),
        Verbs = Texts(rule.Verbs),
        ResourceNames = Texts(rule.ResourceNames),
        NonResourceUrls = Texts(rule.NonResourceUrls),
    };

    private static string[] Texts(IReadOnlyList<Word> words) => [.. words.Select(word => word.Text)];
}
