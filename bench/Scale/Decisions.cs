using System.Globalization;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Bench.Scale;

/// <summary>RBAC of 2,000 users and as many groups, by the number of bindings: one of the whole cluster, the others in 100 namespaces.</summary>
internal static class Decisions
{
    private const int Users = 2000;
    private const int Namespaces = 100;

    private static readonly int[] Sizes = [100, 1000, 10_000];
    private static readonly AccessRequest s_request = new AccessRequest.OfResource { Verb = "update", Resource = "pods", Namespace = "ns-7" };
    private static readonly RbacRole s_role = new() { Name = "reader", Rules = [new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] }] };

    public static IEnumerable<Series> Measure()
    {
        List<RbacUser> users = [.. Enumerable.Range(0, Users).Select(number => new RbacUser(Name("user", number), [Name("group", number), "everybody", RbacUser.Authenticated]))];
        yield return new Series(
            "A policy made of roles and bindings", "bindings",
            [.. Sizes.Select(size => new Point(size, Timing.Median(20, 21, () => _ = new RbacPolicy([s_role], Bindings(size)))))]);
        yield return new Series(
            "2,000 decisions, one for each user, none allowed", "bindings",
            [.. Sizes.Select(size => (Size: size, Policy: new RbacPolicy([s_role], Bindings(size)))).Select(held => new Point(held.Size, Timing.Median(20, 21, () =>
            {
                foreach (var user in users)
                {
                    if (held.Policy.Decide(user, s_request).Allowed) throw new InvalidOperationException("Nobody may do that.");
                }
            })))]);
        yield return new Series(
            "`who-can` among 2,000 IAM principals of aws-auth, everything included", "bindings",
            [.. Sizes.Select(size => new Point(size, Timing.Median(1, 3, () => WhoCanUpdate(size))))]);
    }

    private static void WhoCanUpdate(int bindings)
    {
        var map = string.Concat(Enumerable.Range(0, Users).Select(number =>
            $"- rolearn: arn:aws:iam::111122223333:role/{Name("role", number)}\n  username: {Name("user", number)}\n  groups: [{Name("group", number)}, everybody]\n"));
        var state = new ClusterState
        {
            Name = "demo",
            AwsAuth = new Dictionary<string, string> { ["mapRoles"] = map },
            Roles = [s_role],
            Bindings = [.. Bindings(bindings)],
        };
        if (WhoCan.Ask(state, new KnownPrincipals(state), s_request).Iam.Count > 0) throw new InvalidOperationException("Nobody may do that.");
    }

    private static IEnumerable<RbacBinding> Bindings(int count) => Enumerable.Range(0, count).Select(number => new RbacBinding
    {
        Namespace = number == 0 ? "" : Name("ns", number % Namespaces),
        Name = Name("binding", number),
        RoleName = s_role.Name,
        RoleIsClusterRole = true,
        Subjects = [number % 2 == 0 ? new(SubjectKind.User, Name("user", number % Users)) : new(SubjectKind.Group, Name("group", number % Users))],
    });

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
