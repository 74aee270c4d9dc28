using EksIamCdk.Access.Iam;

namespace EksIamCdk.EndToEnd.Tests.Scenarios;

/// <summary>The scenarios of the field's articles, deployed from <c>examples/</c>: what should work works, what should fail fails, and
/// then all of it goes without a trace.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class ArticleTests
{
    private const string Demo = "demo-eks-cluster";

    [Fact]
    public async Task A_read_only_developer_sees_dev_and_staging_and_changes_nothing()
    {
        await using var scenario = await Scenario.StartAsync("123456789012");
        await scenario.DeployAsync("developer-read-only/access.yaml");
        const string role = "arn:aws:iam::123456789012:role/demo-eks-developer-role";
        const string developer = "arn:aws:sts::123456789012:assumed-role/demo-eks-developer-role/dev-session";
        var iam = scenario.Session.Iam;

        Assert.True(iam.CanAssume(role, new AssumeRequest.ByArn("arn:aws:iam::123456789012:user/dev", "my-external-id")).IsAllowed);
        Assert.False(iam.CanAssume(role, new AssumeRequest.ByArn("arn:aws:iam::123456789012:user/dev", "another-id")).IsAllowed);
        Assert.False(iam.CanAssume(role, new AssumeRequest.ByArn("arn:aws:iam::999999999999:user/dev", "my-external-id")).IsAllowed);
        Assert.True(iam.RoleMay(role, "eks:DescribeCluster", $"arn:aws:eks:eu-west-1:123456789012:cluster/{Demo}").IsAllowed);
        Assert.False(iam.RoleMay(role, "eks:DescribeCluster", "arn:aws:eks:eu-west-1:123456789012:cluster/other").IsAllowed);
        Assert.False(iam.RoleMay(role, "s3:ListAllMyBuckets", "*").IsAllowed);
        await scenario.ShouldWorkAsync(developer, Demo, "get pods -n dev", "get pods -n staging", "get nodes", "get pods --subresource=log -n dev");
        await scenario.ShouldFailAsync(developer, Demo, "create deployments.apps -n dev", "delete pods -n dev", "get pods -n production", "delete nodes");
        await scenario.DestroyAsync();
        await scenario.ShouldFailAsync(developer, Demo, "get pods -n dev");
    }

    [Fact]
    public async Task External_roles_become_admin_and_developer_and_a_pod_writes_to_one_bucket()
    {
        await using var scenario = await Scenario.StartAsync("111222333444");
        var outputs = await scenario.DeployAsync("role-mapping/access.yaml");
        const string developer = "arn:aws:sts::111222333444:assumed-role/external_developer/jane";
        const string admin = "arn:aws:sts::111222333444:assumed-role/external_admin/joe";
        var iam = scenario.Session.Iam;

        await scenario.ShouldWorkAsync(developer, "demo", "get services -n default", "list pods -n default");
        await scenario.ShouldFailAsync(developer, "demo", "get configmaps -n kube-system", "create pods -n default", "get services -n kube-system");
        await scenario.ShouldWorkAsync(admin, "demo", "get configmaps -n kube-system", "delete namespaces");
        Assert.False(iam.CanAssume("arn:aws:iam::111222333444:role/external_admin", new AssumeRequest.ByArn("arn:aws:iam::111222333444:user/joe")).IsAllowed);
        Assert.True(iam.CanAssume("arn:aws:iam::111222333444:role/external_admin", new AssumeRequest.ByArn("arn:aws:iam::111222333444:user/joe", Mfa: true)).IsAllowed);
        var pod = RolesOf(outputs).Single(role => iam.RoleMay(role, "s3:PutObject", "arn:aws:s3:::ahead-eks-demo/file").IsAllowed);
        AssertPod(scenario, pod, "demo", "default", "eks-demo");
        Assert.False(iam.RoleMay(pod, "s3:PutObject", "arn:aws:s3:::another-bucket/file").IsAllowed);
        Assert.False(iam.RoleMay(pod, "s3:GetObject", "arn:aws:s3:::ahead-eks-demo/file").IsAllowed);
        await scenario.DestroyAsync();
    }

    [Fact]
    public async Task Everything_that_the_grammar_can_say_is_deployed_and_taken_away_at_once()
    {
        await using var scenario = await Scenario.StartAsync("111122223333");
        await scenario.DeployAsync("../tests/Access.Tests/samples/everything.yaml");
        const string developer = "arn:aws:sts::111122223333:assumed-role/Developer/jane";

        await scenario.ShouldWorkAsync(developer, "demo", "get pods -n dev", "update pods -n dev");
        await scenario.ShouldFailAsync(developer, "demo", "delete pods -n dev", "update pods -n staging", "get pods -n production");
        await scenario.DestroyAsync();
    }

    [Fact]
    public async Task Teams_have_their_own_namespace_and_not_that_of_the_other()
    {
        await using var scenario = await Scenario.StartAsync("555555555555");
        await scenario.DeployAsync("teams/access.yaml");

        await scenario.ShouldWorkAsync(Session("ApiDeveloper"), "demo", "delete deployments.apps -n apiteam", "create pods -n apiteam");
        await scenario.ShouldFailAsync(Session("ApiDeveloper"), "demo", "get pods -n backendteam", "delete deployments.apps -n backendteam", "get nodes");
        await scenario.ShouldWorkAsync(Session("BackendDeveloper"), "demo", "delete deployments.apps -n backendteam");
        await scenario.ShouldFailAsync(Session("BackendDeveloper"), "demo", "get pods -n apiteam");
        await scenario.ShouldWorkAsync(Session("dev"), "demo", "list pods -n apiteam", "update pods -n backendteam");
        await scenario.ShouldFailAsync(Session("dev"), "demo", "create pods -n apiteam", "delete pods -n apiteam", "list services -n apiteam");
        await scenario.ShouldWorkAsync(Session("ops"), "demo", "delete nodes", "create clusterroles.rbac.authorization.k8s.io");
        await scenario.ShouldFailAsync("arn:aws:sts::555555555555:assumed-role/Stranger/eve", "demo", "get pods -n apiteam");
        await scenario.DestroyAsync();

        static string Session(string role) => $"arn:aws:sts::555555555555:assumed-role/{role}/jane";
    }

    [Fact]
    public async Task A_pod_has_the_role_of_its_own_service_account_and_reaches_its_own_bucket_only()
    {
        await using var scenario = await Scenario.StartAsync("123456789012");
        var outputs = await scenario.DeployAsync("irsa/access.yaml");
        var iam = scenario.Session.Iam;

        var pod = RolesOf(outputs).Single(role => iam.RoleMay(role, "s3:PutObject", "arn:aws:s3:::demo-eks-app-data/test.txt").IsAllowed);
        AssertPod(scenario, pod, Demo, "app", "s3-access-sa");
        Assert.True(iam.RoleMay(pod, "s3:ListBucket", "arn:aws:s3:::demo-eks-app-data").IsAllowed);
        Assert.False(iam.RoleMay(pod, "s3:ListBucket", "arn:aws:s3:::some-other-bucket").IsAllowed);
        var reader = RolesOf(outputs).Single(role => role != pod && iam.RoleMay(role, "s3:GetObject", "arn:aws:s3:::demo-eks-app-data/test.txt").IsAllowed);
        Assert.False(iam.RoleMay(reader, "s3:PutObject", "arn:aws:s3:::demo-eks-app-data/test.txt").IsAllowed);
        Assert.False(iam.CanAssume(reader, iam.ServiceAccountToken(scenario.Session.Here(Demo), "app", "s3-reader")).IsAllowed);
        await scenario.DestroyAsync();
    }

    [Fact]
    public async Task Jobs_of_the_main_branch_deploy_and_those_of_another_do_not()
    {
        await using var scenario = await Scenario.StartAsync("123456789012");
        var outputs = await scenario.DeployAsync("ci-cd/access.yaml");
        var iam = scenario.Session.Iam;
        var gitHub = RolesOf(outputs).Single(role => iam.CanAssume(role, GitHub("repo:your-org/your-repo:ref:refs/heads/main")).IsAllowed);
        var gitLab = RolesOf(outputs).Single(role => iam.CanAssume(role, GitLab("main")).IsAllowed);
        var jenkins = RolesOf(outputs).Single(role => iam.CanAssume(role, Jenkins("jenkins-external-id")).IsAllowed);

        Assert.Equal(3, new HashSet<string> { gitHub, gitLab, jenkins }.Count);
        Assert.True(iam.CanAssume(gitHub, GitHub("repo:your-org/your-repo:environment:production")).IsAllowed);
        Assert.False(iam.CanAssume(gitHub, GitHub("repo:your-org/your-repo:ref:refs/heads/feature")).IsAllowed);
        Assert.False(iam.CanAssume(gitHub, GitHub("repo:your-org/your-repo:pull_request")).IsAllowed);
        Assert.False(iam.CanAssume(gitHub, GitHub("repo:somebody/your-repo:ref:refs/heads/main")).IsAllowed);
        Assert.False(iam.CanAssume(gitLab, GitLab("feature")).IsAllowed);
        Assert.False(iam.CanAssume(jenkins, Jenkins("guess")).IsAllowed);
        await scenario.ShouldWorkAsync(SessionOf(gitHub), Demo, "create deployments.apps -n apps", "get deployments.apps -n apps");
        await scenario.ShouldFailAsync(SessionOf(gitHub), Demo, "create deployments.apps -n kube-system", "create rolebindings.rbac.authorization.k8s.io -n apps");
        await scenario.ShouldWorkAsync(SessionOf(gitLab), Demo, "create deployments.apps -n apps");
        await scenario.ShouldWorkAsync(SessionOf(jenkins), Demo, "list deployments.apps -n apps");
        await scenario.ShouldFailAsync(SessionOf(jenkins), Demo, "update deployments.apps -n apps");
        await scenario.DestroyAsync();

        string GitHub(string subject) => iam.WebIdentityToken(
            "https://token.actions.githubusercontent.com", new Dictionary<string, string> { ["sub"] = subject, ["aud"] = "sts.amazonaws.com" });
        string GitLab(string branch) => iam.WebIdentityToken(
            "https://gitlab.com",
            new Dictionary<string, string> { ["sub"] = $"project_path:group/project:ref_type:branch:ref:{branch}", ["aud"] = "https://gitlab.com" });
        static AssumeRequest Jenkins(string id) => new AssumeRequest.ByArn("arn:aws:sts::123456789012:assumed-role/jenkins/build-7", id);
    }

    [Fact]
    public async Task Argo_CD_enters_the_target_and_its_cluster_knows_the_target()
    {
        await using var scenario = await Scenario.StartAsync("111122223333");
        await scenario.DeployAsync("argocd/tools.access.yaml");
        await scenario.DeployAsync("argocd/access.yaml");
        const string controller = "arn:aws:sts::111122223333:assumed-role/argocd/controller";

        await scenario.ShouldWorkAsync(controller, "target", "create deployments.apps -n default", "create namespaces");
        await scenario.ShouldFailAsync(controller, "tools", "create deployments.apps -n default");
        var secret = Assert.Single(
            await scenario.Session.ObjectsAsync(scenario.Session.Here("tools"), CancellationToken.None),
            live => (string?)live["metadata"]!["labels"]?["argocd.argoproj.io/secret-type"] == "cluster");
        Assert.Equal(("Secret", "argocd"), ((string?)secret["kind"], (string?)secret["metadata"]!["namespace"]));
        await scenario.DestroyAsync();
    }

    [Theory]
    [InlineData("eks-cluster/access.yaml", "123456789012")]
    [InlineData("nodes/access.yaml", "111122223333")]
    [InlineData("pipeline/access.yaml", "111122223333")]
    [InlineData("fleet/access.yaml", "111122223333")]
    public async Task Every_other_example_is_deployed_and_goes_without_a_failure(string spec, string account)
    {
        await using var scenario = await Scenario.StartAsync(account);

        await scenario.DeployAsync(spec);

        Assert.All(scenario.Session.StackInstances, instance => Assert.Equal("CURRENT", instance.Instance.Status));
        await scenario.DestroyAsync();
    }

    /// <summary>Only the service account itself gets in, in its own cluster.</summary>
    private static void AssertPod(Scenario scenario, string role, string cluster, string ns, string serviceAccount)
    {
        var (iam, key) = (scenario.Session.Iam, scenario.Session.Here(cluster));
        Assert.True(iam.CanAssume(role, iam.ServiceAccountToken(key, ns, serviceAccount)).IsAllowed);
        Assert.False(iam.CanAssume(role, iam.ServiceAccountToken(key, ns, "default")).IsAllowed);
        Assert.False(iam.CanAssume(role, iam.ServiceAccountToken(key, "kube-system", serviceAccount)).IsAllowed);
        Assert.False(iam.CanAssume(role, iam.ServiceAccountToken(key with { Name = "another" }, ns, serviceAccount)).IsAllowed);
    }

    private static IEnumerable<string> RolesOf(IReadOnlyDictionary<string, string> outputs) =>
        outputs.Values.Where(value => value.Contains(":role/", StringComparison.Ordinal)).Distinct();

    private static string SessionOf(string role) =>
        $"arn:aws:sts::{role.Split(':')[4]}:assumed-role/{role[(role.LastIndexOf('/') + 1)..]}/job";
}
