using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Migration.Parity;

/// <summary>What each principal of a map can do by its entry, and by the access entry in its place.</summary>
public static class RightsParity
{
    private static readonly PolicyRule[] Everything =
        [new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] }, new() { Verbs = ["*"], NonResourceUrls = ["*"] }];

    /// <param name="step">What becomes of an entry.</param>
    /// <param name="policy">The RBAC of the cluster, or the default one where nothing is known of it.</param>
    public static RightsComparison Of(MigrationStep.Moved step, RbacPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(policy);
        var (before, after) = (Standing.Before(step), Standing.After(step));
        string?[] sessions = [null, .. NamedSessions.Of(policy, before, after)];
        var (lost, gained) = (new List<PlacedRule>(), new List<PlacedRule>());
        foreach (var session in sessions)
        {
            Add(lost, Beyond(policy, after, before, session));
            Add(gained, Beyond(policy, before, after, session));
        }

        return new(
            [.. sessions.SelectMany(session => Given(policy, before, session)).DistinctBy(given => given with { Session = null })],
            [.. sessions.SelectMany(session => Given(policy, after, session)).DistinctBy(given => given with { Session = null })],
            lost,
            gained);

        // What every session loses is not told again of single ones.
        static void Add(List<PlacedRule> found, IEnumerable<PlacedRule> more) =>
            found.AddRange(more.Where(rule => !found.Contains(rule with { Session = null })).ToList());
    }

    private static IEnumerable<PlacedRule> Beyond(RbacPolicy policy, Standing held, Standing wanted, string? session)
    {
        var everywhere = RbacPolicy.Beyond(Rules(policy, held, session, ""), Rules(policy, wanted, session, ""));
        foreach (var rule in everywhere) yield return new("", rule, session);
        foreach (var place in policy.Namespaces)
        {
            foreach (var rule in RbacPolicy.Beyond(Rules(policy, held, session, place), Rules(policy, wanted, session, place)).Except(everywhere))
                yield return new(place, rule, session);
        }
    }

    // Paths are in no namespace: a binding there does not give them.
    private static IReadOnlyList<PolicyRule> Rules(RbacPolicy policy, Standing who, string? session, string place)
    {
        if (IsEverything(who)) return Everything;
        var rules = policy.RulesOf(who.In(session), place);
        return place.Length == 0 ? rules : [.. rules.Where(rule => rule.NonResourceUrls.Count == 0)];
    }

    private static IEnumerable<GivenRole> Given(RbacPolicy policy, Standing who, string? session)
    {
        if (IsEverything(who)) return session is null ? [new GivenRole("everything", "", null)] : [];
        var user = who.In(session);
        return policy.BindingsOf(user)
            .Where(bound => bound.Subject is not { Kind: SubjectKind.Group, Name: RbacUser.Authenticated })
            .Select(bound => new GivenRole($"{(bound.Binding.RoleIsClusterRole ? "ClusterRole" : "Role")} {bound.Binding.RoleName}", bound.Binding.Namespace, session));
    }

    private static bool IsEverything(Standing who) => who.IsClusterAdmin || who.Groups.Contains(RbacUser.Masters, StringComparer.Ordinal);
}
