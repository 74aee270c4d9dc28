using System.Diagnostics;
using Amazon.CDK.AWS.EKS;
using Constructs;

namespace EksIamCdk.Constructs.Access;

/// <summary>What runs under a node role.</summary>
public enum NodeKind
{
    /// <summary>Linux workers on EC2.</summary>
    Linux,

    /// <summary>Windows workers on EC2.</summary>
    Windows,

    /// <summary>Pods on Fargate; the role is the profile's pod execution role.</summary>
    Fargate,
}

/// <summary>Properties of a <see cref="NodeMapping"/>.</summary>
public sealed class NodeMappingProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>ARN of the workers' role, not of its instance profile. Its path is stripped.</summary>
    public required string RoleArn { get; init; }

    /// <summary>Default: <see cref="NodeKind.Linux"/>.</summary>
    public NodeKind? Kind { get; init; }

    /// <summary>Default: <see cref="Constructs.OnConflict.Fail"/>.</summary>
    public OnConflict? OnConflict { get; init; }

    /// <summary>Lets a change pass that would lock workers out. Default: false.</summary>
    public bool? AllowLockout { get; init; }
}

/// <summary>
/// The entry of aws-auth by which workers join the cluster, where EKS does not write it itself: self-managed nodes, and Fargate of clusters that
/// read aws-auth alone. Source: https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html.
/// </summary>
public sealed class NodeMapping : Construct
{
    private static readonly string[] s_groups = ["system:bootstrappers", "system:nodes"];

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public NodeMapping(Construct scope, string id, NodeMappingProps props)
        : base(scope, id)
    {
        var (username, groups) = Identity(props.Kind ?? NodeKind.Linux);
        var entry = new AwsAuthEntryProps
        {
            Provider = props.Provider,
            RoleArn = props.RoleArn,
            Username = username,
            Groups = groups,
            OnConflict = props.OnConflict,
            AllowLockout = props.AllowLockout,
        };
        var problems = new ConstructProblems(Node.Path);
        if (props.Provider.Cluster.AuthenticationMode == AuthenticationMode.API)
        {
            problems.Add(
                "Provider", "a cluster that does not read aws-auth (API)", "one that does: EKS makes the access entries of its node groups itself");
        }

        AwsAuthEntry.Validate(entry, problems);
        problems.Throw();
        AwsAuthEntry.Resource(this, entry);
    }

    private static (string Username, string[] Groups) Identity(NodeKind kind) => kind switch
    {
        NodeKind.Linux => ("system:node:{{EC2PrivateDNSName}}", s_groups),
        NodeKind.Windows => ("system:node:{{EC2PrivateDNSName}}", [.. s_groups, "eks:kube-proxy-windows"]),
        NodeKind.Fargate => ("system:node:{{SessionName}}", [.. s_groups, "system:node-proxier"]),
        _ => throw new UnreachableException(),
    };
}
