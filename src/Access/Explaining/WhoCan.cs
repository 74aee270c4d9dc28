using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Snapshots;

namespace EksIamCdk.Access.Explaining;

/// <summary>Somebody who may do what was asked.</summary>
/// <param name="Who">The principal, and who it is in the cluster.</param>
/// <param name="Because">The way that allows it.</param>
public sealed record Able(Authentication Who, AccessPath Because);

/// <summary>A subject of a binding that allows what was asked and that no known principal is.</summary>
public sealed record UnmappedSubject(RbacSubject Subject, AccessPath.Binding Because);

/// <summary>Everybody who may do something in a cluster.</summary>
public sealed record WhoCan
{
    private WhoCan()
    {
    }

    public required AccessRequest Request { get; init; }

    public required IReadOnlyList<Able> Iam { get; init; }

    public required IReadOnlyList<Able> ServiceAccounts { get; init; }

    /// <summary>Users and groups that are given it, and that nobody known is: whoever authenticates as one by other means could do it.</summary>
    public required IReadOnlyList<UnmappedSubject> Others { get; init; }

    public static WhoCan Ask(ClusterState cluster, KnownPrincipals known, AccessRequest request)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(request);
        return new()
        {
            Request = request,
            Iam = Able(cluster, known.Iam, request),
            ServiceAccounts = Able(cluster, known.ServiceAccounts, request),
            Others = [.. Unmapped(cluster, known, request)],
        };
    }

    private static IReadOnlyList<Able> Able(ClusterState cluster, IEnumerable<Authentication> all, AccessRequest request) =>
    [
        .. all.Select(who => (Who: who, Because: who.Identity is { } identity ? new Rights(cluster, identity).Decide(request).Because : null))
            .Where(asked => asked.Because is not null)
            .Select(asked => new Able(asked.Who, asked.Because!)),
    ];

    private static IEnumerable<UnmappedSubject> Unmapped(ClusterState cluster, KnownPrincipals known, AccessRequest request)
    {
        var identities = known.Iam.Concat(known.ServiceAccounts).Select(who => who.Identity).OfType<Identity>().ToList();
        var usernames = identities.Select(identity => identity.User.Username).ToHashSet(StringComparer.Ordinal);
        var groups = identities.SelectMany(identity => identity.User.Groups).ToHashSet(StringComparer.Ordinal);
        var inNamespace = request is AccessRequest.OfResource resource ? resource.Namespace : "";
        return
            from binding in cluster.Bindings
            where binding.Namespace.Length == 0 || binding.Namespace == inNamespace
            let rules = cluster.Policy.RulesOf(binding)
            where rules?.Any(rule => rule.Allows(request)) == true
            from subject in binding.Subjects
            where !IsKnown(subject, binding.Namespace)
            select new UnmappedSubject(subject, new AccessPath.Binding(binding, subject, rules));

        bool IsKnown(RbacSubject subject, string bindingNamespace) => subject.Kind switch
        {
            SubjectKind.User => usernames.Contains(subject.Name),
            SubjectKind.Group => groups.Contains(subject.Name),
            _ => usernames.Contains($"system:serviceaccount:{(subject.Namespace.Length > 0 ? subject.Namespace : bindingNamespace)}:{subject.Name}"),
        };
    }
}
