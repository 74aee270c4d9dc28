using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Explaining;

public sealed class WhoCanTests
{
    private static readonly ClusterState s_cluster = Some.Cluster(
        roles: $"- rolearn: {Some.Role("Ops")}\n  username: ops\n  groups: [system:masters]\n- rolearn: {Some.Role("Nothing")}\n  username: nothing\n",
        accounts: "- '444455556666'\n",
        entries: [Some.Entry(Some.Role("team/Dev"), username: "dev:{{SessionName}}"), Some.Entry(Some.Role("Viewer"), policies: Some.Policy(AccessPolicy.View, "web"))],
        serviceAccounts:
        [
            new("web", "worker", new Dictionary<string, string> { ["eks.amazonaws.com/role-arn"] = Some.Role("worker") }), new("web", "idle", new Dictionary<string, string>()),
        ],
        pods: [new("web", "worker", Some.Role("pods"))],
        bindings:
        [
            Some.Bound("reader", SubjectKind.User, "system:serviceaccount:web:worker", "web"), Some.Bound("reader", SubjectKind.User, "dev:ann", "web"),
            Some.Bound("reader", SubjectKind.Group, "strangers", "web"), Some.Bound("reader", SubjectKind.Group, "elsewhere", "api"),
        ]);

    private static WhoCan Ask(AccessRequest request) => WhoCan.Ask(s_cluster, new KnownPrincipals(s_cluster), request);

    [Fact]
    public void Principals_service_accounts_and_subjects_that_nobody_is_are_told_each_with_the_way()
    {
        var answer = Ask(Some.Ask("get", "pods", "web"));

        Assert.Equal([Some.Role("Ops"), Some.Role("Viewer")], answer.Iam.Select(able => able.Who.Principal.ToString()));
        Assert.Equal("access policy AmazonEKSViewPolicy in web", answer.Iam[1].Because.ToString());
        Assert.Equal(["system:serviceaccount:web:worker"], answer.ServiceAccounts.Select(able => able.Who.Principal.ToString()));
        Assert.Equal(["dev:ann", "strangers"], answer.Others.Select(other => other.Subject.Name));
        Assert.Empty(answer.Accounts);
    }

    [Fact]
    public void A_user_that_some_session_becomes_is_told_with_the_principal_of_the_session()
    {
        var ann = Ask(Some.Ask("get", "pods", "web")).Others[0];

        Assert.Equal([Some.Role("team/Dev")], ann.InSessionsOf.Select(principal => principal.ToString()));
    }

    [Fact]
    public void What_everybody_may_the_principals_of_a_listed_account_may_too()
    {
        var cluster = Some.Cluster(accounts: "- '444455556666'\n", bindings: DefaultRoles.Bindings);

        var answer = WhoCan.Ask(cluster, new KnownPrincipals(cluster), new AccessRequest.OfUrl { Verb = "get", Path = "/version" });

        Assert.Equal(["444455556666"], answer.Accounts.Select(account => account.AccountId));
    }

    [Fact]
    public void A_service_account_has_its_roles_by_annotation_and_by_association()
    {
        var roles = new WorkloadRoles(s_cluster);

        Assert.Equal(
            [new(WorkloadRoleKind.Irsa, Some.Role("worker")), new(WorkloadRoleKind.PodIdentity, Some.Role("pods"))],
            roles.Of(new("web", "worker")));
        Assert.Empty(roles.Of(new("web", "idle")));
    }

    [Fact]
    public void Known_principals_are_each_once_with_the_path_of_the_access_entry()
    {
        var cluster = Some.Cluster(
            roles: $"- rolearn: {Some.Role("Dev")}\n  username: a\n- rolearn: {Some.Role("DEV")}\n  username: b\n- rolearn: nonsense\n  username: c\n",
            entries: [Some.Entry(Some.Role("team/Dev"))]);

        Assert.Equal([Some.Role("team/Dev")], new KnownPrincipals(cluster).Names);
    }
}
