using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using EksIamCdk.Constructs;

namespace EksIamCdk.CdkApp;

/// <summary>
/// The provider alone as a plain template, for those who write their templates themselves: parameters instead of properties, its
/// ServiceToken as an export.
/// </summary>
public static class ProviderTemplate
{
    private const string NoAccessEntry = "CONFIG_MAP";

    private static readonly JsonSerializerOptions s_indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static string Text() => StandaloneTemplate.Of(Declare).ToJsonString(s_indented) + "\n";

    private static Stack Declare(App app)
    {
        var stack = new Stack(app, "Provider", new StackProps
        {
            Description = "The function behind Custom::EksAwsAuthEntry, EksKubernetesObject, EksAccessEntry, EksAccessCheck and EksClusterLookup, for one cluster",
            Synthesizer = new BootstraplessSynthesizer(),
        });
        var cluster = Text(stack, "ClusterName", "The cluster that the function works on");
        var mode = Choice(
            stack,
            "AuthenticationMode",
            "The cluster's: with CONFIG_MAP the function's role has to be mapped in aws-auth by hand before its first resource",
            "API_AND_CONFIG_MAP",
            "API",
            NoAccessEntry);
        var bucket = Text(stack, "PackageBucket", "Bucket of the function's zip, in this Region");
        var key = Text(stack, "PackageKey", "Key of the function's zip; another function is another key");
        var policy = Text(
            stack,
            "AccessPolicyName",
            "What the function may do in the cluster; AmazonEKSEditPolicy is enough where nothing of RBAC is written",
            "AmazonEKSClusterAdminPolicy");
        var level = Choice(stack, "LogLevel", "What the function logs", "Information", "Debug", "Warning", "Error");
        var days = new CfnParameter(stack, "LogRetentionInDays", new CfnParameterProps
        {
            Type = "Number",
            Description = "How long the function's log is kept",
            Default = 30,
        });
        var provider = new MappingProvider(stack, "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = cluster }),
            Code = FunctionCode.FromBucket(bucket, key),
            AccessPolicyName = policy,
            LogLevel = level,
        });
        foreach (var log in provider.Node.FindAll().OfType<CfnLogGroup>()) log.RetentionInDays = days.ValueAsNumber;
        // CloudFormation gives it a name, so that there can be one for each cluster of a Region.
        Child<CfnFunction>(provider, "Resource").FunctionName = null;
        var takesEntries = new CfnCondition(stack, "TakesAccessEntries", new CfnConditionProps
        {
            Expression = Fn.ConditionNot(Fn.ConditionEquals(mode, NoAccessEntry)),
        });
        Child<CfnResource>(provider, "AccessEntry").CfnOptions.Condition = takesEntries;
        Name(provider);
        Output(stack, "ServiceToken", "For the ServiceToken of the custom resources", provider.ServiceToken);
        Output(stack, "FunctionRoleArn", "The role that the cluster lets in", provider.Role.RoleArn);
        return stack;
    }

    // Ids that a person would give.
    private static void Name(MappingProvider provider)
    {
        foreach (var element in provider.Node.FindAll().OfType<CfnElement>())
        {
            var path = element.Node.Path[(provider.Node.Path.Length + 1)..].Split('/').Where(part => part != "Resource");
            element.OverrideLogicalId($"Function{string.Concat(path)}");
        }
    }

    private static T Child<T>(Construct scope, params string[] path)
        where T : CfnElement =>
        (T)path.Aggregate((IConstruct)scope, (parent, id) => parent.Node.FindChild(id));

    private static string Text(Stack stack, string id, string description, string? value = null) =>
        new CfnParameter(stack, id, new CfnParameterProps { Description = description, Default = value, MinLength = 1 }).ValueAsString;

    private static string Choice(Stack stack, string id, string description, params string[] values) =>
        new CfnParameter(stack, id, new CfnParameterProps { Description = description, Default = values[0], AllowedValues = values }).ValueAsString;

    private static void Output(Stack stack, string id, string description, string value) => _ = new CfnOutput(stack, id, new CfnOutputProps
    {
        Description = description,
        Value = value,
        ExportName = $"{Aws.STACK_NAME}-{id}",
    });
}
