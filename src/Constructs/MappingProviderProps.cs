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

    /// <summary>What the function's program is made of. Default: ReadyToRun, for Lambda's managed runtime.</summary>
    public Packaging Packaging { get; init; }

    /// <summary>A folder that holds the published function (<c>MappingLambda.dll</c>; <c>bootstrap</c> with NativeAot). Default: it is published
    /// from its sources.</summary>
    public string? PackageDirectory { get; init; }

    /// <summary>The function's code, when it is no asset of the app: a stack set of many accounts takes it from a bucket. It is of that
    /// <see cref="Packaging"/>.</summary>
    public FunctionCode? Code { get; init; }

    /// <summary>Where the function is put. Default: outside of every VPC, from where it reaches public API servers alone.</summary>
    public FunctionNetwork? Network { get; init; }

    /// <summary>That the cluster is compared with what stacks declared, on a schedule. Default: it is not.</summary>
    public DriftDetection? Drift { get; init; }

    /// <summary>
    /// Gives the function no more in the cluster than what this provider's resources need. Entries of aws-auth alone: AmazonEKSEditPolicy in
    /// kube-system; those of EC2 nodes: AmazonEKSAdminViewPolicy too, to see whether nodes run; Drift: the same, to see all objects. ConfigMaps, Secrets, ServiceAccounts and NetworkPolicies: AmazonEKSEditPolicy in their namespaces. A lookup: nothing. All
    /// else, such as namespaces, quotas, access checks, and RBAC objects, which ask for "bind" and "escalate": AmazonEKSClusterAdminPolicy.
    /// Default: false, which is AmazonEKSClusterAdminPolicy always.
    /// <para>CloudFormation narrows the policy before it deletes what no longer needs the wider one, in clean-ups and rollbacks alike. So say
    /// false in the deployments that add the first or take out the last resource of a kind that needs more.</para>
    /// </summary>
    public bool LeastPrivilege { get; init; }
}
