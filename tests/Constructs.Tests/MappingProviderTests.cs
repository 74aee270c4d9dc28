using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Amazon.CDK.AWS.Logs;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests;

public sealed class MappingProviderTests
{
    [Fact]
    public void The_function_has_its_log_its_role_and_its_way_into_the_cluster()
    {
        var template = Template(stack => Entry(Provider(stack)));

        var function = template.One("AWS::Lambda::Function")["Properties"]!.AsObject();
        Assert.True(function.Remove("Code"));
        AssertJson(
            """
            {"FunctionName": "Stack-Provider-342BA82A", "Description": "Custom resources for aws-auth entries and Kubernetes objects",
             "Runtime": "dotnet10", "Handler": "MappingLambda", "Architectures": ["x86_64"], "MemorySize": 512, "Timeout": 120,
             "Role": {"Fn::GetAtt": ["ProviderRole1DE8EC3B", "Arn"]}, "LoggingConfig": {"LogGroup": {"Ref": "ProviderLogAC562BAE"}},
             "Environment": {"Variables": {"EKSIAM_ROLE_ARN": {"Fn::GetAtt": ["ProviderRole1DE8EC3B", "Arn"]}}}}
            """,
            function);
        AssertJson("""{"RetentionInDays": 30}""", template.One("AWS::Logs::LogGroup")["Properties"]);
        AssertJson(
            """{"FunctionName": {"Ref": "Provider2281708E"}, "Qualifier": "$LATEST", "MaximumEventAgeInSeconds": 120, "MaximumRetryAttempts": 2}""",
            template.One("AWS::Lambda::EventInvokeConfig")["Properties"]);
        AssertJson(
            """
            {"ClusterName": "demo", "PrincipalArn": {"Fn::GetAtt": ["ProviderRole1DE8EC3B", "Arn"]}, "Type": "STANDARD",
             "AccessPolicies": [{"AccessScope": {"Type": "cluster"}, "PolicyArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"},
               ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"]]}}]}
            """,
            template.One("AWS::EKS::AccessEntry")["Properties"]);
    }

    [Fact]
    public void The_role_may_write_its_own_log_and_describe_the_one_cluster_and_nothing_else()
    {
        var template = Template(stack => Provider(stack));

        AssertJson(
            """
            [{"PolicyName": "Function", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
              {"Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Effect": "Allow", "Resource": {"Fn::GetAtt": ["ProviderLogAC562BAE", "Arn"]}},
              {"Action": "eks:DescribeCluster", "Effect": "Allow", "Resource": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:",
                {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":cluster/demo"]]}}]}}]
            """,
            template.One("AWS::IAM::Role")["Properties"]!["Policies"]);
        Assert.Null(template.One("AWS::IAM::Role")["Properties"]!["ManagedPolicyArns"]);
        Assert.Empty(template.All("AWS::IAM::Policy"));
    }

