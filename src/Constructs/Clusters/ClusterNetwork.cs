using Constructs;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>The network of a cluster, made or given.</summary>
/// <param name="vpcId">The VPC.</param>
/// <param name="subnetIds">The subnets that the control plane and load balancers use.</param>
/// <param name="nodeSubnetIds">Those of them that nodes, and a function that must be inside, are put into.</param>
/// <param name="routes">What must be there before a node reaches the internet, and go after it.</param>
internal sealed class ClusterNetwork(
    string vpcId, IReadOnlyList<string> subnetIds, IReadOnlyList<string> nodeSubnetIds, IReadOnlyList<IDependable> routes)
{
    public string VpcId { get; } = vpcId;

    public IReadOnlyList<string> SubnetIds { get; } = subnetIds;

    public IReadOnlyList<string> NodeSubnetIds { get; } = nodeSubnetIds;

    public IReadOnlyList<IDependable> Routes { get; } = routes;

    public static ClusterNetwork Of(Construct scope, string cluster, ClusterVpc? vpc)
    {
        if (vpc is ClusterVpc.Given given) return new(given.Id, given.SubnetIds, given.SubnetIds, []);

        var made = new MadeNetwork(scope, "Vpc", cluster, vpc as ClusterVpc.Made ?? new());
        return new(made.VpcId, [.. made.PublicSubnetIds, .. made.PrivateSubnetIds], made.PrivateSubnetIds, made.Routes);
    }
}
