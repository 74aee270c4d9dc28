using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Diagnosis;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;
using static EksIamCdk.Inspection.Tests.Diagnosis.ArticleCluster;

namespace EksIamCdk.Inspection.Tests.Diagnosis;

/// <summary>CI/CD and Argo CD that do not reach a cluster.</summary>
public sealed class AutomationTests
{
    private static readonly AutomationCaller s_github = AutomationCaller.GitHub("your-org/your-repo", "refs/heads/main", null);
    private static readonly AutomationCaller s_gitlab = AutomationCaller.GitLab("https://gitlab.com", "group/app", "main");
    private static readonly Principal.ServiceAccount s_controller = new("argocd", "argocd-application-controller");

    [Fact]
    public void Pipelines_whose_role_trusts_them_and_is_let_in_have_a_whole_chain()
    {
        AllHold(GitHub(State(), s_github));
        AllHold(GitHub(State(), AutomationCaller.GitHub("your-org/your-repo", "refs/heads/main", "production")));
        AllHold(Jenkins(State(), "jenkins-external-id"));
        AllHold(AutomationGuide.Examine(State(Entry("gitlab")), Role("gitlab"), s_gitlab, null, LiveFindings.None));
    }

    [Fact]
    public void GitHub_Actions_gets_InvalidIdentityToken_without_its_provider()
    {
        var broken = BrokenAt("OIDC provider in IAM", GitHub(State(documents => documents["aws/oidc-providers"]["providers"]!.AsArray().RemoveAt(1)), s_github));

        Assert.Equal("aws iam create-open-id-connect-provider --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com", Assert.Single(broken.Commands));
    }

    [Theory]
    [InlineData("your-org/other-repo")]
    [InlineData("Your-Org/your-repo")]
    public void GitHub_Actions_is_not_authorized_from_another_repository_or_in_other_letters(string repository) =>
        Assert.Contains($"the token says repo:{repository}:ref:refs/heads/main, the trust policy wants repo:your-org/your-repo:*", BrokenAt("trust: sub", GitHub(State(), AutomationCaller.GitHub(repository, "refs/heads/main", null))).Why, StringComparison.Ordinal);

    [Fact]
    public void GitHub_Actions_with_an_environment_does_not_come_by_its_branch()
    {
        var state = State(Trust("demo-eks-github-actions-role", WebIdentity("token.actions.githubusercontent.com", "StringEquals", "repo:your-org/your-repo:ref:refs/heads/main", "sts.amazonaws.com")));

        AllHold(GitHub(state, s_github));
        BrokenAt("trust: sub", GitHub(state, AutomationCaller.GitHub("your-org/your-repo", "refs/heads/main", "production")));
    }