    [Fact]
    public void A_cluster_of_another_account_is_entered_by_its_own_role_alone()
    {
        const string AccessRole = "arn:aws:iam::444455556666:role/Deployer";
        var template = Template(
            stack => Entry(
                Provider(stack, new() { Name = "demo", AccessRoleArn = AccessRole, ExternalId = "tools", Region = "eu-west-1" })));

        var statements = template.One("AWS::IAM::Role")["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]!.AsArray();
        AssertJson($$"""{"Action": "sts:AssumeRole", "Effect": "Allow", "Resource": "{{AccessRole}}"}""", statements[1]);
        Assert.Equal(2, statements.Count);
        Assert.Empty(template.All("AWS::EKS::AccessEntry"));
        AssertJson(
            $$"""{"Name": "demo", "Region": "eu-west-1", "AccessRoleArn": "{{AccessRole}}", "ExternalId": "tools"}""",
            template.One("Custom::EksAwsAuthEntry")["Properties"]!["Cluster"]);
    }

    [Fact]
    public void Every_custom_resource_waits_for_the_way_in_and_so_goes_before_it()
    {
        var resource = Template(stack => Entry(Provider(stack))).One("Custom::EksAwsAuthEntry");

        Assert.Equal(
            ["ProviderAccessEntry5BD67DDA", "ProviderInvocation20456212"],
            resource["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.Equal(150, resource["Properties"]!["ServiceTimeout"]!.GetValue<int>());
        AssertJson("""{"Fn::GetAtt": ["Provider2281708E", "Arn"]}""", resource["Properties"]!["ServiceToken"]);
    }

    [Fact]
    public void A_cluster_that_takes_no_access_entries_gets_none_and_a_warning_says_what_to_do()
    {
        var app = new App();
        var stack = new Stack(app, "Stack");
        _ = Provider(stack, new() { Name = "demo", AuthenticationMode = AuthenticationMode.CONFIG_MAP });

        var template = Amazon.CDK.Assertions.Template.FromStack(stack);
        template.ResourceCountIs("AWS::EKS::AccessEntry", 0);
        var warning = Assert.Single(
            Amazon.CDK.Assertions.Annotations.FromStack(stack).FindWarning("*", Amazon.CDK.Assertions.Match.AnyValue()));
        Assert.Contains("map the role of the function in aws-auth", warning.Entry.Data!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_log_and_policy_can_be_chosen()
    {
        var template = Template(stack => _ = new MappingProvider(stack, "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = "demo", Arn = "arn:aws:eks:eu-west-1:111122223333:cluster/demo" }),
            FunctionName = "mapping",
            LogRetention = RetentionDays.ONE_YEAR,
            LogLevel = "Debug",
            AccessPolicyName = "AmazonEKSAdminPolicy",
            PackageDirectory = PackageFolder,
        }));

        var function = template.One("AWS::Lambda::Function")["Properties"]!;
        Assert.Equal(
            ("mapping", "Debug"),
            (function["FunctionName"]!.GetValue<string>(), function["Environment"]!["Variables"]!["EKSIAM_LOG_LEVEL"]!.GetValue<string>()));
        Assert.Equal(365, template.One("AWS::Logs::LogGroup")["Properties"]!["RetentionInDays"]!.GetValue<int>());
        Assert.EndsWith(
            "/AmazonEKSAdminPolicy\"]]}",
            template.One("AWS::EKS::AccessEntry")["Properties"]!["AccessPolicies"]![0]!["PolicyArn"]!.ToJsonString(),
            StringComparison.Ordinal);
        var describe = template.One("AWS::IAM::Role")["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]![1]!;
        Assert.Equal("arn:aws:eks:eu-west-1:111122223333:cluster/demo", describe["Resource"]!.GetValue<string>());
    }

    [Fact]
    public void Nothing_in_the_template_is_a_resource_of_CDKs_own()
    {
        var template = Template(stack => Entry(Provider(stack)));

        Assert.Equal(
            ["AWS::EKS::AccessEntry", "AWS::IAM::Role", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Function", "AWS::Logs::LogGroup", "Custom::EksAwsAuthEntry"],
            template["Resources"]!.AsObject().Select(pair => pair.Value!["Type"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_wrong_properties_are_named_together()
    {
        var error = Assert.Throws<ArgumentException>(() => new MappingProvider(new Stack(), "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }),
            FunctionName = new string('f', 65),
            LogLevel = "Trace",
            PackageDirectory = "/nowhere",
        }));

        Assert.Equal(
            $"Default/Provider: FunctionName: got \"{new string('f', 65)}\", expected 1 to 64 characters, not 65; "
            + "LogLevel: got \"Trace\", expected Debug, Information, Warning or Error; "
            + "PackageDirectory: got \"/nowhere\", expected a folder with MappingLambda.dll, as dotnet publish src/MappingLambda makes it",
            error.Message);
    }

    private static AwsAuthEntry Entry(MappingProvider provider) =>
        new(Stack.Of(provider), "Entry", new() { Provider = provider, RoleArn = "arn:aws:iam::111122223333:role/Dev", Username = "dev" });
}
