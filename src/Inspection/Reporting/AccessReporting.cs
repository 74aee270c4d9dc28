using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Reporting;

/// <summary>Makes the report of a cluster.</summary>
public sealed class AccessReporting
{
    private readonly ClusterState _cluster;
    private readonly KnownPrincipals _known;
    private readonly AccessLevels _levels;
    private readonly Table<ReportSubject> _subjects = new();
    private readonly Table<PolicyRule> _rules = new();
    private readonly Table<(string Kind, string Namespace, string Name)> _roleNames = new();
    private readonly List<ReportRole> _roles = [];
    private readonly List<ReportNamespace> _namespaces;
    private readonly Dictionary<string, int> _namespaceIndex;
    private readonly List<ReportGrant> _grants = [];

    private AccessReporting(ClusterState cluster)
    {
        _cluster = cluster;
        _known = new KnownPrincipals(cluster);
        _levels = new AccessLevels(cluster.Policy);
        _namespaces = [.. Namespaces()];
        _namespaceIndex = _namespaces.Index().ToDictionary(one => one.Item.Name, one => one.Index, StringComparer.Ordinal);
    }

    /// <param name="cluster">What was read.</param>
    /// <param name="findings">What there is to look at.</param>
    /// <param name="madeAt">Now.</param>
    public static AccessReport Of(ClusterState cluster, IReadOnlyList<ReportFinding> findings, DateTimeOffset madeAt)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(findings);
        return new AccessReporting(cluster).Report(findings, madeAt);
    }

    private AccessReport Report(IReadOnlyList<ReportFinding> findings, DateTimeOffset madeAt)
    {
        AddMasters();
        AddPolicies();
        foreach (var binding in _cluster.Policy.Bindings) AddBinding(binding);
        List<ReportPrincipal> principals = [.. _known.Iam.Concat(_known.ServiceAccounts).Select(Principal)];
        return new()
        {
            Format = AccessReport.CurrentFormat,
            MadeAt = madeAt.ToUniversalTime(),
            Cluster = new(_cluster.Name, _cluster.Arn, _cluster.Region, _cluster.AccountId, _cluster.Mode?.Name()),
            Namespaces = _namespaces,
            Principals = principals,
            Subjects = _subjects.Items,
            Grants = _grants,
            Roles = _roles,
            Rules = [.. _rules.Items.Select(ReportRule.Of)],
            Findings = findings,
            Unread = _cluster.Unread,
        };
    }

    private IEnumerable<ReportNamespace> Namespaces()
    {
        var known = _cluster.Namespaces.ToDictionary(one => one.Name, StringComparer.Ordinal);
        var named = Policies().SelectMany(policy => policy.Association.Namespaces).Where(name => !name.EndsWith('*'))
            .Concat(_cluster.Policy.Namespaces)
            .Concat(_cluster.ServiceAccounts.Select(account => account.Namespace));
        return known.Keys.Concat(named).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => new ReportNamespace(name, known.GetValueOrDefault(name)?.PodSecurity, !known.ContainsKey(name) && known.Count > 0));
    }

    private void AddMasters()
    {
        var masters = _known.Iam.Any(who => who.Identity?.User.IsMaster == true)
            || _cluster.Bindings.Any(binding => binding.Subjects.Any(subject => subject is { Kind: SubjectKind.Group, Name: RbacUser.Masters }));
        if (!masters) return;
        var role = Role("builtIn", "", "everything", AccessPolicyRules.Everything);
        _grants.Add(new("builtIn", RbacUser.Masters, role, [_subjects.IndexOf(new("group", RbacUser.Masters))]));
    }

    private void AddPolicies()
    {
        foreach (var same in Policies().GroupBy(policy => policy.Association, policy => policy.Principal))
        {
            var whole = new AccessPath.Policy(same.Key, "", AccessPolicyRules.Of(same.Key.PolicyArn));
            var places = same.Key.Namespaces.Count == 0 ? null : same.Key.Namespaces.Order(StringComparer.Ordinal).ToList();
            var paths = places?.ConvertAll(place => new AccessPath.Policy(same.Key, place, whole.Rules));
            List<int>? reached = paths is null
                ? null
                : [.. Enumerable.Range(0, _namespaces.Count).Where(index => paths.Exists(path => path.Reaches(_namespaces[index].Name)))];
            _grants.Add(new(
                "accessPolicy", whole.Name, Role("accessPolicy", "", whole.Name, whole.Rules),
                [.. same.Select(arn => _subjects.IndexOf(new("accessEntry", arn)))], places, reached));
        }
    }

    private IEnumerable<(PolicyAssociation Association, string Principal)> Policies() =>
        _known.Iam.SelectMany(who => (who.Identity?.Policies ?? []).Select(policy => (policy, who.Principal.ToString()!)));

    private void AddBinding(RbacBinding binding)
    {
        var kind = binding.RoleIsClusterRole ? "clusterRole" : "role";
        var role = Role(kind, binding.RoleIsClusterRole ? "" : binding.Namespace, binding.RoleName, _cluster.Policy.RulesOf(binding));
        List<int> subjects = [.. binding.Subjects.Select(subject => _subjects.IndexOf(Subject(subject, binding.Namespace))).Distinct()];
        _grants.Add(binding.Namespace.Length == 0
            ? new("clusterRoleBinding", binding.Name, role, subjects)
            : new("roleBinding", binding.Name, role, subjects, [binding.Namespace], [_namespaceIndex[binding.Namespace]]));
    }

    private static ReportSubject Subject(RbacSubject subject, string bindingNamespace) => subject.Kind switch
    {
        SubjectKind.User => new("user", subject.Name),
        SubjectKind.Group => new("group", subject.Name),
        _ => new("serviceAccount", $"{(subject.Namespace.Length > 0 ? subject.Namespace : bindingNamespace)}/{subject.Name}"),
    };

    private int Role(string kind, string inNamespace, string name, IReadOnlyList<PolicyRule>? rules)
    {
        var index = _roleNames.IndexOf((kind, inNamespace, name));
        if (index == _roles.Count)
        {
            _roles.Add(new(
                kind, name, _levels.Of(rules), inNamespace.Length == 0 ? null : inNamespace, rules is null ? null : [.. rules.Select(_rules.IndexOf).Distinct()]));
        }

        return index;
    }

    private ReportPrincipal Principal(Authentication who)
    {
        var user = who.Identity?.User;
        return new(
            who.Principal.ToString()!,
            who.Principal is Principal.Iam iam ? iam.IsRole ? "role" : iam.CallerArn.Contains(":user/", StringComparison.Ordinal) ? "user" : "other" : "serviceAccount",
            who.Identity is null ? [] : Subjects(who.Principal, who.Identity),
            user?.Username,
            user is null || who.Principal is Principal.ServiceAccount ? null : [.. user.Groups.Where(group => group != RbacUser.Authenticated)],
            who.Identity?.By switch
            {
                MappedBy.AccessEntry => "access entry",
                MappedBy.AwsAuthEntry entry => $"aws-auth {entry.Section.Key()} line {entry.Entry.Line}",
                _ => null,
            },
            user is null ? who.WhyNot : null,
            who.Notes.Count == 0 ? null : [.. who.Notes.Select(note => new ReportNote(note.Kind.ToString(), note.Place, note.Message, note.Remedy))],
            who.Principal is Principal.ServiceAccount account ? AwsRole(account) : null,
            who.Identity?.HangsOnSession == true);
    }

    /// <summary>All of an IAM principal; of service accounts, which have the same groups everywhere, those that something is granted to.</summary>
    private List<int> Subjects(Principal principal, Identity identity)
    {
        IEnumerable<ReportSubject> names = [new("user", identity.User.Username), .. identity.User.Groups.Select(group => new ReportSubject("group", group))];
        return principal is Principal.ServiceAccount account
            ? [_subjects.IndexOf(new("serviceAccount", $"{account.Namespace}/{account.Name}")), .. names.Where(_subjects.Has).Select(_subjects.IndexOf)]
            : [.. names.Where(name => name.Name != RbacUser.Authenticated || _subjects.Has(name)).Select(_subjects.IndexOf),
                .. identity.Policies.Count > 0 ? [_subjects.IndexOf(new("accessEntry", principal.ToString()!))] : Array.Empty<int>()];
    }

    private string? AwsRole(Principal.ServiceAccount account) =>
        _cluster.PodIdentities?.FirstOrDefault(pod => pod.Namespace == account.Namespace && pod.ServiceAccount == account.Name)?.RoleArn
        ?? RolesOfServiceAccounts.GetValueOrDefault((account.Namespace, account.Name));

    private Dictionary<(string, string), string?> RolesOfServiceAccounts => field ??= _cluster.ServiceAccounts
        .DistinctBy(account => (account.Namespace, account.Name)).ToDictionary(account => (account.Namespace, account.Name), account => account.RoleArn);
}
