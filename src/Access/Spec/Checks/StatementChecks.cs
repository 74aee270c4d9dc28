using System.Text.RegularExpressions;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>
/// What a workload may do in AWS: every action of a service, or of all, is a mistake; every resource is worth a note, unless IAM
/// knows no resources for the actions.
/// </summary>
internal static partial class StatementChecks
{
    // Actions without resource types in https://docs.aws.amazon.com/service-authorization/latest/reference/; a final * is any ending.
    private static readonly string[] s_withoutResources =
    [
        "autoscaling:Describe*", "ce:Get*", "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics",
        "cloudwatch:PutMetricData", "dynamodb:ListTables", "ec2:Describe*", "ecr:GetAuthorizationToken", "elasticloadbalancing:Describe*",
        "kms:ListAliases", "kms:ListKeys", "lambda:ListFunctions", "logs:DescribeLogGroups", "pricing:*", "route53:ListHostedZones",
        "route53:ListHostedZonesByName", "s3:ListAllMyBuckets", "secretsmanager:ListSecrets", "sns:ListTopics", "sqs:ListQueues",
        "ssm:DescribeParameters", "sts:GetCallerIdentity", "tag:GetResources", "textract:DetectDocumentText", "translate:TranslateText",
        "xray:Get*", "xray:Put*",
    ];

    public static void Check(StatementSpec statement, SpecProblems problems)
    {
        SpecChecks.Distinct(statement.Actions, "action", problems);
        SpecChecks.Distinct(statement.Resources, "resource", problems);
        foreach (var action in statement.Actions) CheckAction(action, problems);
        foreach (var resource in statement.Resources) CheckResource(statement, resource, problems);
    }

    private static void CheckAction(Word action, SpecProblems problems)
    {
        if (action.Text.Trim('*').Length == 0)
        {
            problems.Add(action, "a statement allows every action of AWS", "the actions that are needed, such as s3:GetObject");
        }
        else if (!ActionForm.IsMatch(action.Text))
        {
            problems.Add(action, "action is wrong", "a service and an action of it, such as s3:GetObject");
        }
        else if (action.Text.Split(':') is [var service, var name] && name.Trim('*').Length == 0)
        {
            problems.Add(action, $"a statement allows every action of {service}", $"the actions that are needed, such as {service}:Get*");
        }
    }

    private static void CheckResource(StatementSpec statement, Word resource, SpecProblems problems)
    {
        if (resource.Text == "*")
        {
            var other = statement.Actions.FirstOrDefault(action => !s_withoutResources.Any(known => Fits(known, action.Text)));
            if (other is not null) problems.Note(resource.At, $"{other} is allowed on every resource: its ARNs would narrow it");
        }
        else if (!ResourceForm.IsMatch(resource.Text))
        {
            problems.Add(resource, "resource is wrong", "the ARN of a resource, such as arn:aws:s3:::bucket/*, or *");
        }
    }

    private static bool Fits(string known, string action) => known.EndsWith('*')
        ? action.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)
        : action.Equals(known, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[A-Za-z0-9-]+:[A-Za-z0-9*?]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ActionForm { get; }

    [GeneratedRegex(@"^arn:(aws[a-z-]*|\*):[a-z0-9*-]+:[a-z0-9*-]*:([0-9]{12}|aws|\*)?:\S+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResourceForm { get; }
}
