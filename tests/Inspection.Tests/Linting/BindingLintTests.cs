using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;
using static EksIamCdk.Inspection.Tests.Linting.Looked;

namespace EksIamCdk.Inspection.Tests.Linting;

public sealed class BindingLintTests
{
    [Fact]
    public void What_every_cluster_starts_with_is_no_finding() => Assert.Equal([], new Looked().Lint().Findings);

    [Fact]
    public void Names_that_Kubernetes_and_EKS_keep_for_themselves_are_no_finding()
    {
        var cluster = new Looked
        {
            Bindings =
            [
                Binding("", "view", new RbacSubject(SubjectKind.User, "eks:addon-manager"), Group("system:nodes")),
                Binding("", "view", new RbacSubject(SubjectKind.ServiceAccount, "made-by-nobody", "kube-system")) with { Name = "system:controller:something" },
            ],
        };

        Assert.Equal([], cluster.Lint().Findings);
    }

    [Fact]
    public void Whoever_calls_a_binding_as_Kubernetes_does_hides_nothing_in_it()
    {
        var cluster = new Looked
        {
            Entries = [Entry("Developer", "developers")],
            Bindings =
            [
                Binding("", "edit", Group("developers")) with { Name = "system:discovery-2" },
                Binding("", "edit", Group("system:authenticated")) with { Name = "eks:discovery" },
                Binding("", "system:discovery", Group("system:authenticated")) with { Name = "system:discovery" },
            ],
        };

        var findings = cluster.Lint().Findings;

        Assert.Contains(findings, finding => finding.Place.ToString().Contains("system:discovery-2", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Place.ToString().Contains("eks:discovery", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Message.Contains("ClusterRole system:discovery", StringComparison.Ordinal));
    }

    [Fact]
    public void A_binding_to_a_user_that_a_session_becomes_is_for_somebody()
    {
        var bob = Binding("dev", "view", new RbacSubject(SubjectKind.User, "Developer:bob"));

        Assert.Equal([], new Looked { Entries = [Entry("Developer")], Bindings = [bob] }.Codes());
        Assert.Equal(["EKSLINT302"], new Looked { Entries = [Entry("Admin")], Bindings = [bob] }.Codes());
    }

    [Fact]
    public void A_group_that_hangs_on_the_session_is_bound_where_some_session_has_it()
    {
        var cluster = new Looked { Entries = [Entry("Developer", "team-{{SessionName}}")] };

        Assert.Equal(["EKSLINT301"], cluster.Codes());
        Assert.Equal([], (cluster with { Bindings = [Binding("dev", "view", Group("team-blue"))] }).Codes());
    }

    [Fact]
    public void Without_all_bindings_no_group_is_said_to_be_bound_nowhere()
    {
        var report = new Looked { Entries = [Entry("Developer", "developers")], Unread = [KubernetesKind.RoleBinding] }.Lint();

        Assert.Equal([], report.Findings);
        Assert.Equal(["groups that nothing binds: not all bindings could be read"], report.NotChecked);
    }

    [Fact]
    public void Where_not_everybody_is_known_no_binding_is_said_to_be_for_nobody()
    {
        var cluster = new Looked { Bindings = [Binding("dev", "view", Group("developers"))] };

        Assert.Equal(["EKSLINT302"], cluster.Codes());
        foreach (var unknown in new[] { cluster with { Entries = null }, cluster with { Mode = null } })
        {
            Assert.Equal([], unknown.Codes());
            Assert.Contains(unknown.Lint().NotChecked, missed => missed.StartsWith("users and groups that nobody has", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Access_entries_are_not_missed_where_the_cluster_reads_none() =>
        Assert.Equal(["EKSLINT302"], new Looked { Mode = AuthenticationMode.ConfigMap, Entries = null, Bindings = [Binding("dev", "view", Group("developers"))] }.Codes());

    [Fact]
    public void What_was_not_read_is_not_said_to_be_missing()
    {
        var cluster = new Looked
        {
            Bindings = [Binding("dev", "none", new RbacSubject(SubjectKind.ServiceAccount, "ci", "dev"))],
            PodIdentities = [new("dev", "ci", "arn:aws:iam::111122223333:role/ci")],
            Entries = [Scoped("dev")],
        };

        Assert.Equal(["EKSLINT202", "EKSLINT303", "EKSLINT304", "EKSLINT410"], cluster.Codes());
        Assert.Equal([], (cluster with { Unread = [KubernetesKind.ClusterRole, KubernetesKind.ServiceAccount, KubernetesKind.Namespace] }).Codes());
    }

    [Fact]
    public void A_scope_with_a_star_is_for_what_begins_so()
    {
        static NamespaceState Safe(string name) => new(name, new Dictionary<string, string> { ["pod-security.kubernetes.io/enforce"] = "baseline" });

        Assert.Equal([], new Looked { Entries = [Scoped("dev-*")], Namespaces = [Safe("dev-ann")] }.Codes());
        Assert.Equal(["EKSLINT202"], new Looked { Entries = [Scoped("dev-*")], Namespaces = [Safe("dev")] }.Codes());
    }

    private static AccessEntryState Scoped(string scope)
    {
        var entry = Entry("Developer");
        return entry with { Content = entry.Content with { Policies = [new("arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", "namespace", [scope])] } };
    }
}
