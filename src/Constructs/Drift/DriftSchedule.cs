using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;
using CfnRuleProps = Amazon.CDK.AWS.Events.CfnRuleProps;

namespace EksIamCdk.Constructs.Drift;

/// <summary>The rule that starts the check for drift, its leave to do so, and the alarm on what the check counts.</summary>
internal sealed class DriftSchedule : Construct
{
    private static readonly Duration Hourly = Duration.Hours(1);

    public DriftSchedule(Construct scope, string id, CfnFunction function, ClusterTarget cluster, DriftDetection detection)
        : base(scope, id)
    {
        var every = detection.Every ?? Hourly;
        var rule = new CfnRule(this, "Rule", new CfnRuleProps
        {
            Description = $"Compares what is in cluster {cluster.Name} with what stacks declared",
            ScheduleExpression = Schedule.Rate(every).ExpressionString,
            State = "ENABLED",
            Targets = new[]
            {
                new CfnRule.TargetProperty
                {
                    Id = "Drift",
                    Arn = function.AttrArn,
                    Input = Stack.Of(this).ToJsonString(new Dictionary<string, object>
                    {
                        ["eks-iam-cdk"] = "drift",
                        ["Cluster"] = cluster.ToProperties(),
                        ["Heal"] = detection.Heal,
                    }),
                    // The next one comes anyway.
                    RetryPolicy = new CfnRule.RetryPolicyProperty { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 },
                },
            },
        });
        _ = new CfnPermission(this, "Permission", new CfnPermissionProps
        {
            Action = "lambda:InvokeFunction",
            FunctionName = function.Ref,
            Principal = "events.amazonaws.com",
            SourceArn = rule.AttrArn,
        });
        var topics = detection.AlarmTopicArns is { Count: > 0 } arns ? arns.ToArray() : null;
        _ = new CfnAlarm(this, "Alarm", new CfnAlarmProps
        {
            AlarmDescription = $"Something in cluster {cluster.Name} is not as its stack declared it. What, and whose it is, is in the log of the "
                + "function, and said by: eksiam drift",
            Namespace = "EksIamCdk",
            MetricName = "Drift",
            Dimensions = new[] { new CfnAlarm.DimensionProperty { Name = "Cluster", Value = cluster.Name } },
            Statistic = "Maximum",
            Period = every.ToSeconds(),
            EvaluationPeriods = 1,
            Threshold = 0,
            ComparisonOperator = "GreaterThanThreshold",
            AlarmActions = topics,
            OkActions = topics,
        });
    }

    public static void Validate(DriftDetection detection, ConstructProblems problems)
    {
        if (detection.Every is { } every && !Token.IsUnresolved(every)
            && (every.ToSeconds() is var seconds && (seconds < 300 || seconds > 86400 || seconds % 60 != 0)))
        {
            problems.Add("Drift.Every", seconds.ToString(CultureInfo.InvariantCulture) + " s", "whole minutes, from 5 minutes to a day");
        }

        foreach (var arn in detection.AlarmTopicArns ?? [])
        {
            if (!Token.IsUnresolved(arn) && !arn.StartsWith("arn:", StringComparison.Ordinal))
            {
                problems.Add("Drift.AlarmTopicArns", arn, "the ARN of a topic, such as arn:aws:sns:eu-central-1:111122223333:NAME");
            }
        }
    }
}
