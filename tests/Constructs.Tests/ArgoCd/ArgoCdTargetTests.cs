using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.ArgoCd;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.ArgoCd;

public sealed class ArgoCdTargetTests
{
    private const string Controller = "arn:aws:iam::111122223333:role/argocd";

    private static readonly ClusterAttributes s_demo = new()
    {
        Name = "Demo_1",
        Arn = "arn:aws:eks:eu-west-1:444455556666:cluster/Demo_1",
        Endpoint = "https://ABCD.gr7.eu-west-1.eks.amazonaws.com",
        CertificateAuthorityData = "Y2E=",
    };

    [Fact]
    public void The_controller_is_an_administrator_of_the_target_by_a_binding_of_its_own()
    {
        var template = Target(s_demo, null);

        var entry = template.One("Custom::EksAwsAuthEntry")["Properties"]!;
        Assert.Equal(Controller, entry["RoleArn"]!.GetValue<string>());
        AssertJson("""["eks-iam-cdk:argocd:controllers"]""", entry["Groups"]);
        AssertJson(
            """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
             "metadata": {"name": "eks-iam-cdk:argocd:controllers:cluster-admin"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
             "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "eks-iam-cdk:argocd:controllers"}]}
            """,
            JsonNode.Parse(template.One("Custom::EksKubernetesObject")["Properties"]!["Manifest"]!.GetValue<string>()));
    }

