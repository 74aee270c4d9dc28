using Amazon.CDK.AWS.EKS;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>Properties of an <see cref="EksCluster"/>.</summary>
public sealed class EksClusterProps
{
    /// <summary>1 to 100 letters, digits, hyphens or underscores. A deployed cluster cannot change it.</summary>
    public required string Name { get; init; }

    /// <summary>The version of Kubernetes, such as <c>1.34</c>.</summary>
    public required string Version { get; init; }

    /// <summary>At least one role that is let in as cluster admin: whoever creates the cluster is not.</summary>
    public required IReadOnlyList<string> AdminRoleArns { get; init; }

    /// <summary>Default: a VPC of its own, with the defaults of <see cref="ClusterVpc.Made"/>.</summary>
    public ClusterVpc? Vpc { get; init; }

    /// <summary>API or API_AND_CONFIG_MAP (the default). CONFIG_MAP would let nobody in.</summary>
    public AuthenticationMode? AuthenticationMode { get; init; }

    /// <summary>Default: public, from everywhere, and private.</summary>
    public ClusterEndpoint? EndpointAccess { get; init; }

    /// <summary>The logs of the control plane that go to CloudWatch. Default: none.</summary>
    public IReadOnlyList<ControlPlaneLog>? Logging { get; init; }

    /// <summary>Whether Secrets are encrypted with a KMS key of the cluster's own. A deployed cluster cannot go back. Default: false.</summary>
    public bool? EncryptSecrets { get; init; }

    /// <summary>Whether a CloudTrail trail keeps the account's management events in a bucket of its own. Default: false.</summary>
    public bool? Trail { get; init; }

    /// <summary>Default: none.</summary>
    public IReadOnlyList<NodeGroup>? NodeGroups { get; init; }

    /// <summary>Names of EKS add-ons, such as <c>vpc-cni</c>. Default: none but what EKS installs itself.</summary>
    public IReadOnlyList<string>? Addons { get; init; }
}

/// <summary>From where the API server can be reached.</summary>
public sealed class ClusterEndpoint
{
    /// <summary>From outside of the VPC. Default: true.</summary>
    public bool? Public { get; init; }

    /// <summary>From which addresses outside. Default: all.</summary>
    public IReadOnlyList<string>? PublicCidrs { get; init; }

    /// <summary>From inside of the VPC, without leaving it. Default: true.</summary>
    public bool? Private { get; init; }
}

/// <summary>A log of the control plane. Source: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html.</summary>
public enum ControlPlaneLog
{
    Api,
    Audit,
    Authenticator,
    ControllerManager,
    Scheduler,
}

/// <summary>A managed node group.</summary>
public sealed class NodeGroup
{
    /// <summary>1 to 63 letters, digits, hyphens or underscores. Other instance types ask for another name: EKS makes the group anew.</summary>
    public required string Name { get; init; }

    /// <summary>All of one processor, such as <c>m7g.large</c>. Default: <c>t3.medium</c>, as EKS takes it.</summary>
    public IReadOnlyList<string>? InstanceTypes { get; init; }

    /// <summary>The fewest nodes, and the number to begin with. Default: 1.</summary>
    public int? Min { get; init; }

    /// <summary>The most nodes. Default: as many as <see cref="Min"/>, at least 1.</summary>
    public int? Max { get; init; }
}
