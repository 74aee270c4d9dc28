using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>Somebody who may do what was asked.</summary>
/// <param name="Who">The principal, and who it is in the cluster.</param>
/// <param name="Because">The way that allows it.</param>
public sealed record Able(Authentication Who, AccessPath Because);

/// <summary>An account in mapAccounts: every principal of it that nothing else maps may do what was asked.</summary>
public sealed record AbleAccount(string AccountId, AccessPath Because);

/// <summary>A subject of a binding that allows what was asked and that no known principal is.</summary>
/// <param name="Subject">A user, a group, or a service account that was not read.</param>
/// <param name="Because">The way that allows it.</param>
/// <param name="InSessionsOf">Principals of which some session becomes this user.</param>
public sealed record UnmappedSubject(RbacSubject Subject, AccessPath.Binding Because, IReadOnlyList<Principal> InSessionsOf);

/// <summary>Everybody who may do something in a cluster.</summary>
public sealed record WhoCan
{
    private WhoCan()
    {
    }

    public required AccessRequest Request { get; init; }

    public required IReadOnlyList<Able> Iam { get; init; }

    public required IReadOnlyList<AbleAccount> Accounts { get; init; }

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
            Accounts = [.. AbleAccounts(cluster, known.Accounts, request)],
            ServiceAccounts = Able(cluster, known.ServiceAccounts, request),
            Others = new UnmappedSubjects(cluster, known).Who(request),
        };
    }

    private static IReadOnlyList<Able> Able(ClusterState cluster, IEnumerable<Authentication> all, AccessRequest request) =>
    [
        .. all.Select(who => (Who: who, Because: who.Identity is { } identity ? new Rights(cluster, identity).Decide(request).Because : null))
            .Where(asked => asked.Because is not null)
            .Select(asked => new Able(asked.Who, asked.Because!)),
    ];

    /// <summary>They come by their ARN and without groups: what each has is what everybody who was let in has.</summary>
    private static IEnumerable<AbleAccount> AbleAccounts(ClusterState cluster, IReadOnlyList<string> accounts, AccessRequest request)
    {
        if (accounts.Count == 0) return [];
        var anybody = new Identity(new("", [RbacUser.Authenticated]), new MappedBy.ServiceAccount("", ""), []);
        return new Rights(cluster, anybody).Decide(request).Because is { } because ? accounts.Select(account => new AbleAccount(account, because)) : [];
    }
}
