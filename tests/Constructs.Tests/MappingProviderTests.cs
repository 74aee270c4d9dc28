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

        var function = template.At("Provider2281708E")["Properties"]!.AsObject();
        Assert.True(function.Remove("Code"));
        AssertJson(
            """
            {"FunctionName": "Stack-Provider-342BA82A", "Description": "Custom resources for aws-auth entries and Kubernetes objects",
             "Runtime": "dotnet10", "Handler": "MappingLambda", "Architectures": ["x86_64"], "MemorySize": 512, "Timeout": 120,
             "Role": {"Fn::GetAtt": ["ProviderRole1DE8EC3B", "Arn"]}, "LoggingConfig": {"LogGroup": {"Ref": "ProviderLogAC562BAE"}},
             "Environment": {"Variables": {"EKSIAM_AWAIT_ACCESS_ENTRIES": "true", "EKSIAM_ROLE_ARN": {"Fn::GetAtt": ["ProviderRole1DE8EC3B", "Arn"]}}}}
            """,
            function);
        AssertJson("""{"RetentionInDays": 30}""", template.At("ProviderLogAC562BAE")["Properties"]);
        AssertJson(
            """
            {"FunctionName": {"Ref": "Provider2281708E"}, "Qualifier": "$LATEST", "MaximumEventAgeInSeconds": 120, "MaximumRetryAttempts": 0,
             "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["ProviderLastAnswer5C106D5C", "Arn"]}}}}
            """,
            template.At("ProviderInvocation20456212")["Properties"]);
        AssertJson(
            """
            {"ClusterName": "demo", "PrincipalArn": {"Fn::GetAtt": ["ProviderRole1DE8EC3B", "Arn"]}, "Type": "STANDARD",
             "AccessPolicies": [{"AccessScope": {"Type": "cluster"}, "PolicyArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"},
               ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"]]}}]}
            """,
            template.One("AWS::EKS::AccessEntry")["Properties"]);
    }

    [Fact]
    public void The_role_may_write_its_own_log_and_describe_the_one_cluster_with_its_access_entries_and_nothing_else()
    {
        var template = Template(stack => Provider(stack));

        AssertJson(
            """
            [{"PolicyName": "Function", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
              {"Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Effect": "Allow", "Resource": {"Fn::GetAtt": ["ProviderLogAC562BAE", "Arn"]}},
              {"Action": "eks:DescribeCluster", "Effect": "Allow", "Resource": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:",
                {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":cluster/demo"]]}},
              {"Action": ["eks:ListAccessEntries", "eks:DescribeAccessEntry"], "Effect": "Allow", "Resource": [
                {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":cluster/demo"]]},
                {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":access-entry/demo/*"]]}]},
              {"Action": "lambda:InvokeFunction", "Effect": "Allow", "Resource": {"Fn::GetAtt": ["ProviderLastAnswer5C106D5C", "Arn"]}}]}}]
            """,
            template.At("ProviderRole1DE8EC3B")["Properties"]!["Policies"]);
        Assert.Null(template.At("ProviderRole1DE8EC3B")["Properties"]!["ManagedPolicyArns"]);
        Assert.Empty(template.All("AWS::IAM::Policy"));
    }

    [Fact]
    public void What_the_function_dies_of_is_answered_by_another_that_may_only_write_its_log()
    {
        var template = Template(stack => _ = new MappingProvider(stack, "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }),
            Network = new() { SubnetIds = ["subnet-1"], SecurityGroupIds = ["sg-1"] },
            LogLevel = "Debug",
            LogRetention = RetentionDays.ONE_YEAR,
            PackageDirectory = PackageFolder,
        }));

        var function = template.At("ProviderLastAnswer5C106D5C")["Properties"]!.AsObject();
        var code = function["Code"]!.DeepClone();
        Assert.True(function.Remove("Code"));
        AssertJson(
            """
            {"Description": "Answers CloudFormation for requests that their function died of", "Runtime": "dotnet10", "Handler": "MappingLambda",
             "Architectures": ["x86_64"], "MemorySize": 256, "Timeout": 20, "Role": {"Fn::GetAtt": ["ProviderLastAnswerRole917DC04B", "Arn"]},
             "LoggingConfig": {"LogGroup": {"Ref": "ProviderLastAnswerLog3815EA92"}}, "Environment": {"Variables": {"EKSIAM_LOG_LEVEL": "Debug"}}}
            """,
            function);
        AssertJson(template.At("Provider2281708E")["Properties"]!["Code"]!.ToJsonString(), code);
        AssertJson("""{"RetentionInDays": 365}""", template.At("ProviderLastAnswerLog3815EA92")["Properties"]);
        AssertJson(
            """{"FunctionName": {"Ref": "ProviderLastAnswer5C106D5C"}, "Qualifier": "$LATEST", "MaximumEventAgeInSeconds": 100, "MaximumRetryAttempts": 1}""",
            template.At("ProviderLastAnswerInvocationB0027B89")["Properties"]);
        var role = template.At("ProviderLastAnswerRole917DC04B")["Properties"]!;
        AssertJson(
            """
            [{"Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Effect": "Allow",
              "Resource": {"Fn::GetAtt": ["ProviderLastAnswerLog3815EA92", "Arn"]}}]
            """,
            role["Policies"]![0]!["PolicyDocument"]!["Statement"]);
        Assert.Null(role["ManagedPolicyArns"]);
    }

    // An event waits while the function is throttled, the function works until its timeout, and the last answer waits, works, and is tried
    // once more after a minute.
    [Fact]
    public void CloudFormation_waits_until_nothing_of_a_request_can_happen_any_more()
    {
        var template = Template(stack => Entry(Provider(stack)));

        int Number(string id, string property) => template.At(id)["Properties"]![property]!.GetValue<int>();
        var retry = 60 + Number("ProviderLastAnswer5C106D5C", "Timeout");
        Assert.True(retry < Number("ProviderLastAnswerInvocationB0027B89", "MaximumEventAgeInSeconds"));
        Assert.True(
            Number("ProviderInvocation20456212", "MaximumEventAgeInSeconds") + Number("Provider2281708E", "Timeout")
            + Number("ProviderLastAnswerInvocationB0027B89", "MaximumEventAgeInSeconds") + Number("ProviderLastAnswer5C106D5C", "Timeout")
            <= template.One("Custom::EksAwsAuthEntry")["Properties"]!["ServiceTimeout"]!.GetValue<int>());
    }

    [Fact]
    public void A_cluster_of_another_account_is_entered_by_its_own_role_alone()
    {
        const string AccessRole = "arn:aws:iam::444455556666:role/Deployer";
        var template = Template(
            stack => Entry(
                Provider(stack, new() { Name = "demo", AccessRoleArn = AccessRole, ExternalId = "tools", Region = "eu-west-1" })));

        var statements = template.At("ProviderRole1DE8EC3B")["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]!.AsArray();
        AssertJson($$"""{"Action": "sts:AssumeRole", "Effect": "Allow", "Resource": "{{AccessRole}}"}""", statements[1]);
        Assert.Equal("lambda:InvokeFunction", statements[2]!["Action"]!.GetValue<string>());
        Assert.Equal(3, statements.Count);
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
        Assert.Equal(360, resource["Properties"]!["ServiceTimeout"]!.GetValue<int>());
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

        var function = template.At("Provider2281708E")["Properties"]!;
        Assert.Equal(
            ("mapping", "Debug"),
            (function["FunctionName"]!.GetValue<string>(), function["Environment"]!["Variables"]!["EKSIAM_LOG_LEVEL"]!.GetValue<string>()));
        Assert.Equal(365, template.At("ProviderLogAC562BAE")["Properties"]!["RetentionInDays"]!.GetValue<int>());
        Assert.EndsWith(
            "/AmazonEKSAdminPolicy\"]]}",
            template.One("AWS::EKS::AccessEntry")["Properties"]!["AccessPolicies"]![0]!["PolicyArn"]!.ToJsonString(),
            StringComparison.Ordinal);
        var describe = template.At("ProviderRole1DE8EC3B")["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]![1]!;
        Assert.Equal("arn:aws:eks:eu-west-1:111122223333:cluster/demo", describe["Resource"]!.GetValue<string>());
    }

    [Fact]
    public void Nothing_in_the_template_is_a_resource_of_CDKs_own()
    {
        var template = Template(stack => Entry(Provider(stack)));

        Assert.Equal(
            [
                "AWS::EKS::AccessEntry", "AWS::IAM::Role", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Function", "AWS::Logs::LogGroup",
                "Custom::EksAwsAuthEntry",
            ],
            template["Resources"]!.AsObject().Select(pair => pair.Value!["Type"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal));
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

    [Fact]
    public void With_NativeAot_all_functions_are_one_native_program()
    {
        var template = Template(stack =>
        {
            var provider = new MappingProvider(stack, "Provider", new()
            {
                Cluster = ClusterTarget.FromAttributes(new() { Name = "demo", AuthenticationMode = AuthenticationMode.API_AND_CONFIG_MAP }),
                Packaging = Packaging.NativeAot,
                PackageDirectory = PackageFolder,
            });
            _ = new Constructs.Clusters.AuthenticationModeStep(stack, "Mode", new() { Provider = provider });
        });

        var functions = template.All("AWS::Lambda::Function").Values.Select(function => function["Properties"]!).ToList();
        Assert.Equal(3, functions.Count);
        Assert.All(functions, function => Assert.Equal(
            ("provided.al2023", "bootstrap", "x86_64"),
            ((string?)function["Runtime"], (string?)function["Handler"], (string?)function["Architectures"]![0])));
        Assert.Single(functions.Select(function => function["Code"]!.ToJsonString()).Distinct());
    }

    [Fact]
    public void With_NativeAot_the_folder_of_the_package_holds_a_native_program()
    {
        var error = Assert.Throws<ArgumentException>(() => new MappingProvider(new Stack(), "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }),
            Packaging = Packaging.NativeAot,
            PackageDirectory = "/nowhere",
        }));

        Assert.Equal(
            "Default/Provider: PackageDirectory: got \"/nowhere\", expected a folder with bootstrap, as dotnet publish src/MappingLambda "
            + "-p:EksIamPackaging=NativeAot makes it",
            error.Message);
    }

    private static AwsAuthEntry Entry(MappingProvider provider) =>
        new(Stack.Of(provider), "Entry", new() { Provider = provider, RoleArn = "arn:aws:iam::111122223333:role/Dev", Username = "dev" });
}
