using System.Text.Json.Nodes;
using Amazon.CDK;
using EksIamCdk.Access.Iam;
using EksIamCdk.Constructs.Automation;
using EksIamCdk.Constructs.Iam;
using EksIamCdk.Constructs.Workloads;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Iam;

/// <summary>The trust policies that constructs make, judged by the rules of IAM: whom they let in, and above all whom not.</summary>
public sealed class WhoMayAssumeTests
{
    private const string GitHub = "token.actions.githubusercontent.com";
    private const string Issuer = "oidc.eks.eu-west-1.amazonaws.com/id/ABC";
    private const string Sts = "sts.amazonaws.com";

    [Theory]
    [InlineData("system:serviceaccount:app:s3-access", Sts, true)]
    [InlineData("system:serviceaccount:app:s3-access-2", Sts, false)]
    [InlineData("system:serviceaccount:app:default", Sts, false)]
    [InlineData("system:serviceaccount:other:s3-access", Sts, false)]
    [InlineData("system:serviceaccount:app:s3-access", "vault", false)]
    [InlineData("system:serviceaccount:app:s3-access", null, false)]
    public void IRSA_lets_in_one_service_account_with_a_token_for_STS(string subject, string? audience, bool allowed)
    {
        AssertToken(allowed, Trust(stack => Workload(stack, WorkloadIdentityKind.Irsa, $"https://{Issuer}")), Issuer, subject, audience);
        AssertToken(allowed, Trust(stack => Workload(stack, WorkloadIdentityKind.Irsa, new CfnParameter(stack, "Issuer").ValueAsString)), Issuer, subject, audience);
    }

    [Fact]
    public void IRSA_lets_in_no_other_cluster() => AssertToken(
        false,
        Trust(stack => Workload(stack, WorkloadIdentityKind.Irsa, $"https://{Issuer}")),
        "oidc.eks.eu-west-1.amazonaws.com/id/ANOTHER",
        "system:serviceaccount:app:s3-access",
        Sts);

    [Theory]
    [InlineData("demo", "app", "s3-access", true)]
    [InlineData("another", "app", "s3-access", false)]
    [InlineData("demo", "other", "s3-access", false)]
    [InlineData("demo", "app", "default", false)]
    [InlineData("demo", "app", null, false)]
    public void Pod_Identity_lets_in_one_service_account_of_one_cluster(string cluster, string ns, string? account, bool allowed)
    {
        var keys = new Dictionary<string, string>
        {
            ["aws:RequestTag/eks-cluster-arn"] = $"arn:aws:eks:eu-west-1:111122223333:cluster/{cluster}",
            ["aws:RequestTag/kubernetes-namespace"] = ns,
        };
        if (account is not null) keys["aws:RequestTag/kubernetes-service-account"] = account;
        var trust = Trust(stack => Workload(stack, WorkloadIdentityKind.PodIdentity, $"https://{Issuer}"));

        Assert.Equal(allowed, RoleTrust.Decide(trust, new AssumeRequest.ByService("pods.eks.amazonaws.com", keys)).IsAllowed);
        Assert.False(RoleTrust.Decide(trust, new AssumeRequest.ByService("ec2.amazonaws.com", keys)).IsAllowed);
    }

    [Theory]
    [InlineData("repo:your-org/your-repo:ref:refs/heads/main", true)]
    [InlineData("repo:your-org/your-repo:ref:refs/tags/v1.2", true)]
    [InlineData("repo:your-org/your-repo:environment:production", true)]
    [InlineData("repo:your-org/your-repo:ref:refs/heads/main2", false)]
    [InlineData("repo:your-org/your-repo:ref:refs/heads/v1.2", false)]
    [InlineData("repo:your-org/your-repo:pull_request", false)]
    [InlineData("repo:your-org/your-repo:environment:staging", false)]
    [InlineData("repo:your-org/your-repo2:ref:refs/heads/main", false)]
    [InlineData("repo:someone/your-repo:ref:refs/heads/main", false)]
    public void GitHub_lets_in_the_named_refs_and_environments(string subject, bool allowed)
    {
        var trust = Trust(stack => Automation(stack, gitHub: new()
        {
            Repository = "your-org/your-repo",
            Refs = ["refs/heads/main", "refs/tags/v*"],
            Environments = ["production"],
        }));

        AssertToken(allowed, trust, GitHub, subject, Sts);
        AssertToken(false, trust, GitHub, subject, "https://github.com/your-org");
    }

