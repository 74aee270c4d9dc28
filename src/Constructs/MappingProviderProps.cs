using Amazon.CDK.AWS.Logs;

namespace EksIamCdk.Constructs;

/// <summary>Properties of a <see cref="MappingProvider"/>.</summary>
public sealed class MappingProviderProps
{
    /// <summary>The one cluster that this provider works on.</summary>
    public required ClusterTarget Cluster { get; init; }

    /// <summary>Name of the function, at most 64 characters. Default: made of the construct's path. A deployed stack cannot change it:
    /// CloudFormation refuses another service token.</summary>
    public string? FunctionName { get; init; }

    /// <summary>How long the function's log is kept. Default: a month.</summary>
    public RetentionDays? LogRetention { get; init; }

    /// <summary>The level of the function's log: Debug, Information, Warning or Error. Default: Information.</summary>
    public string? LogLevel { get; init; }

    /// <summary>The EKS access policy that lets the function into the cluster. Default: AmazonEKSClusterAdminPolicy, which may create RBAC
    /// objects. Without effect on a cluster that takes no access entries (CONFIG_MAP) or is entered by another role.</summary>
    public string? AccessPolicyName { get; init; }

    /// <summary>A folder that holds the published function (<c>MappingLambda.dll</c>). Default: it is published from its sources.</summary>
    public string? PackageDirectory { get; init; }
}
