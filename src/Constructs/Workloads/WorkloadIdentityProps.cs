namespace EksIamCdk.Constructs.Workloads;

/// <summary>How pods get the credentials of their role.</summary>
public enum WorkloadIdentityKind
{
    /// <summary>By a token of the service account, which STS takes for the cluster's OIDC provider in the account of the role.</summary>
    Irsa,

    /// <summary>By an association in EKS; the add-on eks-pod-identity-agent runs on the nodes.</summary>
    PodIdentity,
}

/// <summary>
/// Properties of a <see cref="WorkloadIdentity"/>: a role that exists (<see cref="RoleArn"/>), or one that is made, with
/// <see cref="Statements"/> and <see cref="ManagedPolicyArns"/>.
/// </summary>
public sealed class WorkloadIdentityProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The namespace of the service account, which must be there before: in the cluster, or as a dependency.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the service account.</summary>
    public required string ServiceAccount { get; init; }

    /// <summary>Default: <see cref="WorkloadIdentityKind.Irsa"/>.</summary>
    public WorkloadIdentityKind? Identity { get; init; }

    /// <summary>A role that exists, and trusts this service account. Default: one is made.</summary>
    public string? RoleArn { get; init; }

    /// <summary>What the role that is made may do. Default: nothing.</summary>
    public IReadOnlyList<WorkloadStatement>? Statements { get; init; }

    /// <summary>Managed policies of the role that is made. Default: none.</summary>
    public IReadOnlyList<string>? ManagedPolicyArns { get; init; }

    /// <summary>
    /// Whether the service account is somebody else's, such as a chart's: then it is only annotated, or with Pod Identity left as it is.
    /// Default: false, it is made.
    /// </summary>
    public bool? ServiceAccountExists { get; init; }
}
