using EksIamCdk.Access.Rbac;
using FsCheck;
using FsCheck.Fluent;

namespace EksIamCdk.Access.Tests.Rbac;

/// <summary>The index beside the definition: every binding is looked at, in order, and every subject of it.</summary>
public sealed class RbacPolicyPropertyTests
{
    private static readonly string[] Namespaces = ["", "dev", "prod"];
    private static readonly string[] Names = ["alice", "devs", "robot", "system:serviceaccount:dev:robot", "system:serviceaccount:prod:robot"];
    private static readonly string[] Roles = ["reader", "writer", "missing"];
    private static readonly string[] Verbs = ["get", "update"];

    private static readonly Gen<RbacSubject> Subject =
        from kind in Gen.Elements(Enum.GetValues<SubjectKind>())
        from name in Gen.Elements(Names)
        from ns in Gen.Elements(Namespaces)
        select new RbacSubject(kind, name, kind == SubjectKind.ServiceAccount ? ns : "");

    private static readonly Gen<RbacBinding> Binding =
        from ns in Gen.Elements(Namespaces)
        from number in Gen.Choose(0, 99)
        from role in Gen.Elements(Roles)
        from isClusterRole in Gen.Elements(true, false)
        from subjects in Gen.Choose(0, 4).SelectMany(count => Subject.ListOf(count))
        select new RbacBinding { Namespace = ns, Name = $"b{number}", RoleName = role, RoleIsClusterRole = isClusterRole || ns.Length == 0, Subjects = subjects };

    private static readonly Gen<RbacUser> User =
        from name in Gen.Elements(Names)
        from groups in Gen.Choose(0, 3).SelectMany(count => Gen.Elements(Names).ListOf(count))
        select new RbacUser(name, groups);

    private static readonly RbacRole[] AllRoles =
    [
        .. from ns in Namespaces
           from role in new[] { ("reader", "get"), ("writer", "update") }
           select new RbacRole { Namespace = ns, Name = role.Item1, Rules = [new() { Verbs = [role.Item2], ApiGroups = [""], Resources = ["pods"] }] },
    ];

    [Fact]
    public void A_decision_is_that_of_the_first_binding_that_allows() => ForAll((bindings, user) =>
    {
        var policy = new RbacPolicy(AllRoles, bindings);
        foreach (var ns in Namespaces)
            foreach (var verb in Verbs)
            {
                var request = new AccessRequest.OfResource { Verb = verb, Resource = "pods", Namespace = ns };
                var first = Reaching(bindings, user, ns).FirstOrDefault(bound => RoleOf(bound.Binding)?.Rules.Any(rule => rule.Allows(request)) == true);

                var decision = policy.Decide(user, request);

                Assert.Equal(first.Binding is not null, decision.Allowed);
                Assert.Equal(first.Binding?.Describe(first.Subject) ?? "", decision.Reason);
            }
    });

    [Fact]
    public void The_bindings_of_a_user_are_those_that_mean_him_in_their_order() => ForAll((bindings, user) =>
    {
        var policy = new RbacPolicy(AllRoles, bindings);
        foreach (var ns in Namespaces)
        {
            Assert.Equal(Reaching(bindings, user, ns), policy.BindingsOf(user, ns));
            Assert.Equal(Reaching(bindings, user, ns).Where(bound => RoleOf(bound.Binding) is null).Select(bound => bound.Binding), policy.WithoutRole(user, ns));
        }

        Assert.Equal(Namespaces.SelectMany(ns => Reaching(bindings, user, ns).Where(bound => bound.Binding.Namespace == ns)), policy.BindingsOf(user));
    });

    private static IEnumerable<(RbacBinding Binding, RbacSubject Subject)> Reaching(IEnumerable<RbacBinding> bindings, RbacUser user, string ns) =>
        from place in ns.Length == 0 ? [""] : new[] { "", ns }
        from binding in bindings
        where binding.Namespace == place
        let subject = binding.Subjects.FirstOrDefault(subject => Means(subject, binding, user))
        where subject is not null
        select (binding, subject);

    private static bool Means(RbacSubject subject, RbacBinding binding, RbacUser user) => subject.Kind switch
    {
        SubjectKind.User => subject.Name == user.Username,
        SubjectKind.Group => user.Groups.Contains(subject.Name),
        _ => (subject.Namespace + binding.Namespace).Length > 0
            && user.Username == $"system:serviceaccount:{(subject.Namespace.Length > 0 ? subject.Namespace : binding.Namespace)}:{subject.Name}",
    };

    private static RbacRole? RoleOf(RbacBinding binding) =>
        AllRoles.FirstOrDefault(role => role.Name == binding.RoleName && role.Namespace == (binding.RoleIsClusterRole ? "" : binding.Namespace));

    private static void ForAll(Action<IReadOnlyList<RbacBinding>, RbacUser> property) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Choose(0, 12).SelectMany(count => Binding.ListOf(count)).ToArbitrary(), User.ToArbitrary(), (bindings, user) => property([.. bindings], user)));
}
