using System.Text.Json.Nodes;
using Amazon.CDK;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Automation;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Automation;

public sealed class AutomationAccessTests
{
    private static readonly GitHubActions s_gitHub = new()
    {
        Repository = "your-org/your-repo",
        Refs = ["refs/heads/main"],
        Environments = ["production"],
    };

    [Fact]
    public void GitHub_signs_in_from_the_named_refs_and_environments_of_one_repository()
    {
        var template = Template(stack => Access(stack, "GitHub", gitHub: s_gitHub));

        AssertJson(
            """
            {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub":
              ["repo:your-org/your-repo:ref:refs/heads/main", "repo:your-org/your-repo:environment:production"]}}
            """,
            Statement(template, "GitHub")["Condition"]);
        AssertJson(
            """
            {"Federated": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"},
              ":oidc-provider/token.actions.githubusercontent.com"]]}}
            """,
            Statement(template, "GitHub")["Principal"]);
        AssertJson(
            """{"Url": "https://token.actions.githubusercontent.com", "ClientIdList": ["sts.amazonaws.com"]}""",
            template.One("AWS::IAM::OIDCProvider")["Properties"]);
    }

    [Fact]
    public void GitLab_signs_in_from_the_named_branches_of_one_project()
    {
        var template = Template(
            stack => Access(stack, "GitLab", gitLab: new() { Url = "https://gitlab.example.com/", Project = "group/sub/project", Branches = ["main"] }));

        AssertJson(
            """
            {"StringEquals": {"gitlab.example.com:aud": "https://gitlab.example.com",
              "gitlab.example.com:sub": "project_path:group/sub/project:ref_type:branch:ref:main"}}
            """,
            Statement(template, "GitLab")["Condition"]);
        AssertJson(
            """{"Url": "https://gitlab.example.com", "ClientIdList": ["https://gitlab.example.com"]}""",
            template.One("AWS::IAM::OIDCProvider")["Properties"]);
    }

    [Fact]
    public void A_wildcard_in_a_ref_makes_patterns_of_subjects_and_of_nothing_else()
    {
        var template = Template(
            stack => Access(stack, "GitHub", gitHub: new() { Repository = "your-org/your-repo", Refs = ["refs/heads/main", "refs/tags/v*"] }));

        AssertJson(
            """
            {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
             "StringLike": {"token.actions.githubusercontent.com:sub":
               ["repo:your-org/your-repo:ref:refs/heads/main", "repo:your-org/your-repo:ref:refs/tags/v*"]}}
            """,
            Statement(template, "GitHub")["Condition"]);
    }

    [Fact]
    public void Jenkins_comes_as_its_role_with_an_external_id()
    {
        var template = Template(stack => Access(
            stack, "Jenkins", jenkins: new() { Arns = ["arn:aws:iam::111122223333:role/jenkins"], ExternalId = "jenkins-external-id" }));

        AssertJson(
            """
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/jenkins"}, "Action": "sts:AssumeRole",
             "Condition": {"StringEquals": {"sts:ExternalId": "jenkins-external-id"}}}
            """,
            Statement(template, "Jenkins"));
        Assert.Empty(template.All("AWS::IAM::OIDCProvider"));
    }

