using System.Text.Json.Nodes;
using Amazon.CDK;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests;

public sealed class DriftDetectionTests
{
    private const string Topic = "arn:aws:sns:eu-central-1:111122223333:on-call";

    [Fact]
    public void A_rule_starts_the_check_with_the_cluster_of_the_provider_and_an_alarm_tells_of_drift()
    {
        var template = Template(stack => With(stack, new() { Every = Duration.Minutes(15), Heal = true, AlarmTopicArns = [Topic] }));

        var rule = Assert.Single(template.All("AWS::Events::Rule"));
        Assert.Equal("rate(15 minutes)", (string?)rule.Value["Properties"]!["ScheduleExpression"]);
        var target = Assert.Single(rule.Value["Properties"]!["Targets"]!.AsArray())!;
        AssertJson("""{"Fn::GetAtt": ["Provider2281708E", "Arn"]}""", target["Arn"]);
        AssertJson("""{"eks-iam-cdk": "drift", "Cluster": {"Name": "demo"}, "Heal": true}""", JsonNode.Parse((string)target["Input"]!));
        AssertJson(
            $$$"""
            {"Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Provider2281708E"}, "Principal": "events.amazonaws.com",
             "SourceArn": {"Fn::GetAtt": ["{{{rule.Key}}}", "Arn"]}}
            """,
            template.One("AWS::Lambda::Permission")["Properties"]);
        var alarm = template.One("AWS::CloudWatch::Alarm")["Properties"]!.AsObject();
        alarm.Remove("AlarmDescription");
        AssertJson(
            $$"""
            {"Namespace": "EksIamCdk", "MetricName": "Drift", "Dimensions": [{"Name": "Cluster", "Value": "demo"}], "Statistic": "Maximum",
             "Period": 900, "EvaluationPeriods": 1, "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold",
             "AlarmActions": ["{{Topic}}"], "OKActions": ["{{Topic}}"]}
            """,
            alarm);
    }

    [Fact]
    public void By_default_it_is_told_each_hour_and_nothing_is_put_back_and_without_it_there_is_no_rule()
    {
        var template = Template(stack => With(stack, new()));

        var rule = template.One("AWS::Events::Rule")["Properties"]!;
        Assert.Equal("rate(1 hour)", (string?)rule["ScheduleExpression"]);
        Assert.False((bool)JsonNode.Parse((string)rule["Targets"]![0]!["Input"]!)!["Heal"]!);
        Assert.Null(template.One("AWS::CloudWatch::Alarm")["Properties"]!["AlarmActions"]);
        Assert.Empty(Template(stack => Provider(stack)).All("AWS::Events::Rule"));
    }

    [Fact]
    public void What_is_known_of_a_cluster_of_the_same_app_goes_into_the_event()
    {
        var template = Template(stack => With(stack, new(), new()
        {
            Name = "demo",
            Endpoint = Token.AsString(Fn.GetAtt("Cluster", "Endpoint")),
            CertificateAuthorityData = "Q0E=",
        }));

        var input = template.One("AWS::Events::Rule")["Properties"]!["Targets"]![0]!["Input"]!.ToJsonString();
        Assert.Contains("""{"Fn::GetAtt":["Cluster","Endpoint"]}""", input, StringComparison.Ordinal);
    }

    [Fact]
    public void With_least_privilege_the_function_may_look_at_all_objects()
    {
        var template = Template(stack => _ = new MappingProvider(stack, "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }),
            PackageDirectory = PackageFolder,
            LeastPrivilege = true,
            Drift = new(),
        }));

        var policies = template.One("AWS::EKS::AccessEntry")["Properties"]!["AccessPolicies"]!.ToJsonString();
        Assert.Contains("AmazonEKSAdminViewPolicy", policies, StringComparison.Ordinal);
        Assert.DoesNotContain("AmazonEKSClusterAdminPolicy", policies, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_told_at_once()
    {
        var wrong = Assert.ThrowsAny<Exception>(() =>
            Template(stack => With(stack, new() { Every = Duration.Seconds(90), AlarmTopicArns = ["on-call"] })));

        Assert.Contains("Drift.Every", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Drift.AlarmTopicArns", wrong.Message, StringComparison.Ordinal);
    }

    private static void With(Stack stack, DriftDetection detection, ClusterAttributes? cluster = null) => _ = new MappingProvider(stack, "Provider", new()
    {
        Cluster = ClusterTarget.FromAttributes(cluster ?? new() { Name = "demo" }),
        PackageDirectory = PackageFolder,
        Drift = detection,
    });
}
