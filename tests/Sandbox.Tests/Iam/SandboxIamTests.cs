using EksIamCdk.Access.Iam;

namespace EksIamCdk.Sandbox.Tests.Iam;

/// <summary>Who may assume the roles of a stack, and what those may do.</summary>
public sealed class SandboxIamTests : IAsyncLifetime
{
    private const string GitHub = "https://token.actions.githubusercontent.com";
    private const string Role = "arn:aws:iam::111122223333:role/team/Deployer";

    private const string Template = """
        {"Resources": {
          "Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": "https://token.actions.githubusercontent.com", "ClientIdList": ["sts.amazonaws.com"]}},
          "Deployer": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Deployer", "Path": "/team/",
            "AssumeRolePolicyDocument": {"Fn::Sub": ["{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"${P}\"},\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{\"StringEquals\":{\"${Host}:aud\":\"sts.amazonaws.com\",\"${Host}:sub\":\"repo:org/app:ref:refs/heads/main\"}}}]}",
              {"P": {"Ref": "Provider"}, "Host": "token.actions.githubusercontent.com"}]},
            "Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}}}]}},
          "Reader": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Reader", "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "x1"}}}]}}},
          "ReaderPolicy": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "r", "Roles": [{"Ref": "Reader"}],
            "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}, {"Effect": "Allow", "Action": "eks:DescribeCluster", "Resource": "*"}]}}},
          "DoubtPolicy": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "d", "Roles": [{"Ref": "Reader"}],
            "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}}},
          "DoubtfulDenial": {"Type": "AWS::IAM::RolePolicy", "Properties": {"PolicyName": "n", "RoleName": {"Ref": "Reader"},
            "PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "sqs:SendMessage", "Resource": "*", "Condition": {"NumericLessThan": {"k": "3"}}}]}}},
          "Outsider": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Outsider", "AssumeRolePolicyDocument": {"Statement": []}}}}}
        """;

    private SandboxSession _session = null!;

    public async Task InitializeAsync()
    {
        _session = await SandboxSession.StartAsync(new SandboxOptions(), default);
        var result = await _session.DeployAsync(new DeployRequest { TemplateText = Template, StackName = "iam" }, default);
        Assert.Equal("CREATE_COMPLETE", result.StackStatus);
    }

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Theory]
    [InlineData("repo:org/app:ref:refs/heads/main", "sts.amazonaws.com", IamEffect.Allowed)]
    [InlineData("repo:org/app:ref:refs/heads/other", "sts.amazonaws.com", IamEffect.NotStated)]
    [InlineData("repo:org/app:ref:refs/heads/main", "https://github.com/org", IamEffect.NotStated)]
    public void A_job_on_the_main_branch_may_assume_the_role_another_may_not(string subject, string audience, IamEffect expected) =>
        Assert.Equal(expected, _session.Iam.CanAssume(Role, Token(subject, audience)).Effect);

    [Fact]
    public void A_token_of_nobody_is_refused()
    {
        var token = Token("repo:org/app:ref:refs/heads/main", "sts.amazonaws.com");

        Assert.False(_session.Iam.CanAssume(Role, token[..^2] + "xx").IsAllowed);
        Assert.False(_session.Iam.CanAssume(Role, "").IsAllowed);
    }

    [Theory]
    [InlineData("repo:org/app:ref:refs/heads/main", 200, "<Arn>arn:aws:sts::111122223333:assumed-role/Deployer/job</Arn>")]
    [InlineData("repo:org/app:ref:refs/heads/other", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity")]
    public async Task STS_gives_credentials_for_a_token_without_a_signature(string subject, int status, string part)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Action"] = "AssumeRoleWithWebIdentity",
            ["Version"] = "2011-06-15",
            ["RoleArn"] = Role,
            ["RoleSessionName"] = "job",
            ["WebIdentityToken"] = Token(subject, "sts.amazonaws.com"),
        });

        using var response = await http.PostAsync(new Uri(_session.AwsEndpointUrl), form);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role, "s3:GetObject", "arn:aws:s3:::data/a", IamEffect.Allowed)]
    [InlineData(Role, "s3:GetObject", "arn:aws:s3:::other/a", IamEffect.NotStated)]
    [InlineData("arn:aws:iam::111122223333:role/Reader", "eks:DescribeCluster", "arn:aws:eks:eu-west-1:111122223333:cluster/demo", IamEffect.Allowed)]
    [InlineData("arn:aws:iam::111122223333:role/Reader", "iam:CreateUser", "*", IamEffect.Denied)]
    [InlineData("arn:aws:iam::111122223333:role/Reader", "s3:ListAllMyBuckets", "*", IamEffect.Undecided)]
    [InlineData("arn:aws:iam::111122223333:role/Reader", "sqs:ReceiveMessage", "*", IamEffect.Allowed)]
    [InlineData("arn:aws:iam::111122223333:role/Reader", "sqs:SendMessage", "*", IamEffect.Undecided)]
    [InlineData("arn:aws:iam::111122223333:role/Nobody", "s3:ListAllMyBuckets", "*", IamEffect.Undecided)]
    public void A_role_may_what_its_policies_say(string role, string action, string resource, IamEffect expected) =>
        Assert.Equal(expected, _session.Iam.RoleMay(role, action, resource).Effect);

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Person/jane", "x1", true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Person/jane", "x2", false)]
    [InlineData("arn:aws:sts::444455556666:assumed-role/Person/jane", "x1", false)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Outsider/jane", "x1", false)]
    public void An_account_lets_its_own_and_a_role_of_a_stack_needs_a_policy_for_it(string caller, string externalId, bool expected) =>
        Assert.Equal(expected, _session.Iam.CanAssume("arn:aws:iam::111122223333:role/Reader", new AssumeRequest.ByArn(caller, externalId)).IsAllowed);

    [Fact]
    public void A_service_account_has_a_token_of_its_cluster()
    {
        var cluster = _session.Here("demo");

        Assert.StartsWith("https://oidc.eks.eu-west-1.amazonaws.com/id/", _session.Iam.IssuerOf(cluster), StringComparison.Ordinal);
        Assert.False(_session.Iam.CanAssume(Role, _session.Iam.ServiceAccountToken(cluster, "app", "s3-access-sa")).IsAllowed);
    }

    private string Token(string subject, string audience) =>
        _session.Iam.WebIdentityToken(GitHub, new Dictionary<string, string> { ["sub"] = subject, ["aud"] = audience });
}
