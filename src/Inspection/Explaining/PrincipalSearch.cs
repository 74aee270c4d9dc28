using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>Finds whom somebody asks for: by ARN, by the username of a service account, or by a name that one known principal alone has.</summary>
public sealed class PrincipalSearch
{
    private const int MostNamed = 5;

    private readonly ILookup<string, Principal> _byName;
    private readonly IReadOnlyList<string> _names;

    public PrincipalSearch(KnownPrincipals known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var named = known.Iam.Concat(known.ServiceAccounts).Select(who => who.Principal).Concat(known.NotRead)
            .SelectMany(who => NamesOf(who).Select(name => (Name: name, Principal: who))).ToList();
        _byName = named.ToLookup(pair => pair.Name, pair => pair.Principal, StringComparer.OrdinalIgnoreCase);
        _names = [.. known.Names];
    }

    /// <summary>Finds one principal. Whoever is asked for by a whole ARN need not be known to the cluster: it may be nobody there.</summary>
    /// <param name="text">An ARN, <c>system:serviceaccount:NAMESPACE:NAME</c>, the name of a role, user, permission set or service account, or
    /// <c>NAMESPACE/NAME</c> of one.</param>
    /// <param name="session">The name of the session of a role; null where none is known.</param>
    /// <param name="problems">Takes what is wrong, with the nearest names.</param>
    /// <returns>Null when a problem was added.</returns>
    public Principal? Find(string text, string? session, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(problems);
        var found = text.Contains(':', StringComparison.Ordinal) ? Parse(text, problems) : ByName(text, problems);
        if (session is null || found is null) return found;
        if (found is Principal.Iam { IsRole: true } role && PrincipalArn.Parse("", role.Arn, new ProblemList()) is { Kind: PrincipalKind.Role } arn)
            return Principal.Role(arn, session);
        problems.Add($"--session {session}: {found} has no sessions to name; leave the flag out, or ask for a role");
        return null;
    }

    /// <summary>Known names that a text was perhaps meant to be, the nearest first; none where it is one itself.</summary>
    public IReadOnlyList<string> Near(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_byName.Contains(text) || _names.Contains(text, StringComparer.OrdinalIgnoreCase)) return [];
        return [.. Nearest.All(text, _names).Concat(Nearest.All(text, _byName.Select(same => same.Key))).Distinct(StringComparer.Ordinal).Take(MostNamed)];
    }

    private static Principal? Parse(string text, ICollection<string> problems)
    {
        var wrong = new ProblemList();
        var principal = Principal.Parse("PRINCIPAL", text, null, wrong);
        foreach (var problem in wrong) problems.Add(problem.ToString());
        return principal;
    }

    private Principal? ByName(string name, ICollection<string> problems)
    {
        var candidates = _byName[name].Distinct().ToList();
        if (candidates.Count > 1) candidates = Exact(name, candidates);
        if (candidates is [var only]) return only;
        problems.Add(candidates.Count > 0
            ? $"PRINCIPAL: {name} is the name of several: {string.Join(", ", candidates.Take(MostNamed))}{(candidates.Count > MostNamed ? "…" : "")}; give one of these"
            : $"PRINCIPAL: the cluster knows nobody by the name {name}{Nearby(name)}");
        return null;
    }

    private string Nearby(string name) => Near(name) is { Count: > 0 } near
        ? $"; did you mean {string.Join(" or ", near)}?"
        : "; give an ARN, system:serviceaccount:NAMESPACE:NAME, or a name that is in an access entry or in aws-auth";

    /// <summary>Those in the very letters, if there are any.</summary>
    private static List<Principal> Exact(string name, List<Principal> candidates) =>
        candidates.FindAll(candidate => NamesOf(candidate).Contains(name, StringComparer.Ordinal)) is { Count: > 0 } exact ? exact : candidates;

    private static IEnumerable<string> NamesOf(Principal principal) => principal switch
    {
        Principal.ServiceAccount account => [account.Name, $"{account.Namespace}/{account.Name}"],
        Principal.Iam iam when PermissionSetRole.PermissionSetOf(iam.Name) is { } set => [iam.Name, set],
        Principal.Iam iam => [iam.Name],
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
