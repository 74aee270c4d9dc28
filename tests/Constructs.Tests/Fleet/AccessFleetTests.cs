using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using EksIamCdk.Constructs.Fleet;

namespace EksIamCdk.Constructs.Tests.Fleet;

public sealed class AccessFleetTests
{
    [Fact]
    public void Organizational_units_get_a_service_managed_stack_set_that_goes_Region_by_Region()
    {
        var set = Fleet(FleetTargets.OrganizationalUnits("ou-abcd-12345678"));

        Synthesized.AssertJson(
            """
            {
              "StackSetName": "access",
              "PermissionModel": "SERVICE_MANAGED",
              "CallAs": "SELF",
              "AutoDeployment": { "Enabled": true, "RetainStacksOnAccountRemoval": false },
              "Capabilities": ["CAPABILITY_NAMED_IAM"],
              "ManagedExecution": { "Active": true },
              "OperationPreferences": {
                "MaxConcurrentPercentage": 25, "FailureTolerancePercentage": 0,
                "RegionConcurrencyType": "SEQUENTIAL", "RegionOrder": ["eu-west-1", "us-east-1"]
              },
              "Parameters": [
                {
                  "ParameterKey": "PackageBucketPrefix",
                  "ParameterValue": { "Fn::Join": ["", ["eks-iam-cdk-", { "Ref": "AWS::AccountId" }]] }
                }
              ],
              "StackInstancesGroup": [
                { "DeploymentTargets": { "OrganizationalUnitIds": ["ou-abcd-12345678"] }, "Regions": ["eu-west-1", "us-east-1"] }
              ]
            }
            """,
            Without(set, "TemplateBody"));
    }

    [Fact]
    public void Accounts_get_a_self_managed_stack_set()
    {
        var set = Fleet(FleetTargets.Accounts("111122223333", "444455556666"));

        Assert.Equal("SELF_MANAGED", set["PermissionModel"]!.GetValue<string>());
        Assert.False(set.ContainsKey("AutoDeployment"));
        Synthesized.AssertJson(
            """[{ "DeploymentTargets": { "Accounts": ["111122223333", "444455556666"] }, "Regions": ["eu-west-1", "us-east-1"] }]""",
            set["StackInstancesGroup"]);
    }