    [Theory]
    [InlineData("project_path:group/project:ref_type:branch:ref:main", "https://gitlab.com", true)]
    [InlineData("project_path:group/project:ref_type:branch:ref:main", Sts, false)]
    [InlineData("project_path:group/project:ref_type:tag:ref:main", "https://gitlab.com", false)]
    [InlineData("project_path:group/project:ref_type:branch:ref:feature", "https://gitlab.com", false)]
    [InlineData("project_path:group/other:ref_type:branch:ref:main", "https://gitlab.com", false)]
    public void GitLab_lets_in_the_named_branches(string subject, string audience, bool allowed) => AssertToken(
        allowed, Trust(stack => Automation(stack, gitLab: new() { Project = "group/project", Branches = ["main"] })), "gitlab.com", subject, audience);

    [Theory]
    [InlineData("jenkins", "jenkins-external-id", true)]
    [InlineData("jenkins", "guessed", false)]
    [InlineData("jenkins", null, false)]
    [InlineData("another", "jenkins-external-id", false)]
    public void Jenkins_lets_in_who_knows_the_external_id(string role, string? externalId, bool allowed)
    {
        var trust = Trust(stack => Automation(
            stack, assumedBy: new() { Arns = ["arn:aws:iam::111122223333:role/jenkins"], ExternalId = "jenkins-external-id" }));

        var decision = RoleTrust.Decide(trust, new AssumeRequest.ByArn($"arn:aws:sts::111122223333:assumed-role/{role}/build-1", externalId));
        Assert.Equal(allowed, decision.IsAllowed);
    }

    private static void AssertToken(bool allowed, PolicyDocument trust, string issuer, string subject, string? audience)
    {
        var claims = new Dictionary<string, string> { ["sub"] = subject };
        if (audience is not null) claims["aud"] = audience;
        var provider = $"arn:aws:iam::111122223333:oidc-provider/{issuer}";
        Assert.Equal(allowed, RoleTrust.Decide(trust, new AssumeRequest.ByWebIdentity(provider, $"https://{issuer}", claims)).IsAllowed);
    }

    private static void Workload(Stack stack, WorkloadIdentityKind kind, string issuer) => _ = new WorkloadIdentity(stack, "Made", new()
    {
        Provider = Provider(stack, new() { Name = "demo", OidcIssuer = issuer }),
        Namespace = "app",
        ServiceAccount = "s3-access",
        Identity = kind,
    });

    private static void Automation(Stack stack, GitHubActions? gitHub = null, GitLabPipelines? gitLab = null, ArnTrust? assumedBy = null) =>
        _ = new AutomationAccess(
            stack, "Made", new() { Provider = Provider(stack), Name = "ci", GitHub = gitHub, GitLab = gitLab, AssumedBy = assumedBy });

    // The trust as IAM gets it, of a stack in eu-west-1 of 111122223333.
    private static PolicyDocument Trust(Action<Stack> make)
    {
        var role = Template(make).All("AWS::IAM::Role").Single(pair => pair.Key.StartsWith("Made", StringComparison.Ordinal)).Value;
        var document = role["Properties"]!["AssumeRolePolicyDocument"]!;
        return PolicyDocument.Read(document["Fn::Sub"] is { } sub ? Filled(sub[0]!.GetValue<string>()) : Filled(document))!;
    }

    private static JsonNode Filled(JsonNode node) => node switch
    {
        JsonObject map when map["Ref"] is { } name => Filled($"${{{name}}}"),
        JsonObject map when map["Fn::Join"] is { } join => string.Concat(join[1]!.AsArray().Select(part => Filled(part!).GetValue<string>())),
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Filled(pair.Value!)))),
        JsonArray list => new JsonArray([.. list.Select(item => Filled(item!))]),
        _ => Filled(node.GetValue<string>()),
    };

    private static JsonValue Filled(string text) => JsonValue.Create(text
        .Replace("${AWS::Partition}", "aws", StringComparison.Ordinal)
        .Replace("${AWS::AccountId}", "111122223333", StringComparison.Ordinal)
        .Replace("${AWS::Region}", "eu-west-1", StringComparison.Ordinal)
        .Replace("${Issuer}", Issuer, StringComparison.Ordinal));
}
