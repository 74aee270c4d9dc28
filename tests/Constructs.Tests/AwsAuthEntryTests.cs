using Amazon.CDK;
using EksIamCdk.Constructs.Namespaces;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests;

public sealed class AwsAuthEntryTests
{
    [Fact]
    public void The_properties_are_those_of_the_contract()
    {
        var template = Template(stack =>
        {
            var provider = Provider(stack);
            _ = new AwsAuthEntry(stack, "Role", new()
            {
                Provider = provider,
                RoleArn = "arn:aws:iam::111122223333:role/team/Dev",
                Username = "dev:{{SessionName}}",
                Groups = ["a", "b"],
                OnConflict = OnConflict.Adopt,
                AllowLockout = true,
            });
            _ = new AwsAuthEntry(
                stack, "User", new() { Provider = provider, UserArn = "arn:aws:iam::111122223333:user/team/alice", Username = "alice" });
            _ = new AwsAuthEntry(stack, "Account", new() { Provider = provider, AccountId = "111122223333" });
        });

        const string Common = """
            "ServiceToken": {"Fn::GetAtt": ["Provider2281708E", "Arn"]}, "ServiceTimeout": 360, "Cluster": {"Name": "demo"}
            """;
        var entries = template.All("Custom::EksAwsAuthEntry").Values.Select(resource => resource["Properties"]).ToList();
        AssertJson(
            "{" + Common + """
            , "RoleArn": "arn:aws:iam::111122223333:role/team/Dev", "Username": "dev:{{SessionName}}", "Groups": ["a", "b"],
             "OnConflict": "Adopt", "AllowLockout": true}
            """,
            entries[0]);
        AssertJson("{" + Common + """, "UserArn": "arn:aws:iam::111122223333:user/team/alice", "Username": "alice"}""", entries[1]);
        AssertJson("{" + Common + """, "AccountId": "111122223333"}""", entries[2]);
    }

    [Fact]
    public void All_wrong_properties_are_named_together_with_the_ARN_that_was_meant()
    {
        var provider = Provider(new Stack());

        AssertWrong(
            new() { Provider = provider, RoleArn = "arn:aws:sts::111122223333:assumed-role/Dev/me" },
            "RoleArn: got \"arn:aws:sts::111122223333:assumed-role/Dev/me\", expected the role itself, not a session of it, probably "
            + "arn:aws:iam::111122223333:role/Dev; Username: missing, expected the Kubernetes username");
        AssertWrong(
            new() { Provider = provider, UserArn = "arn:aws:iam::111122223333:role/Dev", AccountId = "1234", Groups = ["a"] },
            "RoleArn, UserArn, AccountId: got \"more than one\", expected exactly one of them; "
            + "UserArn: got \"arn:aws:iam::111122223333:role/Dev\", expected the ARN of an IAM user; "
            + "AccountId: got \"1234\", expected the 12 digits of an AWS account; "
            + "Username, Groups: got \"a\", expected neither: an account has its principals' ARNs as usernames, and no groups");
        AssertWrong(
            new() { Provider = provider, Username = "dev" },
            "RoleArn, UserArn, AccountId: missing, expected exactly one of them");
    }

    [Fact]
    public void What_came_of_it_can_be_referred_to()
    {
        var template = Template(stack =>
        {
            var provider = Provider(stack);
            var entry = new AwsAuthEntry(stack, "Entry", new() { Provider = provider, AccountId = "111122223333" });
            var ns = new KubernetesNamespace(stack, "Namespace", new() { Provider = provider, Name = "dev" });
            foreach (var (id, value) in new[] { ("A", entry.Arn), ("B", entry.ResourceVersion), ("C", ns.Uid), ("D", ns.ResourceVersion), ("E", ns.ObjectName) })
            {
                _ = new CfnOutput(stack, id, new CfnOutputProps { Value = value });
            }
        });

        var (entry, ns) = (template.All("Custom::EksAwsAuthEntry").Keys.Single(), template.All("Custom::EksKubernetesObject").Keys.Single());
        AssertJson(
            $$"""
            {"A": {"Value": {"Fn::GetAtt": ["{{entry}}", "Arn"]} }, "B": {"Value": {"Fn::GetAtt": ["{{entry}}", "ResourceVersion"]} },
             "C": {"Value": {"Fn::GetAtt": ["{{ns}}", "Uid"]} }, "D": {"Value": {"Fn::GetAtt": ["{{ns}}", "ResourceVersion"]} }, "E": {"Value": "dev"} }
            """,
            template["Outputs"]);
    }

    [Fact]
    public void Tokens_are_left_alone()
    {
        var template = Template(stack => _ = new AwsAuthEntry(stack, "Entry", new()
        {
            Provider = Provider(stack),
            RoleArn = new CfnParameter(stack, "Role").ValueAsString,
            Username = "dev",
        }));

        AssertJson("""{"Ref": "Role"}""", template.One("Custom::EksAwsAuthEntry")["Properties"]!["RoleArn"]);
    }

    private static void AssertWrong(AwsAuthEntryProps props, string expected) =>
        Assert.Equal(
            $"Default/Entry: {expected}", Assert.Throws<ArgumentException>(() => new AwsAuthEntry(new Stack(), "Entry", props)).Message);
}
