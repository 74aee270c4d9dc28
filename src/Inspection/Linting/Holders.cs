using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Who the subjects of bindings are, of all who are known.</summary>
internal sealed class Holders
{
    private readonly Dictionary<string, List<Authentication>> _byGroup = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Authentication>> _byUsername = new(StringComparer.Ordinal);

    /// <summary>Usernames and groups that hang on the session.</summary>
    private readonly Dictionary<SubjectKind, List<(string Template, Authentication Who)>> _templates = new() { [SubjectKind.User] = [], [SubjectKind.Group] = [] };

    public Holders(KnownPrincipals known)
    {
        foreach (var who in known.Iam.Concat(known.ServiceAccounts))
        {
            if (who.Identity is not { User: var user }) continue;
            Add(_byUsername, SubjectKind.User, user.Username, who);
            foreach (var group in user.Groups.Where(group => group != RbacUser.Authenticated)) Add(_byGroup, SubjectKind.Group, group, who);
        }
    }

    /// <summary>Empty for <c>system:authenticated</c>, which is everybody.</summary>
    public IReadOnlyList<Authentication> Of(RbacSubject subject, string bindingNamespace) => subject.Kind switch
    {
        SubjectKind.Group => Find(_byGroup, SubjectKind.Group, subject.Name),
        SubjectKind.User => Find(_byUsername, SubjectKind.User, subject.Name),
        _ => _byUsername.GetValueOrDefault(UsernameOf(subject, bindingNamespace)) ?? [],
    };

    /// <summary>Everybody that a binding means, once.</summary>
    public IReadOnlyList<Authentication> Of(RbacBinding binding) => [.. binding.Subjects.SelectMany(subject => Of(subject, binding.Namespace)).Distinct()];

    public static string UsernameOf(RbacSubject account, string bindingNamespace) =>
        $"system:serviceaccount:{(account.Namespace.Length > 0 ? account.Namespace : bindingNamespace)}:{account.Name}";

    private List<Authentication> Find(Dictionary<string, List<Authentication>> index, SubjectKind kind, string name)
    {
        var exact = index.GetValueOrDefault(name) ?? [];
        if (_templates[kind].Count == 0) return exact;
        var fitting = _templates[kind].Where(one => SessionTemplate.Fits(one.Template, name)).Select(one => one.Who);
        return [.. exact.Concat(fitting)];
    }

    private void Add(Dictionary<string, List<Authentication>> index, SubjectKind kind, string name, Authentication who)
    {
        if (SessionTemplate.IsOne(name)) _templates[kind].Add((name, who));
        else if (index.TryGetValue(name, out var same)) same.Add(who);
        else index[name] = [who];
    }
}
