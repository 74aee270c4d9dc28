namespace EksIamCdk.Constructs.Clusters;

/// <summary>The network of a cluster: <see cref="Made"/> for it, or <see cref="Given"/>.</summary>
public abstract class ClusterVpc
{
    private ClusterVpc()
    {
    }

    /// <summary>A VPC of the cluster's own: in each availability zone a public subnet for load balancers and a private one for nodes.</summary>
    public sealed class Made : ClusterVpc
    {
        /// <summary>From <c>/16</c> to <c>/24</c>. Default: <c>10.0.0.0/16</c>. No token: the subnets are cut at synth.</summary>
        public string? Cidr { get; init; }

        /// <summary>In how many availability zones: 2 to 6, in a <c>/24</c> 2 to 4. Default: 3, as long as the Region has them.</summary>
        public int? MaxAzs { get; init; }

        /// <summary>How many NAT gateways, at most one in each availability zone. Default: 1.</summary>
        public int? NatGateways { get; init; }

        /// <summary>
        /// The availability zones, at least as many as <see cref="MaxAzs"/>. Default: the first ones of the Region. Of use where EKS is not
        /// offered in one of those.
        /// </summary>
        public IReadOnlyList<string>? AvailabilityZones { get; init; }
    }

    /// <summary>A VPC that is there already.</summary>
    /// <param name="id"><c>vpc-…</c>.</param>
    /// <param name="subnetIds">At least two, in different availability zones. Nodes go into them too.</param>
    public sealed class Given(string id, IReadOnlyList<string> subnetIds) : ClusterVpc
    {
        public string Id { get; } = id;

        public IReadOnlyList<string> SubnetIds { get; } = subnetIds;
    }
}
