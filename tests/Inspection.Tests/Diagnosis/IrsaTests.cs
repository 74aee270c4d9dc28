using System.Text.Json.Nodes;
using EksIamCdk.Inspection.Diagnosis;
using EksIamCdk.Inspection.Explaining;
using static EksIamCdk.Inspection.Tests.Diagnosis.ArticleCluster;

namespace EksIamCdk.Inspection.Tests.Diagnosis;

/// <summary>"IRSA not working".</summary>
public sealed class IrsaTests
{
    private static readonly Principal.ServiceAccount s_account = new("app", "s3-access-sa");

    [Fact]
    public void Where_all_is_right_every_link_holds_to_the_pods()
    {
        var live = Pods(new PodFinding("s3-test-pod", "s3-access-sa", "", S3Role, false, false));

        AllHold(IrsaGuide.Examine(State(), s_account, live));
    }

    [Fact]
    public void The_service_account_is_not_there_and_the_nearest_is_named()
    {
        var broken = BrokenAt("service account", IrsaGuide.Examine(State(), new("app", "s3-acces-sa"), LiveFindings.None));
        var elsewhere = BrokenAt("service account", IrsaGuide.Examine(State(), new("default", "s3-access-sa"), LiveFindings.None));

        Assert.Contains("probably s3-access-sa was meant", broken.Why, StringComparison.Ordinal);
        Assert.Contains("there is app/s3-access-sa", elsewhere.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_of_the_pod_is_empty_since_the_service_account_is_not_annotated()
    {
        var broken = BrokenAt("annotation", IrsaGuide.Examine(State(Annotations([])), s_account, LiveFindings.None));

        Assert.Equal(
            [$"kubectl annotate serviceaccount s3-access-sa -n app --overwrite eks.amazonaws.com/role-arn={S3Role}", "kubectl rollout restart deployment -n app"], broken.Commands);
    }

    [Fact]
    public void The_key_of_the_annotation_has_a_typo()
    {
        var broken = BrokenAt("annotation", IrsaGuide.Examine(State(Annotations(new() { ["eks.amazonaws.com/role_arn"] = S3Role })), s_account, LiveFindings.None));

        Assert.Contains("eks.amazonaws.com/role_arn names a role, and nobody reads it", broken.Why, StringComparison.Ordinal);
        Assert.Equal("kubectl annotate serviceaccount s3-access-sa -n app eks.amazonaws.com/role_arn-", broken.Commands[1]);
    }

    [Theory]
    [InlineData("demo-eks-s3-access-role", "arn:aws:iam::123456789012:role/ROLE")]
    [InlineData("arn:aws:iam::123456789012:instance-profile/demo-eks-s3-access-role", S3Role)]
    [InlineData("\"arn:aws:iam::123456789012:role/demo-eks-s3-access-role\" ", S3Role)]
    public void The_annotation_is_no_ARN_of_a_role(string written, string meant)
    {
        var broken = BrokenAt("annotation is a role", IrsaGuide.Examine(State(Annotate(written)), s_account, LiveFindings.None));

        Assert.Equal($"kubectl annotate serviceaccount s3-access-sa -n app --overwrite eks.amazonaws.com/role-arn={meant}", Assert.Single(broken.Commands));
    }

    [Fact]
    public void The_annotation_names_a_role_of_another_partition() =>
        BrokenAt("annotation is a role", IrsaGuide.Examine(State(Annotate("arn:aws-cn:iam::123456789012:role/demo-eks-s3-access-role")), s_account, LiveFindings.None));

    [Fact]
    public void The_annotation_names_the_wrong_role_by_a_typo()
    {
        var state = State(Annotate("arn:aws:iam::123456789012:role/demo-eks-s3-acces-role"), documents =>
            documents["aws/iam-roles"]["roles"]!.AsArray().Add(new JsonObject { ["arn"] = "arn:aws:iam::123456789012:role/demo-eks-s3-acces-role", ["exists"] = false }));

        var broken = BrokenAt("IAM role", IrsaGuide.Examine(state, s_account, LiveFindings.None));

        Assert.Contains($"probably {S3Role} was meant", broken.Why, StringComparison.Ordinal);
        Assert.Equal($"kubectl annotate serviceaccount s3-access-sa -n app --overwrite eks.amazonaws.com/role-arn={S3Role}", Assert.Single(broken.Commands));
    }

    [Fact]
    public void InvalidIdentityToken_where_IAM_has_no_provider_for_the_cluster()
    {
        var broken = BrokenAt("OIDC provider in IAM", IrsaGuide.Examine(State(documents => documents["aws/oidc-providers"]["providers"]!.AsArray().RemoveAt(0)), s_account, LiveFindings.None));

        Assert.Equal($"aws iam create-open-id-connect-provider --url https://{IssuerHost} --client-id-list sts.amazonaws.com", Assert.Single(broken.Commands));
    }

    [Fact]
    public void InvalidIdentityToken_where_the_provider_was_made_with_an_empty_list_of_clients()
    {
        var broken = BrokenAt("OIDC provider in IAM", IrsaGuide.Examine(State(documents => documents["aws/oidc-providers"]["providers"]![0]!["clientIds"] = new JsonArray("")), s_account, LiveFindings.None));

        Assert.Equal($"aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn {Provider} --client-id sts.amazonaws.com", Assert.Single(broken.Commands));
    }

    [Fact]
    public void AccessDenied_where_the_role_trusts_the_issuer_of_the_cluster_that_was_there_before()
    {
        var state = State(Trust("demo-eks-s3-access-role", WebIdentity("oidc.eks.us-east-1.amazonaws.com/id/OLD", "StringEquals", s_account.ToString(), "sts.amazonaws.com")));

        var broken = BrokenAt("trust names the provider", IrsaGuide.Examine(state, s_account, LiveFindings.None));

        Assert.Contains("id/OLD, which is another issuer", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void AccessDenied_where_the_trust_names_another_namespace()
    {
        var state = State(Trust("demo-eks-s3-access-role", WebIdentity(IssuerHost, "StringEquals", "system:serviceaccount:default:s3-access-sa", "sts.amazonaws.com")));

        var broken = BrokenAt("trust: sub", IrsaGuide.Examine(state, s_account, LiveFindings.None));

        Assert.Equal("sub does not match: the token says system:serviceaccount:app:s3-access-sa, the trust policy wants system:serviceaccount:default:s3-access-sa", broken.Why);
        var document = broken.Commands[^1].Split("--policy-document ")[1].Trim('\'');
        AllHold(IrsaGuide.Examine(State(Trust("demo-eks-s3-access-role", JsonNode.Parse(document)!["Statement"]![0]!.ToJsonString())), s_account, LiveFindings.None));
    }

    [Fact]
    public void AccessDenied_where_a_pattern_is_compared_letter_by_letter()
    {
        var state = State(Trust("demo-eks-s3-access-role", WebIdentity(IssuerHost, "StringEquals", "system:serviceaccount:app:*", "sts.amazonaws.com")));

        Assert.Contains("a pattern needs StringLike", BrokenAt("trust: sub", IrsaGuide.Examine(state, s_account, LiveFindings.None)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void AccessDenied_where_the_trust_wants_another_audience()
    {
        var state = State(Trust("demo-eks-s3-access-role", WebIdentity(IssuerHost, "StringEquals", s_account.ToString(), "https://example.com")));

        Assert.Contains("the token says sts.amazonaws.com, the trust policy wants https://example.com", BrokenAt("trust: aud", IrsaGuide.Examine(state, s_account, LiveFindings.None)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void AccessDenied_where_the_condition_is_on_the_key_of_another_issuer()
    {
        var trust = WebIdentity("oidc.eks.us-east-1.amazonaws.com/id/OLD", "StringEquals", s_account.ToString(), "sts.amazonaws.com").Replace("oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/OLD", $"oidc-provider/{IssuerHost}", StringComparison.Ordinal);

        Assert.Contains($"the tokens of this cluster carry {IssuerHost}:sub", BrokenAt("trust: sub", IrsaGuide.Examine(State(Trust("demo-eks-s3-access-role", trust)), s_account, LiveFindings.None)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void AccessDenied_where_another_statement_denies()
    {
        var state = State(documents =>
        {
            var role = Find(documents["aws/iam-roles"]["roles"]!.AsArray(), "arn", S3Role);
            role["assumeRolePolicyDocument"]!["Statement"]!.AsArray().Add(Parse($$"""{"Effect": "Deny", "Principal": {"Federated": "{{Provider}}"}, "Action": "sts:*"}"""));
        });

        BrokenAt("trust as a whole", IrsaGuide.Examine(state, s_account, LiveFindings.None));
    }

    [Fact]
    public void An_association_of_Pod_Identity_comes_before_the_annotation()
    {
        var state = State(documents => documents["aws/pod-identity-associations"]["associations"]!.AsArray().Add(Parse("""{"namespace": "app", "serviceAccount": "s3-access-sa", "roleArn": "arn:aws:iam::123456789012:role/uploader"}""")));

        BrokenAt("no Pod Identity before it", IrsaGuide.Examine(state, s_account, LiveFindings.None));
    }

    [Fact]
    public void STS_says_the_role_of_the_node_since_the_pod_runs_as_the_default_service_account()
    {
        var broken = BrokenAt("pods", IrsaGuide.Examine(State(), s_account, Pods(new PodFinding("web-1", "default", "deployment/web", null, false, false))));

        Assert.Contains("run as default", broken.Why, StringComparison.Ordinal);
        Assert.Equal("kubectl set serviceaccount deployment/web s3-access-sa -n app", Assert.Single(broken.Commands));
    }

    [Fact]
    public void A_pod_that_started_before_the_annotation_has_no_variables()
    {
        var broken = BrokenAt("pods", IrsaGuide.Examine(State(), s_account, Pods(new PodFinding("web-1", "s3-access-sa", "deployment/web", null, false, false))));

        Assert.Equal("kubectl rollout restart deployment/web -n app", Assert.Single(broken.Commands));
    }

    [Fact]
    public void Stored_keys_of_a_pod_come_before_its_role()
    {
        var broken = BrokenAt("pods", IrsaGuide.Examine(State(), s_account, Pods(new PodFinding("web-1", "s3-access-sa", "deployment/web", S3Role, false, true))));

        Assert.Contains("AWS_ACCESS_KEY_ID", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_AWS_what_only_IAM_knows_is_unknown()
    {
        var examination = IrsaGuide.Examine(
            State(Without("aws/iam-roles", "aws/oidc-providers", "aws/pod-identity-associations"), documents => documents["cluster"].Remove("oidcIssuer")), s_account, LiveFindings.None);

        Assert.Null(examination.BrokenLink);
        Assert.Equal(7, examination.Links.Count(link => link.State is LinkState.Unknown));
    }

    [Fact]
    public void Where_the_API_server_did_not_let_in_nobody_says_that_there_is_no_service_account()
    {
        var examination = IrsaGuide.Examine(State(Unread("the Kubernetes API", "kubernetes/serviceaccounts")), s_account, LiveFindings.None);

        Assert.Null(examination.BrokenLink);
        Assert.StartsWith("serviceaccounts could not be read (it is forbidden)", Assert.IsType<LinkState.Unknown>(examination.Links.Single(link => link.Link == "service account").State).What, StringComparison.Ordinal);
    }

    private static LiveFindings Pods(params PodFinding[] pods) => new() { Pods = new(pods) };

    private static Action<Dictionary<string, JsonObject>> Annotate(string arn) => Annotations(new() { ["eks.amazonaws.com/role-arn"] = arn });

    private static Action<Dictionary<string, JsonObject>> Annotations(Dictionary<string, string> annotations) => documents =>
        documents["kubernetes/serviceaccounts"]["items"]![1]!["metadata"]!["annotations"] = new JsonObject(annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
