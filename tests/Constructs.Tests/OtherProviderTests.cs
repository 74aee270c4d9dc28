using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Rbac;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests;

/// <summary>Providers that make no function of their own, and where the code of one comes from.</summary>
public sealed class OtherProviderTests
{
    private const string Token = "arn:aws:lambda:eu-west-1:111122223333:function:mapping";

    [Fact]
    public void A_provider_that_is_there_already_makes_nothing_of_its_own()
    {
        var template = Template(stack => Entry(MappingProvider.FromServiceToken(stack, "Provider", new() { Cluster = Demo, ServiceToken = Token })));

        var entry = Assert.Single(template["Resources"]!.AsObject()).Value!;
        Assert.Equal(Token, entry["Properties"]!["ServiceToken"]!.GetValue<string>());
        Assert.Null(entry["DependsOn"]);
    }

    [Fact]
    public void Its_role_is_let_in_where_it_is_named()
    {
        var template = Template(stack => Entry(MappingProvider.FromServiceToken(
            stack, "Provider", new() { Cluster = Demo, ServiceToken = Token, RoleArn = "arn:aws:iam::111122223333:role/mapping" })));

        var (id, entry) = Assert.Single(template.All("AWS::EKS::AccessEntry"));
        Assert.Equal("arn:aws:iam::111122223333:role/mapping", entry["Properties"]!["PrincipalArn"]!.GetValue<string>());
        Assert.Equal(id, Assert.Single(template.One("Custom::EksAwsAuthEntry")["DependsOn"]!.AsArray())!.GetValue<string>());
    }

    [Fact]
    public void What_is_wrong_with_it_is_named_together()
    {
        var error = Assert.Throws<ArgumentException>(() => MappingProvider.FromServiceToken(
            new Stack(), "Provider", new() { Cluster = Demo, ServiceToken = " ", RoleArn = "arn:aws:iam::111122223333:user/mapping" }));

        Assert.Equal(
            "Default/Provider: ServiceToken: missing, expected the ARN of the function, or of the topic in front of it; "
            + "RoleArn: got \"arn:aws:iam::111122223333:user/mapping\", expected the ARN of an IAM role",
            error.Message);
    }

