using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Reporting;
using EksIamCdk.Inspection.Snapshots;
using static EksIamCdk.Inspection.Tests.Reporting.ReportedCluster;

namespace EksIamCdk.Inspection.Tests.Reporting;

public sealed class AccessReportingTests
{
    [Theory]
    [InlineData(AccessLevel.Everything, "*", "*", "*")]
    [InlineData(AccessLevel.ChangesSome, "*", "", "pods")]
    [InlineData(AccessLevel.ChangesSome, "get escalate", "rbac.authorization.k8s.io", "roles")]
    [InlineData(AccessLevel.ReadsSome, "get list watch", "", "pods")]
    [InlineData(AccessLevel.View, "get list watch", "*", "*")]
    [InlineData(AccessLevel.None, "create", "authorization.k8s.io", "selfsubjectaccessreviews")]
    [InlineData(AccessLevel.None, "", "", "pods")]
    public void A_role_is_as_much_as_its_rules_give(AccessLevel level, string verbs, string group, string resource)
    {
        var role = new RbacRole { Name = "it", Rules = [new() { Verbs = verbs.Split(' ', StringSplitOptions.RemoveEmptyEntries), ApiGroups = [group], Resources = [resource] }] };

        var report = Report(With([Bind("it", "", "it", Group("devs"))], null, role));

        Assert.Equal(level, Assert.Single(report.Roles).Level);
    }

    [Theory]
    [InlineData("view", AccessLevel.View)]
    [InlineData("edit", AccessLevel.Edit)]
    [InlineData("admin", AccessLevel.Admin)]
    [InlineData("cluster-admin", AccessLevel.Everything)]
    public void The_roles_that_a_cluster_starts_with_are_what_they_are_named(string role, AccessLevel level)
    {
        Assert.Equal(level, Assert.Single(Report(With([Bind("it", "blue", role, Group("devs"))])).Roles).Level);
    }

    [Fact]
    public void The_roles_of_the_cluster_itself_are_a_measure_too()
    {
        var small = new RbacRole { Name = "edit", Rules = [new() { Verbs = ["get", "update"], ApiGroups = [""], Resources = ["pods"] }] };
        var state = new ClusterState { Name = "it", Mode = AuthenticationMode.Api, Roles = [small], Bindings = [Bind("it", "", "edit", Group("devs"))] };

        Assert.Equal(AccessLevel.Edit, Assert.Single(Report(state).Roles).Level);
    }

    [Fact]
    public void Access_policies_reach_the_namespaces_that_they_name_and_that_begin_so()
    {
        var state = new ClusterState
        {
            Name = "it",
            Mode = AuthenticationMode.Api,
            AccessEntries = [Entry(Dev, "dev", [], Policy("AmazonEKSEditPolicy", "dev-*", "gone"), Policy("AmazonEKSAdminViewPolicy"), Policy("AmazonEKSSecretPolicy"))],
            Namespaces = [Namespace("dev-1"), Namespace("dev-2"), Namespace("prod")],
        };

        var report = Report(state);

        Assert.Equal(["dev-1", "dev-2", "gone", "prod"], report.Namespaces.Select(one => one.Name));
        Assert.Equal(["gone"], report.Namespaces.Where(one => one.Missing).Select(one => one.Name));
        var (edit, view, unknown) = (report.Grants[0], report.Grants[1], report.Grants[2]);
        Assert.Equal(["dev-*", "gone"], edit.Places);
        Assert.Equal([0, 1, 2], edit.Namespaces);
        Assert.Null(view.Namespaces);
        Assert.Equal((AccessLevel.Edit, AccessLevel.View), (report.Roles[edit.Role].Level, report.Roles[view.Role].Level));
        Assert.Null(report.Roles[unknown.Role].Rules);
        Assert.Equal(new ReportSubject("accessEntry", Dev), report.Subjects[edit.Subjects[0]]);
        Assert.Contains(edit.Subjects[0], report.Principals[0].Subjects);
    }

