using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Constructs.Access;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Access;

public sealed class PrincipalMappingTests
{
    private const string Role = "arn:aws:iam::111122223333:role/team/Dev";

    [Theory]
    [InlineData(AuthenticationMode.CONFIG_MAP, null, true, false)]
    [InlineData(AuthenticationMode.API_AND_CONFIG_MAP, null, true, false)]
    [InlineData(AuthenticationMode.API, null, false, true)]
    [InlineData(AuthenticationMode.API_AND_CONFIG_MAP, MappingVia.AccessEntry, false, true)]
    [InlineData(AuthenticationMode.API_AND_CONFIG_MAP, MappingVia.Both, true, true)]
    public void A_principal_is_let_in_by_what_the_cluster_reads(AuthenticationMode mode, MappingVia? via, bool awsAuth, bool accessEntry)
    {
        var template = Mapped(mode, provider => new() { Provider = provider, RoleArn = Role, Groups = ["a"], Via = via });

        Assert.Equal(awsAuth, template.All("Custom::EksAwsAuthEntry").ContainsKey("MappingE24B359D"));
        Assert.Equal(accessEntry, template.All("AWS::EKS::AccessEntry").ContainsKey("MappingAccessEntryCB284998"));
    }

    [Fact]
    public void One_declaration_says_the_same_to_both()
    {
        var template = Mapped(
            AuthenticationMode.API_AND_CONFIG_MAP, provider => new() { Provider = provider, RoleArn = Role, Groups = ["a", "b"], Via = MappingVia.Both });

        var entry = template.One("Custom::EksAwsAuthEntry");
        AssertJson(
            """
            {"ClusterName": "demo", "PrincipalArn": "arn:aws:iam::111122223333:role/team/Dev", "Type": "STANDARD",
             "Username": "Dev:{{SessionName}}", "KubernetesGroups": ["a", "b"]}
            """,
            Entry(template));
        Assert.Equal("arn:aws:iam::111122223333:role/Dev", entry["Properties"]!["RoleArn"]!.GetValue<string>());
        Assert.Equal("Dev:{{SessionName}}", entry["Properties"]!["Username"]!.GetValue<string>());
        Assert.Contains("MappingAccessEntryCB284998", entry["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()));
    }

    [Fact]
    public void Masters_become_the_policy_of_administrators_and_the_other_groups_stay()
    {
        var template = Mapped(
            AuthenticationMode.API, provider => new() { Provider = provider, RoleArn = Role, Groups = ["system:masters", "oncall"] });

        AssertJson("""["oncall"]""", Entry(template)["KubernetesGroups"]);
        AssertJson("""{"Type": "cluster"}""", Entry(template)["AccessPolicies"]![0]!["AccessScope"]);
        Assert.EndsWith("/AmazonEKSClusterAdminPolicy\"]]}", Entry(template)["AccessPolicies"]![0]!["PolicyArn"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Access_policies_have_the_scope_that_they_are_given()
    {
        var template = Mapped(AuthenticationMode.API, provider => new()
        {
            Provider = provider,
            UserArn = "arn:aws:iam::111122223333:user/team/alice",
            Username = "alice",
            AccessPolicies = [EntryPolicy.ClusterWide("AmazonEKSViewPolicy"), EntryPolicy.InNamespaces("AmazonEKSEditPolicy", "dev", "ci-*")],
        });

        var policies = Entry(template)["AccessPolicies"]!;
        AssertJson("""{"Type": "cluster"}""", policies[0]!["AccessScope"]);
        AssertJson("""{"Type": "namespace", "Namespaces": ["dev", "ci-*"]}""", policies[1]!["AccessScope"]);
        Assert.Equal("arn:aws:iam::111122223333:user/team/alice", Entry(template)["PrincipalArn"]!.GetValue<string>());
    }

    [Fact]
    public void An_account_is_let_in_by_aws_auth_whatever_else_is_asked_for()
    {
        var template = Mapped(
            AuthenticationMode.API_AND_CONFIG_MAP, provider => new() { Provider = provider, AccountId = "444455556666", Via = MappingVia.Both });

        Assert.Equal("444455556666", template.One("Custom::EksAwsAuthEntry")["Properties"]!["AccountId"]!.GetValue<string>());
        Assert.Single(template.All("AWS::EKS::AccessEntry")); // the provider's own
    }

    [Fact]
    public void Tokens_are_left_alone()
    {
        var template = Mapped(AuthenticationMode.API, provider => new()
        {
            Provider = provider,
            RoleArn = new CfnParameter(Stack.Of((MappingProvider)provider), "Role").ValueAsString,
        });

        AssertJson("""{"ClusterName": "demo", "PrincipalArn": {"Ref": "Role"}, "Type": "STANDARD"}""", Entry(template));
    }

    [Fact]
    public void What_aws_auth_does_not_take_is_named_together()
    {
        AssertWrong(
            AuthenticationMode.API_AND_CONFIG_MAP,
            new()
            {
                Provider = null!,
                RoleArn = Role,
                Username = "system:admin",
                AccessPolicies = [EntryPolicy.ClusterWide("AmazonEKSViewPolicy")],
            },
            "Username: got \"system:admin\", expected one that does not begin with system:, which is Kubernetes' own; "
            + "AccessPolicies: got \"AmazonEKSViewPolicy\", expected none, or Via AccessEntry or Both: aws-auth knows no access policies");
        AssertWrong(
            AuthenticationMode.CONFIG_MAP,
            new() { Provider = null!, Via = MappingVia.Both, RoleArn = Fn.Ref("Role") },
            "Via: got \"Both\", expected AwsAuth: the cluster takes no access entries (CONFIG_MAP); "
            + "Username: missing, expected the Kubernetes username");
        AssertWrong(
            AuthenticationMode.API,
            new() { Provider = null!, Via = MappingVia.AwsAuth, RoleArn = "arn:aws:iam::111122223333:user/alice", AccountId = "1" },
            "Via: got \"AwsAuth\", expected AccessEntry: the cluster does not read aws-auth (API); "
            + "RoleArn, UserArn, AccountId: got \"more than one\", expected exactly one of them; "
            + "RoleArn: got \"arn:aws:iam::111122223333:user/alice\", expected the ARN of an IAM role; "
            + "AccountId: got \"1\", expected the 12 digits of an AWS account; "
            + "Username, Groups: got \"alice\", expected neither: an account has its principals' ARNs as usernames, and no groups");
    }

    [Fact]
    public void What_access_entries_do_not_take_is_named_together()
    {
        AssertWrong(
            AuthenticationMode.API,
            new()
            {
                Provider = null!,
                RoleArn = "arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
                Username = "dev-{{SessionName}}",
                Groups = ["system:nodes", "dev"],
                AccessPolicies = [EntryPolicy.ClusterWide("AmazonEKSViewPolicy"), EntryPolicy.InNamespaces("AmazonEKSViewPolicy", "dev")],
            },
            "RoleArn: got \"arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS\", "
            + "expected a role that is not service-linked: access entries refuse those; "
            + "Username: got \"dev-{{SessionName}}\", expected a colon before {{SessionName}} in an access entry, such as dev:{{SessionName}}; "
            + "Groups: got \"system:nodes\", expected no group of system: but system:masters on an access entry, which refuses them; "
            + "AccessPolicies: got \"AmazonEKSViewPolicy\", expected each policy once, with all its namespaces");
        AssertWrong(
            AuthenticationMode.API,
            new() { Provider = null!, AccountId = "444455556666" },
            "AccountId: got \"444455556666\", expected its roles and users one by one: access entries have none for a whole account");
    }

    [Fact]
    public void An_access_entry_is_not_for_a_cluster_that_is_entered_from_another_account()
    {
        var stack = new Stack();
        var provider = Provider(stack, new() { Name = "demo", AuthenticationMode = AuthenticationMode.API, AccessRoleArn = "arn:aws:iam::444455556666:role/In" });

        var error = Assert.Throws<ArgumentException>(() => new PrincipalMapping(stack, "Mapping", new() { Provider = provider, RoleArn = Role }));

        Assert.Equal(
            "Default/Mapping: Via: got \"AccessEntry\", expected AwsAuth: only a stack of the cluster's own account can make an access entry, "
            + "and this one enters by arn:aws:iam::444455556666:role/In",
            error.Message);
    }

    [Fact]
    public void An_access_entry_that_may_be_there_is_adopted_by_the_function_which_may_write_the_entries_of_its_cluster_alone()
    {
        var template = Mapped(AuthenticationMode.API_AND_CONFIG_MAP, provider => new()
        {
            Provider = provider,
            RoleArn = Role,
            Groups = ["a"],
            AccessPolicies = [EntryPolicy.InNamespaces("AmazonEKSEditPolicy", "dev")],
            Via = MappingVia.Both,
            OnConflict = OnConflict.Adopt,
        });

        var entry = template.One("Custom::EksAccessEntry");
        var properties = (JsonObject)entry["Properties"]!;
        properties.Remove("ServiceToken");
        properties.Remove("ServiceTimeout");
        AssertJson(
            """
            {"Cluster": {"Name": "demo"}, "PrincipalArn": "arn:aws:iam::111122223333:role/team/Dev", "OnConflict": "Adopt",
             "Username": "Dev:{{SessionName}}", "KubernetesGroups": ["a"],
             "AccessPolicies": [{"PolicyArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks::aws:cluster-access-policy/AmazonEKSEditPolicy"]]},
               "AccessScope": {"Type": "namespace", "Namespaces": ["dev"]}}]}
            """,
            properties);
        var policy = template.All("AWS::IAM::Policy").Single(policy => policy.Key.Contains("AccessEntries", StringComparison.Ordinal));
        Assert.Contains(policy.Key, entry["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()));
        var statements = policy.Value!["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray();
        Assert.Equal("eks:CreateAccessEntry", statements[0]!["Action"]!.GetValue<string>());
        Assert.EndsWith(":cluster/demo\"]]}", statements[0]!["Resource"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.EndsWith(":access-entry/demo/*\"]]}", statements[1]!["Resource"]!.ToJsonString(), StringComparison.Ordinal);
        AssertJson("""{"Action": "iam:GetRole", "Effect": "Allow", "Resource": "arn:aws:iam::111122223333:role/team/Dev"}""", statements[2]);
        Assert.Single(template.All("AWS::EKS::AccessEntry")); // the provider's own
        Assert.Equal("Adopt", template.One("Custom::EksAwsAuthEntry")["Properties"]!["OnConflict"]!.GetValue<string>());
    }

    [Fact]
    public void An_access_entry_of_a_cluster_of_another_account_is_made_by_the_function_where_it_may_adopt()
    {
        var template = Template(stack => _ = new PrincipalMapping(stack, "Mapping", new()
        {
            Provider = Provider(stack, new() { Name = "demo", AuthenticationMode = AuthenticationMode.API, AccessRoleArn = "arn:aws:iam::444455556666:role/In" }),
            RoleArn = Role,
            OnConflict = OnConflict.Adopt,
        }));

        Assert.Equal(Role, template.One("Custom::EksAccessEntry")["Properties"]!["PrincipalArn"]!.GetValue<string>());
        Assert.DoesNotContain(template.All("AWS::IAM::Policy").Keys, id => id.Contains("AccessEntries", StringComparison.Ordinal));
    }

    [Fact]
    public void A_template_that_nobody_fills_in_is_named()
    {
        AssertWrong(
            AuthenticationMode.API_AND_CONFIG_MAP,
            new() { Provider = null!, RoleArn = Role, Username = "dev:{{SesionName}}" },
            "Username: got \"{{SesionName}}\", expected one that is filled in: {{SessionName}}, {{SessionNameRaw}}, {{AccountID}}, {{AccessKeyID}}");
    }

    [Fact]
    public void A_principal_is_mapped_once_in_a_cluster()
    {
        var stack = new Stack();
        var provider = Provider(stack);
        _ = new PrincipalMapping(stack, "First", new() { Provider = provider, RoleArn = Role });
        _ = new PrincipalMapping(stack, "Elsewhere", new()
        {
            Provider = provider.For(stack, "Other", ClusterTarget.FromAttributes(new() { Name = "other" })),
            RoleArn = Role,
        });

        var error = Assert.Throws<ArgumentException>(() => new AwsAuthEntry(
            stack, "Second", new() { Provider = provider, RoleArn = "arn:aws:iam::111122223333:role/dev", Username = "dev" }));

        Assert.Equal(
            "Default/Second: RoleArn, UserArn, AccountId: got \"arn:aws:iam::111122223333:role/dev\", expected each principal once: "
            + "Default/First maps it already",
            error.Message);
    }

    [Fact]
    public void Notes_say_what_becomes_of_paths_masters_and_accounts()
    {
        var stack = new Stack(new App(), "Stack");
        var provider = Provider(stack);
        _ = new PrincipalMapping(stack, "A", new() { Provider = provider, RoleArn = Role, Groups = ["system:masters"], Via = MappingVia.Both });
        _ = new PrincipalMapping(stack, "B", new() { Provider = provider, AccountId = "444455556666", Via = MappingVia.Both });

        Assert.Equal(
        [
            "The account 444455556666 is let in by aws-auth alone: access entries have none for it. [eks-iam-cdk:account-by-aws-auth]",
            "The group system:masters becomes the policy AmazonEKSClusterAdminPolicy of the access entry. [eks-iam-cdk:masters-by-policy]",
            "The role path /team/ is stripped: aws-auth is matched without it, as arn:aws:iam::111122223333:role/Dev. "
                + "[eks-iam-cdk:role-path-stripped]",
        ],
        Notes(stack));
    }

    private static JsonObject Mapped(AuthenticationMode mode, Func<IMappingProvider, PrincipalMappingProps> props) => Template(stack =>
        _ = new PrincipalMapping(stack, "Mapping", props(Provider(stack, new() { Name = "demo", AuthenticationMode = mode }))));

    private static JsonNode Entry(JsonObject template) => template.All("AWS::EKS::AccessEntry")["MappingAccessEntryCB284998"]["Properties"]!;

    private static void AssertWrong(AuthenticationMode mode, PrincipalMappingProps props, string expected)
    {
        var stack = new Stack();
        var provider = Provider(stack, new() { Name = "demo", AuthenticationMode = mode });
        var error = Assert.Throws<ArgumentException>(() => new PrincipalMapping(stack, "Mapping", new()
        {
            Provider = provider,
            RoleArn = props.RoleArn,
            UserArn = props.UserArn,
            AccountId = props.AccountId,
            Username = props.Username,
            Groups = props.Groups,
            Via = props.Via,
            AccessPolicies = props.AccessPolicies,
            OnConflict = props.OnConflict,
        }));

        Assert.Equal($"Default/Mapping: {expected}", error.Message);
    }
}
