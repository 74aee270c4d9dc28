using System.Diagnostics;
using Constructs;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using CfnAccessEntry = Amazon.CDK.AWS.EKS.CfnAccessEntry;
using CfnAccessEntryProps = Amazon.CDK.AWS.EKS.CfnAccessEntryProps;

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

    /// <summary>Nodes outside of AWS, whose role hybrid activations or IAM Roles Anywhere assume.</summary>
    Hybrid,
}

/// <summary>Properties of a <see cref="NodeMapping"/>.</summary>
public sealed class NodeMappingProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>ARN of the workers' role, not of its instance profile. For aws-auth its path is stripped; an access entry needs it.</summary>
    public required string RoleArn { get; init; }

    /// <summary>Default: <see cref="NodeKind.Linux"/>.</summary>
    public NodeKind? Kind { get; init; }

    /// <summary>Default: <see cref="MappingVia.Auto"/>.</summary>
    public MappingVia? Via { get; init; }

    /// <summary>Of the entry of aws-auth. Default: <see cref="Constructs.OnConflict.Fail"/>.</summary>
    public OnConflict? OnConflict { get; init; }

    /// <summary>Lets a change pass that would lock workers out. Default: false.</summary>
    public bool? AllowLockout { get; init; }
}

/// <summary>
/// The entry of aws-auth, or the access entry, by which workers join the cluster, where EKS does not write it itself: self-managed nodes, and
/// Fargate of clusters that read aws-auth alone. Sources: https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html,
/// https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html.
/// </summary>
public sealed class NodeMapping : Construct
{
    private static readonly string[] s_groups = ["system:bootstrappers", "system:nodes"];

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public NodeMapping(Construct scope, string id, NodeMappingProps props)
        : base(scope, id)
    {
        var kind = props.Kind ?? NodeKind.Linux;
        var (username, groups) = Identity(kind);
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
        var ways = Ways.Of(props.Via, props.Provider.Cluster, problems);
        AwsAuthEntry.Validate(entry, problems);
        problems.Throw();

        var access = ways.AccessEntry
            ? new CfnAccessEntry(this, "AccessEntry", new CfnAccessEntryProps
            {
                ClusterName = props.Provider.Cluster.Name,
                PrincipalArn = props.RoleArn,
                Type = AccessEntryTypes.Name(TypeOf(kind)),
            })
            : null;
        if (access is not null) props.Provider.Order(access);
        if (!ways.AwsAuth) return;
        var resource = AwsAuthEntry.Resource(this, entry);
        if (access is not null) resource.Node.AddDependency(access);
    }

    private static (string Username, string[] Groups) Identity(NodeKind kind) => kind switch
    {
        NodeKind.Linux => (NodeIdentity.Ec2Username, s_groups),
        NodeKind.Windows => (NodeIdentity.Ec2Username, [.. s_groups, NodeIdentity.WindowsGroup]),
        NodeKind.Fargate => (NodeIdentity.SessionUsername, [.. s_groups, NodeIdentity.FargateGroup]),
        NodeKind.Hybrid => (NodeIdentity.SessionUsername, s_groups),
        _ => throw new UnreachableException(),
    };

    private static AccessEntryType TypeOf(NodeKind kind) => kind switch
    {
        NodeKind.Linux => AccessEntryType.Ec2Linux,
        NodeKind.Windows => AccessEntryType.Ec2Windows,
        NodeKind.Fargate => AccessEntryType.FargateLinux,
        NodeKind.Hybrid => AccessEntryType.HybridLinux,
        _ => throw new UnreachableException(),
    };
}