    [Fact]
    public void Functions_that_are_there_are_told_to_each_Region_by_parameter()
    {
        string? token = null;
        var set = Fleet(
            FleetTargets.Accounts("111122223333"),
            member => token = member.Provider("Provider", ClusterTarget.FromAttributes(new() { Name = "demo" })).ServiceToken,
            FleetPackage.FromServiceTokens(new Dictionary<string, string> { ["eu-west-1"] = "arn:one", ["us-east-1"] = "arn:two" }));

        Synthesized.AssertJson("""[{ "ParameterKey": "ServiceToken", "ParameterValue": "arn:one" }]""", set["Parameters"]);
        Synthesized.AssertJson(
            """
            [
              {
                "DeploymentTargets": { "Accounts": ["111122223333"] }, "Regions": ["eu-west-1"],
                "ParameterOverrides": [{ "ParameterKey": "ServiceToken", "ParameterValue": "arn:one" }]
              },
              {
                "DeploymentTargets": { "Accounts": ["111122223333"] }, "Regions": ["us-east-1"],
                "ParameterOverrides": [{ "ParameterKey": "ServiceToken", "ParameterValue": "arn:two" }]
              }
            ]
            """,
            set["StackInstancesGroup"]);
        Assert.True(Token.IsUnresolved(token!));
        Assert.Equal(["ServiceToken"], Body(set)["Parameters"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public void The_template_is_flat_and_its_function_comes_from_the_bucket_of_its_Region()
    {
        var body = Body(Fleet(FleetTargets.Accounts("111122223333"), member =>
            member.Provider("Provider", ClusterTarget.FromAttributes(new() { Name = "demo" }))));

        Assert.Equal(["Parameters", "Resources"], body.Select(pair => pair.Key));
        var code = body.At("Provider2281708E")["Properties"]!["Code"]!;
        Synthesized.AssertJson("""{ "Fn::Join": ["", [{ "Ref": "PackageBucketPrefix" }, "-", { "Ref": "AWS::Region" }]] }""", code["S3Bucket"]);
        Assert.Matches(@"^[0-9a-f]{64}\.zip$", code["S3Key"]!.GetValue<string>());
    }

    [Fact]
    public void A_template_that_is_too_large_to_be_within_another_is_uploaded()
    {
        var template = Synthesized.Template(stack => Fleet(stack, FleetTargets.Accounts("111122223333"), member =>
        {
            for (var i = 0; i < 50; i++)
            {
                _ = new CfnParameter(member, $"Text{i}", new CfnParameterProps { Default = new string('x', 1000) });
            }
        }));

        var set = template.One("AWS::CloudFormation::StackSet")["Properties"]!.AsObject();
        Assert.False(set.ContainsKey("TemplateBody"));
        Assert.Contains("cdk-hnb659fds-assets-", set["TemplateURL"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Assets_are_refused_in_a_member()
    {
        var refusal = Assert.ThrowsAny<Exception>(() => Fleet(FleetTargets.Accounts("111122223333"), member =>
            _ = new Amazon.CDK.AWS.S3.Assets.Asset(member, "Asset", new Amazon.CDK.AWS.S3.Assets.AssetProps { Path = Synthesized.PackageFolder })));

        Assert.Contains("Cannot add assets", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_account_has_once_is_made_in_the_first_Region_and_known_by_its_ARN_in_the_others()
    {
        var body = Body(Fleet(FleetTargets.Accounts("111122223333"), member =>
        {
            var role = new Role(member, "Human", new RoleProps { RoleName = "eks-developer", AssumedBy = new AccountRootPrincipal() });
            role.AddToPolicy(new PolicyStatement(new PolicyStatementProps
            {
                Actions = ["eks:DescribeCluster"],
                Resources = [member.FormatArn(new ArnComponents { Service = "eks", Resource = "cluster", ResourceName = "demo" })],
            }));
            _ = new Role(member, "Function", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com") });
            var github = new CfnOIDCProvider(member, "GitHub", new CfnOIDCProviderProps { Url = "https://token.actions.githubusercontent.com" });
            new CfnResource(member, "Entry", new CfnResourceProps
            {
                Type = "Custom::EksAwsAuthEntry",
                Properties = new Dictionary<string, object> { ["RoleArn"] = role.RoleArn, ["Name"] = role.RoleName },
            }).Node.AddDependency(github);
        }));

        var resources = body["Resources"]!;
        Synthesized.AssertJson("""{ "Fn::Equals": [{ "Ref": "AWS::Region" }, "eu-west-1"] }""", body["Conditions"]!["InFirstRegion"]);
        Assert.Equal(
            ["GitHub", "Human", "HumanDefaultPolicy"],
            resources.AsObject().Where(pair => pair.Value!["Condition"]?.GetValue<string>() == "InFirstRegion")
                .Select(pair => pair.Key.TrimEnd("0123456789ABCDEF".ToCharArray())).Order());
        Synthesized.AssertJson(
            """
            {
              "RoleArn": {
                "Fn::If": [
                  "InFirstRegion",
                  { "Fn::GetAtt": ["HUMAN", "Arn"] },
                  { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/eks-developer" }
                ]
              },
              "Name": { "Fn::If": ["InFirstRegion", { "Ref": "HUMAN" }, "eks-developer"] }
            }
            """.Replace("HUMAN", resources.AsObject().Single(pair => pair.Key.StartsWith("Human", StringComparison.Ordinal) && !pair.Key.Contains("Policy", StringComparison.Ordinal)).Key, StringComparison.Ordinal),
            resources["Entry"]!["Properties"]);
        Assert.Null(resources["Entry"]!["DependsOn"]);
        Synthesized.AssertJson(
            """[{ "Fn::If": ["InFirstRegion", { "Ref": "GitHub" }, { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com" }] }]""",
            resources["Entry"]!["Metadata"]!["After"]);
        var statement = resources.AsObject().Single(pair => pair.Value!["Type"]!.GetValue<string>() == "AWS::IAM::Policy")
            .Value!["Properties"]!["PolicyDocument"]!["Statement"]![0]!;
        Assert.Equal(
            [":eks:eu-west-1:", ":eks:us-east-1:"],
            statement["Resource"]!.AsArray().Select(one => one!["Fn::Join"]![1]!.AsArray()).Select(parts => $"{parts[2]}{parts[3]}{parts[4]}"));
    }

    [Fact]
    public void An_id_that_only_the_first_Region_knows_is_refused()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Fleet(FleetTargets.Accounts("111122223333"), member =>
        {
            var role = new Role(member, "Human", new RoleProps { RoleName = "eks-developer", AssumedBy = new AccountRootPrincipal() });
            _ = new CfnOutput(member, "Id", new CfnOutputProps { Value = role.RoleId });
        }));

        Assert.Contains("its RoleId is not known in the others", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_properties_are_listed()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Synthesized.Template(stack => _ = new AccessFleet(stack, "Fleet", new()
        {
            StackSetName = "1st",
            Targets = FleetTargets.OrganizationalUnits("production"),
            Regions = ["eu-west-1", "eu-west-1"],
            Member = _ => { },
            Package = FleetPackage.FromServiceTokens(new Dictionary<string, string>()),
            MaxConcurrentPercentage = 0,
            FailureTolerancePercentage = 101,
        })));

        foreach (var part in new[] { "StackSetName", "production", "each Region once", "1 to 100", "0 to 100", "the function's ARN in eu-west-1" })
        {
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        }
    }

    private static JsonObject Fleet(FleetTargets targets, Action<FleetMember>? member = null, FleetPackage? package = null) =>
        Synthesized.Template(stack => Fleet(stack, targets, member ?? (_ => { }), package))
            .One("AWS::CloudFormation::StackSet")["Properties"]!.AsObject();

    private static void Fleet(Stack stack, FleetTargets targets, Action<FleetMember> member, FleetPackage? package = null) =>
        _ = new AccessFleet(stack, "Fleet", new()
        {
            StackSetName = "access",
            Targets = targets,
            Regions = ["eu-west-1", "us-east-1"],
            Member = member,
            Package = package,
        });

    private static JsonObject Body(JsonObject set) => JsonNode.Parse(set["TemplateBody"]!.GetValue<string>())!.AsObject();

    private static JsonObject Without(JsonObject map, string key)
    {
        map.Remove(key);
        return map;
    }
}
