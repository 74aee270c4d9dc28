namespace EksIamCdk.Constructs;

/// <summary>Properties of <see cref="MappingProvider.FromServiceToken"/>.</summary>
public sealed class ExistingProviderProps
{
    /// <summary>The one cluster that this provider works on.</summary>
    public required ClusterTarget Cluster { get; init; }

    /// <summary>The ARN of the function, or of the SNS topic in front of it, in the stack's own Region.</summary>
    public required string ServiceToken { get; init; }

    /// <summary>The function's role, to let it into the cluster. Default: it is in already.</summary>
    public string? RoleArn { get; init; }

    /// <summary>As <see cref="MappingProviderProps.LeastPrivilege"/>, for the access entry of <see cref="RoleArn"/>.</summary>
    public bool LeastPrivilege { get; init; }
}