    [Fact]
    public void Principals_are_told_with_what_makes_them_somebody_and_why_they_are_not()
    {
        var state = new ClusterState
        {
            Name = "it",
            Mode = AuthenticationMode.ApiAndConfigMap,
            AwsAuth = new Dictionary<string, string>
            {
                ["mapRoles"] = "- rolearn: arn:aws:iam::111122223333:role/Ops\n  username: ops:{{SessionName}}\n  groups: [system:masters]\n",
                ["mapUsers"] = "- userarn: arn:aws:iam::111122223333:user/ann\n  username: ann\n",
            },
            AccessEntries = [Entry(Dev, "dev", ["devs"])],
            IamRoles = [new(Dev, Exists: false)],
            ServiceAccounts =
            [
                new("blue", "app", new Dictionary<string, string> { ["eks.amazonaws.com/role-arn"] = "arn:aws:iam::111122223333:role/app" }),
                new("blue", "job", new Dictionary<string, string>()),
            ],
            PodIdentities = [new("blue", "job", "arn:aws:iam::111122223333:role/job")],
            Bindings = [Bind("app", "blue", "view", new RbacSubject(SubjectKind.ServiceAccount, "app"))],
        };

        var report = Report(state);

        var (dev, ops, ann, app, job) = (report.Principals[0], report.Principals[1], report.Principals[2], report.Principals[3], report.Principals[4]);
        Assert.Equal(("role", "IAM has no such role any more"), (dev.Kind, dev.WhyNot));
        Assert.Equal("DeadEntry", Assert.Single(dev.Notes!).Kind);
        Assert.Empty(dev.Subjects);
        Assert.Equal(("ops:{{SessionName}}", "aws-auth mapRoles line 1", true), (ops.Username, ops.By, ops.HangsOnSession));
        Assert.Equal("builtIn", report.Grants[0].Kind);
        Assert.Contains(report.Grants[0].Subjects[0], ops.Subjects);
        Assert.Equal(("user", "ann"), (ann.Kind, ann.Username));
        Assert.Equal(("serviceAccount", "arn:aws:iam::111122223333:role/app"), (app.Kind, app.AwsRole));
        Assert.Equal("arn:aws:iam::111122223333:role/job", job.AwsRole);
        Assert.Equal(new ReportSubject("serviceAccount", "blue/app"), report.Subjects[report.Grants[1].Subjects[0]]);
        Assert.Contains(report.Grants[1].Subjects[0], app.Subjects);
    }

    [Fact]
    public void A_binding_to_a_role_that_is_not_there_gives_nothing()
    {
        var report = Report(With([Bind("it", "blue", "gone", Group("devs"))]));

        Assert.Equal((null, AccessLevel.None), (Assert.Single(report.Roles).Rules, report.Roles[0].Level));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_tables_say_of_everybody_what_the_engine_says(int seed)
    {
        var state = Random(new Random(seed));
        var report = Report(state);
        var known = new KnownPrincipals(state);

        foreach (var (who, principal) in known.Iam.Concat(known.ServiceAccounts).Zip(report.Principals))
        {
            var expected = new Rights(state, who.Identity!).Paths.OfType<AccessPath.Binding>().Select(path => (path.Bound.Namespace, path.Bound.Name)).ToHashSet();
            var told = report.Grants.Where(grant => grant.Subjects.Intersect(principal.Subjects).Any()).Select(grant => (grant.Places?[0] ?? "", grant.Name)).ToHashSet();

            Assert.Equal(expected, told);
        }
    }

    private static ClusterState Random(Random random)
    {
        string[] groups = ["a", "b", "c", "system:authenticated", "system:serviceaccounts", "system:serviceaccounts:blue"];
        string[] users = ["u0", "u1", "u2", "system:serviceaccount:blue:app"];
        string[] accounts = ["app", "job"];
        string[] places = ["", "blue", "green"];
        return new()
        {
            Name = "it",
            Mode = AuthenticationMode.Api,
            AccessEntries = [.. Enumerable.Range(0, 6).Select(index => Entry($"{Dev}{index}", $"u{index}", [.. random.GetItems(groups[..3], 2).Distinct()]))],
            ServiceAccounts = [.. accounts.Select(name => new ServiceAccountState("blue", name, new Dictionary<string, string>()))],
            Roles = DefaultRoles.Roles,
            Bindings =
            [
                .. Enumerable.Range(0, 30).Select(index => Bind($"b{index}", places[random.Next(3)], "view", [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(3) switch
                {
                    0 => Group(groups[random.Next(groups.Length)]),
                    1 => new RbacSubject(SubjectKind.User, users[random.Next(users.Length)]),
                    _ => new RbacSubject(SubjectKind.ServiceAccount, accounts[random.Next(2)], random.Next(2) == 0 ? "blue" : ""),
                })])),
            ],
        };
    }
}
