using EksIamCdk.Access.Migration.Parity;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Planning;

/// <summary>What each principal may do in one state of a cluster and not in another.</summary>
internal sealed class AccessComparison
{
    private readonly ClusterState _before;
    private readonly ClusterState _after;
    private readonly IReadOnlyList<RbacBinding> _changed;
    private readonly IReadOnlyList<string> _places;

    private AccessComparison(ClusterState before, ClusterState after)
    {
        (_before, _after) = (before, after);
        _changed = [.. Changed(before, after), .. Changed(after, before)];
        _places = [.. before.Policy.Namespaces.Union(after.Policy.Namespaces, StringComparer.Ordinal)];
    }

    /// <summary>Those for whom something changes, in order of their names.</summary>
    public static IReadOnlyList<PrincipalChange> Of(ClusterState before, ClusterState after)
    {
        var comparison = new AccessComparison(before, after);
        var (was, becomes) = (new KnownPrincipals(before), new KnownPrincipals(after));
        var (old, now) = (ByName(was), ByName(becomes));
        var principals = old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(key => comparison.Compare(now.GetValueOrDefault(key) ?? old[key], old.GetValueOrDefault(key)?.Identity, now.GetValueOrDefault(key)?.Identity));
        return [.. principals.OfType<PrincipalChange>(), .. Accounts(was.Accounts, becomes.Accounts)];
    }

    private static Dictionary<string, Authentication> ByName(KnownPrincipals known)
    {
        var byName = new Dictionary<string, Authentication>(StringComparer.Ordinal);
        foreach (var who in known.Iam.Concat(known.ServiceAccounts)) byName.TryAdd(KeyOf(who.Principal), who);
        return byName;
    }

    /// <summary>An access entry has the path of a role, and aws-auth has not.</summary>
    private static string KeyOf(Principal principal) => principal is Principal.Iam iam
        ? (iam.IsRole ? $"{iam.AccountId} role {iam.Name}" : iam.CallerArn).ToLowerInvariant()
        : principal.ToString()!;

    private static IEnumerable<PrincipalChange> Accounts(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        from account in before.Union(after, StringComparer.Ordinal)
        let was = before.Contains(account) ? "its ARN" : null
        let becomes = after.Contains(account) ? "its ARN" : null
        where was != becomes
        select new PrincipalChange($"every principal of account {account}", was, becomes, [], []);

    private static IEnumerable<RbacBinding> Changed(ClusterState from, ClusterState to)
    {
        var others = to.Bindings.ToHashSet();
        return from.Bindings.Where(binding => !others.Contains(binding) || !SameRules(from.Policy.RulesOf(binding), to.Policy.RulesOf(binding)));
    }

    private static bool SameRules(IReadOnlyList<PolicyRule>? one, IReadOnlyList<PolicyRule>? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other);

    private PrincipalChange? Compare(Authentication who, Identity? before, Identity? after)
    {
        if (IsSame(before, after) && !_changed.Any(binding => binding.Subjects.Any(subject => IsFor(subject, binding, before)))) return null;
        var (lost, gained) = (new List<PlacedRule>(), new List<PlacedRule>());
        string?[] sessions = [null, .. Sessions(before, after)];
        foreach (var session in sessions)
        {
            Add(lost, Beyond((_after, after), (_before, before), session));
            Add(gained, Beyond((_before, before), (_after, after), session));
        }

        var change = new PrincipalChange(who.Principal.ToString()!, Text(before), Text(after), gained, lost);
        return change.Before == change.After && gained.Count == 0 && lost.Count == 0 ? null : change;

        // What every session loses is not told again of single ones.
        static void Add(List<PlacedRule> found, IEnumerable<PlacedRule> more) =>
            found.AddRange(more.Where(rule => !found.Contains(rule with { Session = null })).ToList());
    }

    private static bool IsSame(Identity? before, Identity? after) =>
        before is null || after is null ? before is null && after is null : before.User == after.User && before.Policies.SequenceEqual(after.Policies);

    private static bool IsFor(RbacSubject subject, RbacBinding binding, Identity? identity) =>
        identity is not null && (identity.HangsOnSession
            || (subject.AuthenticatedName(binding.Namespace) is { } name
                && (subject.Kind == SubjectKind.Group ? identity.User.Groups.Contains(name, StringComparer.Ordinal) : identity.User.Username == name)));

    private static string? Text(Identity? identity)
    {
        if (identity is null) return null;
        var groups = identity.User.Groups.Where(group => group != RbacUser.Authenticated && !group.StartsWith("system:serviceaccounts", StringComparison.Ordinal)).ToList();
        return $"{identity.User.Username}{(groups.Count == 0 ? "" : $" ({string.Join(", ", groups)})")}";
    }

    private IEnumerable<string> Sessions(Identity? before, Identity? after)
    {
        Standing[] standings = [.. new[] { before, after }.OfType<Identity>().Select(StandingOf)];
        return NamedSessions.Of(_before.Policy, standings).Union(NamedSessions.Of(_after.Policy, standings), StringComparer.Ordinal);
    }

    private IEnumerable<PlacedRule> Beyond((ClusterState Cluster, Identity? Who) held, (ClusterState Cluster, Identity? Who) wanted, string? session)
    {
        var everywhere = RbacPolicy.Beyond(Rules(held, session, ""), Rules(wanted, session, ""));
        foreach (var rule in everywhere) yield return new("", rule, session);
        foreach (var place in _places.Union(Scopes(held.Who)).Union(Scopes(wanted.Who), StringComparer.Ordinal))
        {
            foreach (var rule in RbacPolicy.Beyond(Rules(held, session, place), Rules(wanted, session, place)).Except(everywhere))
                yield return new(place, rule, session);
        }
    }

    private static IEnumerable<string> Scopes(Identity? who) => who?.Policies.SelectMany(policy => policy.Namespaces) ?? [];

    // Paths are in no namespace: a binding there does not give them.
    private static IReadOnlyList<PolicyRule> Rules((ClusterState Cluster, Identity? Who) of, string? session, string place)
    {
        if (of.Who is not { } identity) return [];
        if (identity.User.IsMaster) return AccessPolicyRules.Everything;
        var rules = of.Cluster.Policy.RulesOf(StandingOf(identity).In(session), place)
            .Concat(identity.Policies.Where(policy => policy.Namespaces.Count == 0 || policy.Namespaces.Any(scope => Reaches(scope, place)))
                .SelectMany(policy => AccessPolicyRules.Of(policy.PolicyArn) ?? []));
        return place.Length == 0 ? [.. rules] : [.. rules.Where(rule => rule.NonResourceUrls.Count == 0)];
    }

    private static bool Reaches(string scope, string place) =>
        place.Length > 0 && (scope == place || (scope.EndsWith('*') && place.StartsWith(scope[..^1], StringComparison.Ordinal)));

    private static Standing StandingOf(Identity identity) => new(identity.User.Username, [.. identity.User.Groups.Where(group => group != RbacUser.Authenticated)], false);
}
