using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>The subjects of a cluster's bindings that no known principal is.</summary>
internal sealed class UnmappedSubjects
{
    private readonly ClusterState _cluster;
    private readonly HashSet<string> _usernames;
    private readonly HashSet<string> _groups;

    /// <summary>Usernames that hang on the session, by what stands before the first part that does.</summary>
    private readonly Dictionary<string, List<Authentication>> _templates = new(StringComparer.Ordinal);

    public UnmappedSubjects(ClusterState cluster, KnownPrincipals known)
    {
        _cluster = cluster;
        var identities = known.Iam.Concat(known.ServiceAccounts).Where(who => who.Identity is not null).ToList();
        _usernames = identities.Select(who => who.Identity!.User.Username).ToHashSet(StringComparer.Ordinal);
        _groups = identities.SelectMany(who => who.Identity!.User.Groups).ToHashSet(StringComparer.Ordinal);
        foreach (var who in identities.Where(who => SessionTemplate.IsOne(who.Identity!.User.Username)))
        {
            var beginning = SessionTemplate.BeginningOf(who.Identity!.User.Username);
            if (_templates.TryGetValue(beginning, out var same)) same.Add(who);
            else _templates[beginning] = [who];
        }
    }

    /// <summary>Those that a binding lets do it.</summary>
    public IReadOnlyList<UnmappedSubject> Who(AccessRequest request)
    {
        var inNamespace = request is AccessRequest.OfResource resource ? resource.Namespace : "";
        return
        [
            .. from binding in _cluster.Bindings
               where binding.Namespace.Length == 0 || binding.Namespace == inNamespace
               let rules = _cluster.Policy.RulesOf(binding)
               where rules?.Any(rule => rule.Allows(request)) == true
               from subject in binding.Subjects
               where !IsKnown(subject, binding.Namespace)
               select new UnmappedSubject(subject, new AccessPath.Binding(binding, subject, rules), InSessionsOf(subject)),
        ];
    }

    private bool IsKnown(RbacSubject subject, string bindingNamespace) => subject.Kind switch
    {
        SubjectKind.User => _usernames.Contains(subject.Name),
        SubjectKind.Group => _groups.Contains(subject.Name),
        _ => _usernames.Contains($"system:serviceaccount:{(subject.Namespace.Length > 0 ? subject.Namespace : bindingNamespace)}:{subject.Name}"),
    };

    private IReadOnlyList<Principal> InSessionsOf(RbacSubject subject)
    {
        if (subject.Kind != SubjectKind.User || _templates.Count == 0) return [];
        return
        [
            .. Enumerable.Range(0, subject.Name.Length)
                .SelectMany(length => _templates.GetValueOrDefault(subject.Name[..length]) ?? [])
                .Where(who => SessionTemplate.Fits(who.Identity!.User.Username, subject.Name))
                .Select(who => who.Principal),
        ];
    }
}
