using Constructs;

namespace EksIamCdk.Constructs;

/// <summary>
/// Where a function is put that has to reach an API server which is not open to the internet. From there it needs a way to the internet (a NAT
/// gateway) as well: it answers CloudFormation, and asks EKS.
/// </summary>
public sealed class FunctionNetwork
{
    /// <summary>Private subnets of the cluster's VPC; at least one.</summary>
    public required IReadOnlyList<string> SubnetIds { get; init; }

    /// <summary>At least one, from which the API server takes connections: the cluster's own security group is such a one.</summary>
    public required IReadOnlyList<string> SecurityGroupIds { get; init; }

    /// <summary>What must be there before the function reaches anything.</summary>
    internal IReadOnlyList<IDependable> Routes { get; init; } = [];
}