    [Fact]
    public void On_another_cluster_the_function_may_find_it_and_is_let_in_there_before_the_first_call()
    {
        var template = Template(stack => Secret(Provider(stack).For(
            stack, "Tools", Named("tools"), EntryPolicy.InNamespaces("AmazonEKSEditPolicy", "argocd"))));

        var policy = template.All("AWS::IAM::Policy").Single();
        AssertJson(
            """
            {"Version": "2012-10-17", "Statement": [{"Action": "eks:DescribeCluster", "Effect": "Allow", "Resource": {"Fn::Join": ["", [
              "arn:", {"Ref": "AWS::Partition"}, ":eks:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":cluster/tools"]]}},
              {"Action": ["eks:ListAccessEntries", "eks:DescribeAccessEntry"], "Effect": "Allow", "Resource": [
                {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":cluster/tools"]]},
                {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":access-entry/tools/*"]]}]}]}
            """,
            policy.Value["Properties"]!["PolicyDocument"]);
        AssertJson("""[{"Ref": "ProviderRole1DE8EC3B"}]""", policy.Value["Properties"]!["Roles"]);
        var entry = template.All("AWS::EKS::AccessEntry").Single(pair => pair.Value["Properties"]!["ClusterName"]!.GetValue<string>() == "tools");
        AssertJson(
            """{"Type": "namespace", "Namespaces": ["argocd"]}""", entry.Value["Properties"]!["AccessPolicies"]![0]!["AccessScope"]);
        var secret = template.One("Custom::EksKubernetesObject");
        AssertJson("""{"Name": "tools"}""", secret["Properties"]!["Cluster"]);
        Assert.Equal(
            new[] { policy.Key, entry.Key }.Order(StringComparer.Ordinal),
            secret["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void On_a_cluster_of_another_account_it_assumes_the_role_there_and_nothing_else()
    {
        const string Role = "arn:aws:iam::444455556666:role/Deployer";
        var template = Template(stack => Secret(Provider(stack).For(
            stack, "Tools", ClusterTarget.FromAttributes(new() { Name = "tools", AccessRoleArn = Role, ExternalId = "x" }))));

        AssertJson(
            $$"""[{"Action": "sts:AssumeRole", "Effect": "Allow", "Resource": "{{Role}}"}]""",
            template.One("AWS::IAM::Policy")["Properties"]!["PolicyDocument"]!["Statement"]);
        Assert.Equal("demo", template.One("AWS::EKS::AccessEntry")["Properties"]!["ClusterName"]!.GetValue<string>());
        AssertJson(
            $$"""{"Name": "tools", "AccessRoleArn": "{{Role}}", "ExternalId": "x"}""",
            template.One("Custom::EksKubernetesObject")["Properties"]!["Cluster"]);
    }

    [Fact]
    public void On_a_cluster_of_another_Region_a_warning_says_that_the_access_entry_is_to_be_made_there()
    {
        var stack = new Stack(new App(), "Stack", new StackProps { Env = new Amazon.CDK.Environment { Region = "eu-west-1" } });
        Secret(Provider(stack).For(stack, "Tools", ClusterTarget.FromAttributes(new() { Name = "tools", Region = "us-east-1" })));

        Amazon.CDK.Assertions.Template.FromStack(stack).ResourceCountIs("AWS::EKS::AccessEntry", 1);
        var warning = Assert.Single(
            Amazon.CDK.Assertions.Annotations.FromStack(stack).FindWarning("*", Amazon.CDK.Assertions.Match.AnyValue()));
        Assert.Contains("The cluster tools is in us-east-1", warning.Entry.Data!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_function_enters_a_cluster_by_one_provider()
    {
        var stack = new Stack();
        var provider = Provider(stack);
        _ = provider.For(stack, "Tools", Named("tools"));

        foreach (var twice in new[] { "demo", "tools" })
        {
            var error = Assert.Throws<ArgumentException>(() => provider.For(stack, $"Again-{twice}", Named(twice)));

            Assert.Equal(
                $"Default/Again-{twice}: Cluster: got \"{twice}\", expected one provider of a function for each cluster, which all share: "
                + "its role has one access entry there",
                error.Message);
        }
    }

    [Fact]
    public void What_nobody_gave_is_looked_up_once_and_what_was_given_is_not()
    {
        var template = Template(stack =>
        {
            var provider = Provider(stack);
            Output(stack, provider, "A");
            _ = new CfnOutput(stack, "Again", new CfnOutputProps { Value = provider.OidcIssuer });
            Output(stack, provider.For(stack, "Other", ClusterTarget.FromAttributes(new()
            {
                Name = "other",
                Endpoint = "https://x.example",
                CertificateAuthorityData = "Y2E=",
                OidcIssuer = "https://oidc.example/id/1",
            })), "B");
        });

        var (id, lookup) = Assert.Single(template.All("Custom::EksClusterLookup"));
        Assert.Equal(["ServiceToken", "ServiceTimeout", "Cluster"], lookup["Properties"]!.AsObject().Select(pair => pair.Key));
        AssertJson(
            $$"""
            {"AEndpoint": {"Value": {"Fn::GetAtt": ["{{id}}", "Endpoint"]} }, "ACa": {"Value": {"Fn::GetAtt": ["{{id}}", "CertificateAuthorityData"]} },
             "AIssuer": {"Value": {"Fn::GetAtt": ["{{id}}", "OidcIssuer"]} }, "Again": {"Value": {"Fn::GetAtt": ["{{id}}", "OidcIssuer"]} },
             "BEndpoint": {"Value": "https://x.example"}, "BCa": {"Value": "Y2E="}, "BIssuer": {"Value": "https://oidc.example/id/1"} }
            """,
            template["Outputs"]);
    }

    [Fact]
    public void The_code_may_come_from_a_bucket_and_then_there_is_no_asset()
    {
        var app = new App();
        var stack = new Stack(app, "Stack", new StackProps { Synthesizer = new BootstraplessSynthesizer() });
        _ = new MappingProvider(stack, "Provider", new() { Cluster = Demo, Code = FunctionCode.FromBucket(Fn.Sub("packages-${AWS::Region}"), "mapping.zip") });

        Amazon.CDK.Assertions.Template.FromStack(stack).HasResourceProperties("AWS::Lambda::Function", new Dictionary<string, object>
        {
            ["Code"] = new Dictionary<string, object>
            {
                ["S3Bucket"] = new Dictionary<string, object> { ["Fn::Sub"] = "packages-${AWS::Region}" },
                ["S3Key"] = "mapping.zip",
            },
        });
        Assert.Empty(Directory.GetDirectories(app.Synth().Directory, "asset.*"));
    }

    [Fact]
    public void With_least_privilege_the_policy_is_what_the_resources_need()
    {
        Assert.Null(Policy(_ => { }));
        Assert.Null(Policy(provider => _ = provider.Endpoint));
        Assert.Equal("AmazonEKSEditPolicy namespace kube-system", Policy(provider => Entry(provider)));
        Assert.Equal("AmazonEKSEditPolicy namespace kube-system; AmazonEKSAdminViewPolicy cluster", Policy(provider => _ = new NodeMapping(
            (MappingProvider)provider, "Nodes", new() { Provider = provider, RoleArn = "arn:aws:iam::111122223333:role/nodes" })));
        Assert.Equal("AmazonEKSEditPolicy namespace argocd,kube-system", Policy(provider =>
        {
            Entry(provider);
            Secret(provider);
        }));
        Assert.Equal("AmazonEKSClusterAdminPolicy cluster", Policy(provider =>
        {
            _ = new KubernetesClusterRole(Stack.Of((MappingProvider)provider), "Role", new()
            {
                Provider = provider,
                Name = "nodes",
                Rules = [new() { ApiGroups = [""], Resources = ["nodes"], Verbs = ["get"] }],
            });
            Entry(provider);
        }));

        static string? Policy(Action<IMappingProvider> use)
        {
            var template = Template(
                stack => use(new MappingProvider(stack, "Provider", new() { Cluster = Demo, PackageDirectory = PackageFolder, LeastPrivilege = true })));
            if (template.One("AWS::EKS::AccessEntry")["Properties"]!["AccessPolicies"] is not { } policies) return null;
            return string.Join("; ", policies.AsArray().Select(policy =>
            {
                var name = policy!["PolicyArn"]!["Fn::Join"]![1]!.AsArray()[^1]!.GetValue<string>();
                var scope = policy["AccessScope"]!;
                return $"{name[(name.LastIndexOf('/') + 1)..]} {scope["Type"]} {string.Join(",", scope["Namespaces"]?.AsArray() ?? [])}".TrimEnd();
            }));
        }
    }

    [Fact]
    public void With_least_privilege_so_it_is_on_other_clusters_unless_a_policy_is_named()
    {
        var template = Template(stack =>
        {
            var provider = new MappingProvider(stack, "Provider", new() { Cluster = Demo, PackageDirectory = PackageFolder, LeastPrivilege = true });
            Secret(provider.For(stack, "Tools", Named("tools")));
            _ = provider.For(stack, "Other", Named("other"), EntryPolicy.ClusterWide("AmazonEKSAdminPolicy"));
        });

        var entries = template.All("AWS::EKS::AccessEntry").Values.Select(entry => entry["Properties"]!)
            .ToDictionary(entry => entry["ClusterName"]!.GetValue<string>(), entry => entry["AccessPolicies"]?.ToJsonString() ?? "");
        Assert.Equal("", entries["demo"]);
        Assert.Contains("AmazonEKSEditPolicy", entries["tools"], StringComparison.Ordinal);
        Assert.Contains("AmazonEKSAdminPolicy", entries["other"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_serves_the_stacks_of_its_app()
    {
        var app = new App();
        var (first, second) = (new Stack(app, "First"), new Stack(app, "Second"));
        var provider = Provider(first);
        _ = new AwsAuthEntry(second, "Entry", new() { Provider = provider, AccountId = "111122223333" });

        var template = Amazon.CDK.Assertions.Template.FromStack(second);
        template.ResourceCountIs("Custom::EksAwsAuthEntry", 1);
        Assert.Equal([first.StackName], second.Dependencies.Select(stack => stack.StackName));
    }

    [Fact]
    public void Contradictions_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new MappingProvider(new Stack(), "Provider", new()
        {
            Cluster = Demo,
            PackageDirectory = PackageFolder,
            Code = FunctionCode.FromBucket("b", "k"),
            AccessPolicyName = "AmazonEKSAdminPolicy",
            LeastPrivilege = true,
        }));

        Assert.Equal(
            "Default/Provider: PackageDirectory, Code: got \"both\", expected at most one of them; "
            + "AccessPolicyName: got \"AmazonEKSAdminPolicy\", expected none: with LeastPrivilege it is computed",
            error.Message);
        Assert.Throws<ArgumentException>(() => FunctionCode.FromBucket("", ""));
        Assert.Throws<ArgumentException>(() => EntryPolicy.InNamespaces("AmazonEKSEditPolicy"));
        Assert.Throws<ArgumentException>(() => EntryPolicy.ClusterWide("arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"));
    }

    private static ClusterTarget Demo => Named("demo");

    private static ClusterTarget Named(string name) => ClusterTarget.FromAttributes(new() { Name = name, AuthenticationMode = AuthenticationMode.API_AND_CONFIG_MAP });

    private static void Entry(IMappingProvider provider) => _ = new AwsAuthEntry(
        Stack.Of((Providers.ProviderBase)provider), "Entry", new() { Provider = provider, AccountId = "111122223333" });

    private static void Secret(IMappingProvider provider) => _ = new KubernetesObject(
        Stack.Of((Providers.ProviderBase)provider),
        "Secret",
        new()
        {
            Provider = provider,
            Manifest = new Dictionary<string, object>
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = new Dictionary<string, object> { ["name"] = "s", ["namespace"] = "argocd" },
            },
        });

    private static void Output(Stack stack, IMappingProvider provider, string id)
    {
        _ = new CfnOutput(stack, $"{id}Endpoint", new CfnOutputProps { Value = provider.Endpoint });
        _ = new CfnOutput(stack, $"{id}Ca", new CfnOutputProps { Value = provider.CertificateAuthorityData });
        _ = new CfnOutput(stack, $"{id}Issuer", new CfnOutputProps { Value = provider.OidcIssuer });
    }
}
