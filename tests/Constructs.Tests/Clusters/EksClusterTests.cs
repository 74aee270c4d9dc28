using EksIamCdk.Constructs.Clusters;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Clusters;

public sealed class EksClusterTests
{
    [Fact]
    public void Nobody_is_let_in_but_its_admins()
    {
        var template = Template(stack => _ = new EksCluster(stack, "Cluster", Whole()));

        AssertJson(
            """{"AuthenticationMode": "API_AND_CONFIG_MAP", "BootstrapClusterCreatorAdminPermissions": false}""",
            template.One("AWS::EKS::Cluster")["Properties"]!["AccessConfig"]);
        AssertJson(
            """
            {"ClusterName": {"Ref": "ClusterEB0386A7"}, "PrincipalArn": "arn:aws:iam::111122223333:role/PlatformAdmin", "Type": "STANDARD",
             "AccessPolicies": [{"AccessScope": {"Type": "cluster"}, "PolicyArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"},
               ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"]]}}]}
            """,
            template.One("AWS::EKS::AccessEntry")["Properties"]);
    }

    internal static EksClusterProps Whole() => new()
    {
        Name = "demo",
        Version = "1.34",
        AdminRoleArns = ["arn:aws:iam::111122223333:role/PlatformAdmin"],
        Vpc = new ClusterVpc.Made { Cidr = "10.0.0.0/16", MaxAzs = 3, NatGateways = 1 },
        EndpointAccess = new() { Public = true, PublicCidrs = ["203.0.113.0/24"], Private = true },
        Logging = [ControlPlaneLog.Api, ControlPlaneLog.Audit, ControlPlaneLog.Authenticator],
        EncryptSecrets = true,
        Trail = true,
        NodeGroups = [new() { Name = "main", InstanceTypes = ["m7g.large"], Min = 2, Max = 4 }],
        Addons = ["vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent"],
    };
}
