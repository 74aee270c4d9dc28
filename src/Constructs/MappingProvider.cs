using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using EksIamCdk.Constructs.Package;

namespace EksIamCdk.Constructs;

/// <summary>
/// The function behind every custom resource of this library, with its log, its role, and its way into one cluster. Each resource depends
/// on that way in: so it is there before the first call, and is taken away only after the last.
/// </summary>
public sealed class MappingProvider : Construct
{
    private const int FunctionTimeoutSeconds = 120;

    // A little above the function's own timeout: a function that dies without an answer holds a stack up for minutes, not for an hour.
    private const int ServiceTimeoutSeconds = 150;

    // The only policy that may create RBAC objects: they ask for "bind" and "escalate".
    private const string DefaultAccessPolicy = "AmazonEKSClusterAdminPolicy";

    private readonly CfnFunction _function;
    private readonly List<IDependable> _before = [];

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public MappingProvider(Construct scope, string id, MappingProviderProps props)
        : base(scope, id)
    {
        Validate(props);
        Cluster = props.Cluster;
        var log = new LogGroup(this, "Log", new LogGroupProps
        {
            Retention = props.LogRetention ?? RetentionDays.ONE_MONTH,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        Role = new Role(this, "Role", new RoleProps
        {
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
            Description = "Lets the EKS IAM mapping function write its log and find its cluster",
            InlinePolicies = new Dictionary<string, PolicyDocument> { ["Function"] = FunctionPolicy(log) },
        });
        _function = Function(props, log);
        _before.Add(new CfnEventInvokeConfig(this, "Invocation", new CfnEventInvokeConfigProps
        {
            FunctionName = _function.Ref,
            Qualifier = "$LATEST",
            MaximumEventAgeInSeconds = FunctionTimeoutSeconds,
            MaximumRetryAttempts = 2,
        }));
        LetIn(props);
    }

    /// <summary>The cluster that this provider works on.</summary>
    public ClusterTarget Cluster { get; }

    /// <summary>The function's role: it is what a cluster without access entries has to let in.</summary>
    public Role Role { get; }

    /// <summary>The <c>ServiceToken</c> of the custom resources.</summary>
    public string ServiceToken => _function.AttrArn;

    /// <summary>A custom resource of this provider, which waits for the provider to be let in.</summary>
    internal CfnResource Resource(Construct scope, string type, IDictionary<string, object> properties)
    {
        var all = new Dictionary<string, object>
        {
            ["ServiceToken"] = ServiceToken,
            ["ServiceTimeout"] = ServiceTimeoutSeconds,
            ["Cluster"] = Cluster.ToProperties(),
        };
        foreach (var (name, value) in properties)
        {
            all[name] = value;
        }

        var resource = new CfnResource(scope, "Resource", new CfnResourceProps { Type = type, Properties = all });
        resource.Node.AddDependency([.. _before]);
        return resource;
    }

    // Made of the construct's path alone: a function that got another name would be another service token, which CloudFormation refuses.
    private string StableName() =>
        Names.UniqueResourceName(this, new UniqueResourceNameOptions { MaxLength = 64, Separator = "-", AllowedSpecialCharacters = "-_" });

    private void Validate(MappingProviderProps props)
    {
        var problems = new ConstructProblems(Node.Path);
        if (props.FunctionName is { } name && !Token.IsUnresolved(name) && (name.Length is 0 or > 64))
        {
            problems.Add(nameof(props.FunctionName), name, $"1 to 64 characters, not {name.Length.ToString(CultureInfo.InvariantCulture)}");
        }

        if (props.LogLevel is not (null or "Debug" or "Information" or "Warning" or "Error"))
        {
            problems.Add(nameof(props.LogLevel), props.LogLevel, "Debug, Information, Warning or Error");
        }

        if (props.PackageDirectory is { } package && !File.Exists(Path.Combine(package, "MappingLambda.dll")))
        {
            problems.Add(
                nameof(props.PackageDirectory), package, "a folder with MappingLambda.dll, as dotnet publish src/MappingLambda makes it");
        }

        problems.Throw();
    }

    private void LetIn(MappingProviderProps props)
    {
        if (Cluster.AccessRoleArn is not null)
        {
            // That role is the one to be let in, by whoever owns the cluster's account.
            return;
        }

        if (Cluster.AuthenticationMode == AuthenticationMode.CONFIG_MAP)
        {
            Annotations.Of(this).AddWarningV2(
                "eks-iam-cdk:function-role-in-aws-auth",
                "The cluster takes no access entries (CONFIG_MAP): map the role of the function in aws-auth by hand before the first deployment "
                + "of its resources, or move the cluster to API_AND_CONFIG_MAP.");
            return;
        }

        _before.Add(AccessEntry(props));
    }

    private CfnFunction Function(MappingProviderProps props, LogGroup log)
    {
        var package = FunctionPackage.Asset(this, "Package", props.PackageDirectory);
        var function = new CfnFunction(this, "Resource", new CfnFunctionProps
        {
            FunctionName = props.FunctionName ?? StableName(),
            Description = "Custom resources for aws-auth entries and Kubernetes objects",
            Runtime = "dotnet10",
            Architectures = ["x86_64"],
            Handler = "MappingLambda",
            Code = new CfnFunction.CodeProperty { S3Bucket = package.S3BucketName, S3Key = package.S3ObjectKey },
            MemorySize = 512,
            Timeout = FunctionTimeoutSeconds,
            Role = Role.RoleArn,
            LoggingConfig = new CfnFunction.LoggingConfigProperty { LogGroup = log.LogGroupName },
            Environment = new CfnFunction.EnvironmentProperty { Variables = Environment(props) },
        });
        package.AddResourceMetadata(function, "Code");
        return function;
    }

    private PolicyDocument FunctionPolicy(LogGroup log)
    {
        var writeLog = Allow(["logs:CreateLogStream", "logs:PutLogEvents"], log.LogGroupArn);
        var enter = Cluster.AccessRoleArn is { } accessRole
            ? Allow(["sts:AssumeRole"], accessRole)
            : Allow(["eks:DescribeCluster"], Cluster.ArnIn(Stack.Of(this)));
        return new PolicyDocument(new PolicyDocumentProps { Statements = [writeLog, enter] });
    }

    private static PolicyStatement Allow(string[] actions, string resource) =>
        new(new PolicyStatementProps { Actions = actions, Resources = [resource] });

    private Dictionary<string, string> Environment(MappingProviderProps props)
    {
        var environment = new Dictionary<string, string> { ["EKSIAM_ROLE_ARN"] = Role.RoleArn };
        if (props.LogLevel is { } level)
        {
            environment["EKSIAM_LOG_LEVEL"] = level;
        }

        return environment;
    }

    private CfnAccessEntry AccessEntry(MappingProviderProps props) => new(this, "AccessEntry", new CfnAccessEntryProps
    {
        ClusterName = Cluster.Name,
        PrincipalArn = Role.RoleArn,
        Type = "STANDARD",
        AccessPolicies = new[]
        {
            new CfnAccessEntry.AccessPolicyProperty
            {
                PolicyArn = $"arn:{Stack.Of(this).Partition}:eks::aws:cluster-access-policy/{props.AccessPolicyName ?? DefaultAccessPolicy}",
                AccessScope = new CfnAccessEntry.AccessScopeProperty { Type = "cluster" },
            },
        },
    });
}