    [Fact]
    public void The_Secret_is_what_Argo_CD_reads_and_is_written_in_its_namespace_after_the_controller_is_let_in()
    {
        var template = Target(s_demo, ArgoCdRegistry.Of(ClusterTarget.FromAttributes(new() { Name = "tools" })));

        var secret = Secret(template);
        AssertJson("""{"Name": "tools"}""", secret["Properties"]!["Cluster"]);
        var manifest = JsonNode.Parse(secret["Properties"]!["Manifest"]!.GetValue<string>())!;
        AssertJson(
            """
            {"name": "cluster-demo-1-444455556666-eu-west-1", "namespace": "argocd",
             "labels": {"argocd.argoproj.io/secret-type": "cluster", "stage": "production"}}
            """,
            manifest["metadata"]);
        Assert.Equal("Demo_1", manifest["stringData"]!["name"]!.GetValue<string>());
        Assert.Equal("https://ABCD.gr7.eu-west-1.eks.amazonaws.com", manifest["stringData"]!["server"]!.GetValue<string>());
        AssertJson(
            """{"awsAuthConfig": {"clusterName": "Demo_1"}, "tlsClientConfig": {"insecure": false, "caData": "Y2E="}}""",
            JsonNode.Parse(manifest["stringData"]!["config"]!.GetValue<string>()));
        Assert.Contains(template.All("Custom::EksAwsAuthEntry").Keys.Single(), secret["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()));
        var policy = template.All("AWS::EKS::AccessEntry").Values.Single(entry => entry["Properties"]!["ClusterName"]!.GetValue<string>() == "tools");
        AssertJson("""{"Type": "namespace", "Namespaces": ["argocd"]}""", policy["Properties"]!["AccessPolicies"]![0]!["AccessScope"]);
        Assert.Empty(template.All("Custom::EksClusterLookup"));
    }

    [Fact]
    public void What_nobody_gave_is_looked_up_at_deploy_time()
    {
        var template = Target(new() { Name = "demo" }, ArgoCdRegistry.Of(ClusterTarget.FromAttributes(new() { Name = "tools" })));

        var lookup = template.All("Custom::EksClusterLookup").Keys.Single();
        var values = new Dictionary<string, string>
        {
            ["AWS::AccountId"] = "111122223333",
            ["AWS::Region"] = "eu-west-1",
            [$"{lookup}.Endpoint"] = "https://x.example",
            [$"{lookup}.CertificateAuthorityData"] = "Y2E=",
        };
        var parts = Secret(template)["Properties"]!["Manifest"]!["Fn::Join"]![1]!.AsArray();
        var manifest = JsonNode.Parse(string.Concat(parts.Select(part => part switch
        {
            JsonValue text => text.GetValue<string>(),
            _ when part!["Ref"] is { } name => values[name.GetValue<string>()],
            _ => values[string.Join('.', part["Fn::GetAtt"]!.AsArray())],
        })))!;
        Assert.Equal("cluster-demo-111122223333-eu-west-1", manifest["metadata"]!["name"]!.GetValue<string>());
        Assert.Equal("https://x.example", manifest["stringData"]!["server"]!.GetValue<string>());
        AssertJson(
            """{"awsAuthConfig": {"clusterName": "demo"}, "tlsClientConfig": {"insecure": false, "caData": "Y2E="}}""",
            JsonNode.Parse(manifest["stringData"]!["config"]!.GetValue<string>()));
    }

    [Fact]
    public void Across_accounts_the_Secret_is_written_by_the_role_there_and_Argo_CD_assumes_the_role_of_the_target()
    {
        const string Writer = "arn:aws:iam::777788889999:role/argocd-registrar";
        var template = Template(stack => _ = new ArgoCdTarget(stack, "ArgoCd", new()
        {
            Provider = Provider(stack, s_demo),
            ControllerRoleArns = [Controller],
            AssumeRoleArn = Controller,
            DisplayName = "production",
            SecretName = "production",
            RegisterIn = ArgoCdRegistry.Of(ClusterTarget.FromAttributes(new() { Name = "tools", AccessRoleArn = Writer, ExternalId = "x1" }), "gitops"),
        }));

        var secret = Secret(template)["Properties"]!;
        AssertJson($$"""{"Name": "tools", "AccessRoleArn": "{{Writer}}", "ExternalId": "x1"}""", secret["Cluster"]);
        Assert.Equal(Writer, template.One("AWS::IAM::Policy")["Properties"]!["PolicyDocument"]!["Statement"]![0]!["Resource"]!.GetValue<string>());
        var manifest = JsonNode.Parse(secret["Manifest"]!.GetValue<string>())!;
        Assert.Equal(("production", "gitops"), (manifest["metadata"]!["name"]!.GetValue<string>(), manifest["metadata"]!["namespace"]!.GetValue<string>()));
        var config = JsonNode.Parse(manifest["stringData"]!["config"]!.GetValue<string>())!;
        AssertJson($$"""{"clusterName": "Demo_1", "roleARN": "{{Controller}}"}""", config["awsAuthConfig"]);
    }

    [Fact]
    public void Several_targets_may_share_one_provider_of_the_cluster_of_Argo_CD()
    {
        var template = Template(stack =>
        {
            var provider = Provider(stack, s_demo);
            var tools = provider.For(stack, "Tools", ClusterTarget.FromAttributes(new() { Name = "tools" }));
            foreach (var name in new[] { "one", "two" })
            {
                _ = new ArgoCdTarget(stack, name, new()
                {
                    Provider = provider.For(stack, $"Provider-{name}", ClusterTarget.FromAttributes(new()
                    {
                        Name = name,
                        Endpoint = "https://x.example",
                        CertificateAuthorityData = "Y2E=",
                    })),
                    ControllerRoleArns = [Controller],
                    RegisterIn = ArgoCdRegistry.Through(tools),
                });
            }
        });

        Assert.Equal(
            ["demo", "one", "tools", "two"],
            template.All("AWS::EKS::AccessEntry").Values.Select(entry => entry["Properties"]!["ClusterName"]!.GetValue<string>().Replace("Demo_1", "demo", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_target_without_aws_auth_lets_the_controller_in_by_an_access_entry()
    {
        var template = Template(stack => _ = new ArgoCdTarget(stack, "ArgoCd", new()
        {
            Provider = Provider(stack, new() { Name = "demo", AuthenticationMode = AuthenticationMode.API }),
            ControllerRoleArns = [Controller],
            Via = MappingVia.Auto,
        }));

        Assert.Empty(template.All("Custom::EksAwsAuthEntry"));
        Assert.Contains(template.All("AWS::EKS::AccessEntry").Values, entry => entry["Properties"]!["PrincipalArn"] is JsonValue);
    }

    [Fact]
    public void All_wrong_properties_are_named_together()
    {
        var stack = new Stack();
        var error = Assert.Throws<ArgumentException>(() => new ArgoCdTarget(stack, "ArgoCd", new()
        {
            Provider = Provider(stack),
            ControllerRoleArns = ["arn:aws:iam::111122223333:user/argocd"],
            AssumeRoleArn = Controller,
        }));

        Assert.Equal(
            "Default/ArgoCd: ControllerRoleArns[0]: got \"arn:aws:iam::111122223333:user/argocd\", expected the ARN of an IAM role; "
            + $"AssumeRoleArn: got \"{Controller}\", expected one of ControllerRoleArns: they are who the cluster lets in; "
            + $"AssumeRoleArn, DisplayName, SecretName: got \"{Controller}\", expected none without RegisterIn: they are for the Secret",
            error.Message);
    }

    private static JsonObject Target(ClusterAttributes cluster, ArgoCdRegistry? registry) => Template(stack => _ = new ArgoCdTarget(stack, "ArgoCd", new()
    {
        Provider = Provider(stack, cluster),
        ControllerRoleArns = [Controller],
        RegisterIn = registry,
        Labels = registry is null ? null : new Dictionary<string, string> { ["stage"] = "production" },
    }));

    private static JsonObject Secret(JsonObject template) => template.All("Custom::EksKubernetesObject")
        .Single(pair => pair.Key.StartsWith("ArgoCdSecret", StringComparison.Ordinal)).Value;
}