    [Fact]
    public void GitLab_is_not_authorized_where_the_trust_wants_the_audience_of_STS()
    {
        var state = State(Entry("gitlab"), Trust("gitlab", WebIdentity("gitlab.com", "StringLike", "project_path:group/app:*", "sts.amazonaws.com")));

        Assert.Contains("the token says https://gitlab.com, the trust policy wants sts.amazonaws.com", BrokenAt("trust: aud", AutomationGuide.Examine(state, Role("gitlab"), s_gitlab, null, LiveFindings.None)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipeline_that_has_its_role_is_not_let_in_without_an_access_entry()
    {
        var broken = BrokenAt("aws-auth", AutomationGuide.Examine(State(), Role("gitlab"), s_gitlab, null, LiveFindings.None));

        Assert.StartsWith("aws eks create-access-entry", Assert.Single(broken.Commands), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipeline_may_not_do_what_its_policy_does_not_say()
    {
        var broken = BrokenAt("rule", AutomationGuide.Examine(State(), Role("jenkins-eks-role"), new AutomationCaller.Itself(), Question("create deployments -n production"), LiveFindings.None));

        Assert.Contains("AmazonEKSEditPolicy", Assert.Single(broken.Commands), StringComparison.Ordinal);
    }

    [Fact]
    public void Jenkins_is_not_authorized_without_the_external_id_or_with_another()
    {
        var none = BrokenAt("trust", Jenkins(State(), null));
        var other = BrokenAt("trust", Jenkins(State(), "other"));

        Assert.Contains("the caller says none", none.Why, StringComparison.Ordinal);
        Assert.Contains("another external id than other", other.Why, StringComparison.Ordinal);
        Assert.Equal($"aws sts assume-role --role-arn arn:aws:iam::{Account}:role/jenkins-eks-role --role-session-name check --external-id jenkins-external-id", Assert.Single(none.Commands));
    }

    [Fact]
    public void A_program_never_meets_a_condition_on_MFA()
    {
        var state = State(Trust("jenkins-eks-role", """{"Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}"""));

        Assert.Contains("MFA", BrokenAt("trust", Jenkins(state, null)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Argo_CD_reaches_a_cluster_by_its_own_role_by_another_and_from_its_service_account()
    {
        AllHold(ArgoCdGuide.Examine(State(), Role("argocd-target"), null, null, null, s_controller, Question("create deployments -n production"), LiveFindings.None));
        AllHold(ArgoCdGuide.Examine(State(), Role("argocd-target"), "arn:aws:iam::123456789012:role/argocd", null, null, s_controller, null, LiveFindings.None));
        AllHold(ArgoCdGuide.Examine(State(), Role("argocd-target"), null, null, State(Cluster("name", "hub")), s_controller, null, LiveFindings.None));
    }

    [Fact]
    public void Argo_CD_is_not_let_in_where_its_role_is_not_in_aws_auth_of_the_target() =>
        BrokenAt("aws-auth", ArgoCdGuide.Examine(State(MapRoles(map => map.Replace("role/argocd-target", "role/argo-target", StringComparison.Ordinal))), Role("argocd-target"), null, null, null, s_controller, null, LiveFindings.None));

    [Fact]
    public void Argo_CD_may_not_assume_the_role_of_another_account_that_does_not_trust_it()
    {
        var broken = BrokenAt("trust", ArgoCdGuide.Examine(State(), Role("argocd-target"), "arn:aws:iam::444455556666:role/argocd", null, null, s_controller, null, LiveFindings.None));

        Assert.Contains("it trusts arn:aws:iam::123456789012:role/argocd", broken.Why, StringComparison.Ordinal);
        Assert.Contains("""{"AWS":"arn:aws:iam::444455556666:role/argocd"}""", broken.Commands[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Argo_CD_has_no_role_in_the_hub_whose_provider_is_missing() => BrokenAt(
        "hub: OIDC provider in IAM",
        ArgoCdGuide.Examine(
            State(), Role("argocd-target"), null, null, State(Cluster("name", "hub"), documents => documents["aws/oidc-providers"]["providers"]!.AsArray().RemoveAt(0)),
            s_controller, null, LiveFindings.None));

    private static Examination GitHub(ClusterState state, AutomationCaller caller) =>
        AutomationGuide.Examine(state, Role("demo-eks-github-actions-role"), caller, Question("create deployments -n production"), LiveFindings.None);

    private static Examination Jenkins(ClusterState state, string? externalId) => AutomationGuide.Examine(
        state, Role("jenkins-eks-role"), new AutomationCaller.ByArn("arn:aws:sts::123456789012:assumed-role/jenkins/build-7", externalId, false), null, LiveFindings.None);

    private static Action<Dictionary<string, System.Text.Json.Nodes.JsonObject>> Entry(string role) => documents =>
        documents["aws/access-entries"]["accessEntries"]!.AsArray().Add(Parse($$"""{"principalArn": "arn:aws:iam::{{Account}}:role/{{role}}", "type": "STANDARD", "kubernetesGroups": ["dev"]}"""));

    private static PrincipalArn Role(string name) => PrincipalArn.Parse("", $"arn:aws:iam::{Account}:role/{name}", new ProblemList())!;
}
