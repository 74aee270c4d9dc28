using System.Text.Json.Nodes;
using EksIamCdk.Access.Iam;

namespace EksIamCdk.Access.Tests.Iam;

public class RoleTrustTests
{
    private const string Role = "arn:aws:iam::111122223333:role/Target";
    private const string Session = "arn:aws:sts::111122223333:assumed-role/Jenkins/build-7";
    private const string Issuer = "https://token.actions.githubusercontent.com";
    private const string Provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Jenkins", true)]
    [InlineData("arn:aws:iam::111122223333:role/ci/Jenkins", true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Jenkins/build-7", true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Jenkins/build-8", false)]
    [InlineData("arn:aws:iam::111122223333:root", true)]
    [InlineData("111122223333", true)]
    [InlineData("*", true)]
    [InlineData("arn:aws:iam::444455556666:root", false)]
    [InlineData("arn:aws:iam::111122223333:role/Other", false)]
    public void A_session_is_trusted_by_its_role_by_itself_or_by_its_account(string principal, bool trusted) =>
        Assert.Equal(trusted, RoleTrust.Decide(Trust($$"""{"AWS": "{{principal}}"}"""), new AssumeRequest.ByArn(Session)).IsAllowed);

    [Theory]
    [InlineData("right", true, true)]
    [InlineData("right", false, false)]
    [InlineData("wrong", true, false)]
    [InlineData(null, true, false)]
    public void The_external_id_and_MFA_are_asked_for(string? externalId, bool mfa, bool expected)
    {
        var trust = Trust(
            """{"AWS": "arn:aws:iam::111122223333:role/Jenkins"}""",
            """{"StringEquals": {"sts:ExternalId": "right"}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}""");

        Assert.Equal(expected, RoleTrust.Decide(trust, new AssumeRequest.ByArn(Session, externalId, mfa)).IsAllowed);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Jenkins", Session, false)]
    [InlineData("arn:aws:iam::111122223333:root", Session, true)]
    [InlineData("arn:aws:iam::444455556666:role/Jenkins", "arn:aws:sts::444455556666:assumed-role/Jenkins/x", true)]
    public void Who_is_trusted_by_account_or_comes_from_another_needs_policies_of_its_own(string principal, string caller, bool delegates) =>
        Assert.Equal(delegates, RoleTrust.Delegates(Trust($$"""{"AWS": "{{principal}}"}"""), Role, new AssumeRequest.ByArn(caller)));

    [Theory]
    [InlineData("repo:org/app:ref:refs/heads/main", "sts.amazonaws.com", true)]
    [InlineData("repo:org/app:ref:refs/heads/topic", "sts.amazonaws.com", false)]
    [InlineData("repo:other/app:ref:refs/heads/main", "sts.amazonaws.com", false)]
    [InlineData("repo:org/app:ref:refs/heads/main", "somebody-else", false)]
    public void A_token_must_be_for_the_audience_and_of_the_subject(string subject, string audience, bool expected)
    {
        var trust = Trust(
            $$"""{"Federated": "{{Provider}}"}""",
            """
            {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                              "token.actions.githubusercontent.com:sub": ["repo:org/app:ref:refs/heads/main", "repo:org/app:environment:production"]}}
            """,
            "sts:AssumeRoleWithWebIdentity");
        var claims = new Dictionary<string, string> { ["sub"] = subject, ["aud"] = audience };

        Assert.Equal(expected, RoleTrust.Decide(trust, new AssumeRequest.ByWebIdentity(Provider, Issuer, claims)).IsAllowed);
        Assert.False(RoleTrust.Decide(trust, new AssumeRequest.ByWebIdentity(Provider + "x", Issuer, claims)).IsAllowed);
        Assert.False(RoleTrust.Decide(trust, new AssumeRequest.ByArn(Session)).IsAllowed);
    }

    [Theory]
    [InlineData("pods.eks.amazonaws.com", "111122223333", true)]
    [InlineData("pods.eks.amazonaws.com", "444455556666", false)]
    [InlineData("lambda.amazonaws.com", "111122223333", false)]
    public void A_service_is_trusted_by_its_name(string service, string account, bool expected)
    {
        var trust = Trust("""{"Service": "pods.eks.amazonaws.com"}""", """{"StringEquals": {"aws:SourceAccount": "111122223333"}}""");

        var decision = RoleTrust.Decide(trust, new AssumeRequest.ByService(service, new Dictionary<string, string> { ["aws:SourceAccount"] = account }));

        Assert.Equal(expected, decision.IsAllowed);
    }

    private static PolicyDocument Trust(string principal, string condition = "{}", string action = "sts:AssumeRole") => PolicyDocument.Read(JsonNode.Parse(
        $$"""{"Statement": [{"Effect": "Allow", "Principal": {{principal}}, "Action": ["{{action}}"], "Condition": {{condition}} }]}"""))!;
}