    [Fact]
    public void The_role_may_describe_the_one_cluster_and_nothing_else()
    {
        var role = Role(Template(stack => Access(stack, "GitHub", gitHub: s_gitHub)), "GitHub");

        Assert.Null(role["ManagedPolicyArns"]);
        var statement = Assert.Single(Assert.Single(role["Policies"]!.AsArray())!["PolicyDocument"]!["Statement"]!.AsArray())!;
        AssertJson("""["eks:DescribeCluster"]""", statement["Action"]);
        Assert.EndsWith(":cluster/demo\"]]}]", statement["Resource"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_role_is_let_in_with_what_it_is_granted()
    {
        var template = Template(stack => _ = new AutomationAccess(stack, "GitHub", new()
        {
            Provider = Provider(stack),
            Name = "github-deployer",
            GitHub = s_gitHub,
            Via = MappingVia.Both,
            Groups = ["deployers"],
            Grants = [TeamGrant.Profile(TeamProfile.Edit, ["dev"])],
            Expect = new() { Allowed = ["create deployments.apps -n dev"], Denied = ["get secrets -n kube-system"] },
        }));

        var binding = template.One("Custom::EksKubernetesObject")["Properties"]!["Manifest"]!.GetValue<string>();
        Assert.Contains("\"name\":\"eks-iam-cdk:github-deployer:edit\",\"namespace\":\"dev\"", binding, StringComparison.Ordinal);
        var entry = template.One("Custom::EksAwsAuthEntry")["Properties"]!;
        AssertJson($$"""{"Fn::GetAtt": ["{{RoleId(template, "GitHub")}}", "Arn"]}""", entry["RoleArn"]);
        Assert.Equal("github-deployer:{{SessionName}}", entry["Username"]!.GetValue<string>());
        AssertJson("""["eks-iam-cdk:github-deployer", "deployers"]""", entry["Groups"]);
        Assert.Equal(2, template.All("AWS::EKS::AccessEntry").Count);
        Assert.Single(template.All("Custom::EksAccessCheck"));
    }

    [Fact]
    public void One_provider_serves_all_automations_of_a_stack_and_is_there_before_their_roles()
    {
        var template = Template(stack =>
        {
            Access(stack, "One", gitHub: s_gitHub);
            Access(stack, "Two", gitHub: new() { Repository = "your-org/another", Environments = ["a:b"] });
        });

        var (id, _) = template.All("AWS::IAM::OIDCProvider").Single();
        Assert.Equal("OidcProvidertokenactionsgithubusercontentcom", id);
        foreach (var name in new[] { "One", "Two" })
        {
            AssertJson($"""["{id}"]""", template["Resources"]![RoleId(template, name)]!["DependsOn"]);
        }

        Assert.Contains("\"repo:your-org/another:environment:a%3Ab\"", Statement(template, "Two").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_the_account_has_is_not_made_again()
    {
        var template = Template(
            stack => Access(stack, "GitHub", gitHub: new() { Repository = "your-org/your-repo", Refs = ["refs/heads/main"], ProviderExists = true }));

        Assert.Empty(template.All("AWS::IAM::OIDCProvider"));
        Assert.Contains("oidc-provider/token.actions.githubusercontent.com", Statement(template, "GitHub").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_properties_are_named_together()
    {
        var provider = Provider(new Stack());
        var error = Assert.Throws<ArgumentException>(() => new AutomationAccess(new Stack(), "Access", new()
        {
            Provider = provider,
            Name = "",
            MaxSession = TimeSpan.FromHours(13),
            GitHub = new() { Repository = "your-org/*" },
            GitLab = new() { Url = "http://gitlab.com", Project = "project", Branches = ["a b", "refs/heads/main"] },
            AssumedBy = new() { Arns = ["*"] },
        }));

        Assert.Equal(
            "Default/Access: Name: missing, expected the name of the automation; "
            + "GitHub, GitLab, AssumedBy: got \"more than one\", expected exactly one of them; "
            + "GitHub.Repository: got \"your-org/*\", expected one repository: organisation/repository, without wildcards; "
            + "GitHub.Refs, GitHub.Environments: missing, expected at least one of them: else every branch and pull request could sign in; "
            + "GitLab.Url: got \"http://gitlab.com\", expected an https:// URL; "
            + "GitLab.Project: got \"project\", expected one project: group/project, without wildcards; "
            + "GitLab.Branches[0]: got \"a b\", expected the name of a branch, such as main; "
            + "GitLab.Branches[1]: got \"refs/heads/main\", expected the name of a branch, such as main; "
            + "AssumedBy.Arns[0]: got \"*\", expected each role, user or account by its own ARN: not everybody; "
            + "MaxSession: got \"13:00:00\", expected 1 to 12 hours",
            error.Message);
    }

    [Fact]
    public void A_ref_is_whole_and_an_environment_is_one()
    {
        var provider = Provider(new Stack());
        var error = Assert.Throws<ArgumentException>(() => new AutomationAccess(new Stack(), "Access", new()
        {
            Provider = provider,
            Name = "github",
            GitHub = new() { Repository = "your-org/your-repo", Refs = ["main", "refs/heads/a b"], Environments = ["*"] },
        }));

        Assert.Equal(
            "Default/Access: GitHub.Refs[0]: got \"main\", expected a whole git ref, such as refs/heads/main; "
            + "GitHub.Refs[1]: got \"refs/heads/a b\", expected a whole git ref, such as refs/heads/main; "
            + "GitHub.Environments[0]: got \"*\", expected the name of one environment, without wildcards",
            error.Message);
    }

    private static void Access(
        Stack stack, string id, GitHubActions? gitHub = null, GitLabPipelines? gitLab = null, EksIamCdk.Constructs.Iam.ArnTrust? jenkins = null)
    {
        var provider = stack.Node.TryFindChild("Provider") as MappingProvider ?? Provider(stack);
        _ = new AutomationAccess(stack, id, new() { Provider = provider, Name = id.ToLowerInvariant(), GitHub = gitHub, GitLab = gitLab, AssumedBy = jenkins });
    }

    private static string RoleId(JsonObject template, string access) =>
        template.All("AWS::IAM::Role").Keys.Single(id => id.StartsWith(access, StringComparison.Ordinal));

    private static JsonNode Role(JsonObject template, string access) => template["Resources"]![RoleId(template, access)]!["Properties"]!;

    private static JsonNode Statement(JsonObject template, string access) =>
        Role(template, access)["AssumeRolePolicyDocument"]!["Statement"]![0]!;
}
