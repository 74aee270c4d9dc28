using System.Text.Json.Nodes;
using Amazon.CDK;
using EksIamCdk.Constructs.Iam;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Iam;

public sealed class TrustPolicyTests
{
    [Fact]
    public void ARNs_are_asked_for_external_id_and_MFA_where_they_should_be()
    {
        AssertTrust(
            """
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
             "Condition": {"StringEquals": {"sts:ExternalId": "my-external-id"}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}}
            """,
            new ArnTrust { Arns = ["arn:aws:iam::111122223333:root"], ExternalId = "my-external-id", Mfa = true });
        AssertTrust(
            """
            {"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": ["arn:aws:iam::111122223333:role/team/Dev", "arn:aws:iam::111122223333:user/alice"]}}
            """,
            new ArnTrust { Arns = ["arn:aws:iam::111122223333:role/team/Dev", "arn:aws:iam::111122223333:user/alice"], Mfa = false });
    }

    [Fact]
    public void A_service_is_named_with_its_actions_and_conditions()
    {
        AssertTrust(
            """
            {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": {"Service": "pods.eks.amazonaws.com"},
             "Condition": {"StringEquals": {"aws:RequestTag/kubernetes-namespace": "app"}}}
            """,
            new ServiceTrust
            {
                Service = "pods.eks.amazonaws.com",
                Actions = ["sts:AssumeRole", "sts:TagSession"],
                MustEqual = new Dictionary<string, string> { ["aws:RequestTag/kubernetes-namespace"] = "app" },
            });
    }

    [Fact]
    public void An_issuer_that_is_known_makes_a_plain_document()
    {
        AssertTrust(
            """
            {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
             "Principal": {"Federated": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"},
               ":oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC"]]}},
             "Condition": {"StringEquals": {"oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com",
               "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub": ["one", "two"]}}}
            """,
            new WebIdentityTrust { Issuer = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC", Subjects = ["one", "two"] });
    }

    [Fact]
    public void An_issuer_that_is_known_at_deploy_time_makes_a_text_that_CloudFormation_fills_in()
    {
        var trust = Trust(stack =>
        {
            var issuer = new CfnParameter(stack, "TheIssuer");
            var subject = new CfnParameter(stack, "Subject");
            return new WebIdentityTrust { Issuer = issuer.ValueAsString, Subjects = ["a ${b}", subject.ValueAsString] };
        });

        var (text, variables) = (trust["Fn::Sub"]![0]!.GetValue<string>(), trust["Fn::Sub"]![1]);
        AssertJson("""{"Issuer": {"Fn::Select": [1, {"Fn::Split": ["//", {"Ref": "TheIssuer"}]}]}, "Value1": {"Ref": "Subject"}}""", variables);
        AssertJson(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Federated": "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/${Issuer}"},
             "Action": "sts:AssumeRoleWithWebIdentity",
             "Condition": {"StringEquals": {"${Issuer}:aud": "sts.amazonaws.com", "${Issuer}:sub": ["a ${!b}", "${Value1}"]}}}]}
            """,
            JsonNode.Parse(text));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        AssertWrong(
            "Trust.Arns[0]: got \"*\", expected each role, user or account by its own ARN: not everybody; "
            + "Trust.Arns[1]: got \"arn:aws:sts::111122223333:assumed-role/Dev/me\", expected the role itself, not a session of it, probably "
            + "arn:aws:iam::111122223333:role/Dev; "
            + "Trust.ExternalId: got \"a b\", expected 2 to 1224 letters, digits or +=,.@:/_-",
            new ArnTrust { Arns = ["*", "arn:aws:sts::111122223333:assumed-role/Dev/me"], ExternalId = "a b" });
        AssertWrong("Trust.Arns: missing, expected at least one role, user or account root", new ArnTrust { Arns = [] });
        AssertWrong(
            "Trust.Issuer: got \"http://issuer\", expected an https:// URL; Trust.Subjects: missing, expected at least one subject",
            new WebIdentityTrust { Issuer = "http://issuer", Subjects = [] });
        AssertWrong(
            "Trust.Issuer: got \"https://issuer/\", expected the issuer as its tokens have it, without a slash at the end, a query or a fragment",
            new WebIdentityTrust { Issuer = "https://issuer/", Subjects = ["one"] });
        AssertWrong(
            "Trust.Service: missing, expected the service's principal, such as pods.eks.amazonaws.com", new ServiceTrust { Service = "" });
    }

    private static void AssertTrust(string statement, TrustPolicy trust) =>
        AssertJson($$"""{"Version": "2012-10-17", "Statement": [{{statement}}]}""", Trust(_ => trust));

    private static JsonNode Trust(Func<Stack, TrustPolicy> trust) => Template(stack => _ = new ClusterAccessRole(stack, "Role", new()
    {
        Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }),
        Trust = trust(stack),
    })).One("AWS::IAM::Role")["Properties"]!["AssumeRolePolicyDocument"]!;

    private static void AssertWrong(string expected, TrustPolicy trust)
    {
        var error = Assert.Throws<ArgumentException>(() => Trust(_ => trust));
        Assert.Equal($"Stack/Role: {expected}", error.Message);
    }
}
