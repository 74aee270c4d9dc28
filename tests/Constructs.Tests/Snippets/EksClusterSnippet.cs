// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Clusters;

namespace Demo;

public sealed class ClusterStack : Stack
{
    public ClusterStack(Construct scope, string id)
        : base(scope, id)
    {
        var cluster = new EksCluster(this, "Cluster", new()
        {
            Name = "demo",
            Version = "1.34",
            Vpc = new ClusterVpc.Made { Cidr = "10.0.0.0/16", MaxAzs = 3, NatGateways = 1 },
            EndpointAccess = new() { PublicCidrs = ["203.0.113.0/24"], Private = true },
            Logging = [ControlPlaneLog.Api, ControlPlaneLog.Audit, ControlPlaneLog.Authenticator],
            EncryptSecrets = true,
            Trail = true,
            NodeGroups = [new() { Name = "main", InstanceTypes = ["m7g.large"], Min = 2, Max = 4 }],
            Addons = ["vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent"],
            AdminRoleArns = ["arn:aws:iam::111122223333:role/PlatformAdmin"],
        });

        // The API server is not open to the whole internet: so the function is put inside.
        var provider = new MappingProvider(this, "Provider", new() { Cluster = cluster.Target, Network = cluster.FunctionNetwork });
        _ = new TeamAccess(this, "Developers", new()
        {
            Provider = provider,
            Name = "developers",
            Principals = [TeamPrincipal.Role("arn:aws:iam::111122223333:role/Developer")],
            Grants = [TeamGrant.Profile(TeamProfile.View)],
        });
    }
}
// </snippet>
