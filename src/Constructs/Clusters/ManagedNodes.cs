using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Amazon.CDK.AWS.IAM;
using Constructs;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>The managed node groups of a cluster, with the one role of their nodes, which EKS lets in by itself.</summary>
internal sealed class ManagedNodes : Construct
{
    public const int DefaultMin = 1;

    private static readonly string[] s_defaultTypes = ["t3.medium"];

    // Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html.
    private static readonly string[] s_policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"];

    public ManagedNodes(Construct scope, string id, CfnCluster cluster, IReadOnlyList<string> subnetIds, IReadOnlyList<NodeGroup> groups)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        var role = new CfnRole(this, "Role", new CfnRoleProps
        {
            Description = "Lets nodes join the cluster, pull images and give pods their addresses",
            AssumeRolePolicyDocument = new ServiceTrust { Service = "ec2.amazonaws.com" }.Document(stack),
            ManagedPolicyArns = [.. s_policies.Select(name => PolicyDocuments.ManagedByAws(stack, name))],
        });
        Groups = new Construct(this, "Groups");
        foreach (var group in groups)
        {
            var (min, types) = (group.Min ?? DefaultMin, group.InstanceTypes is { Count: > 0 } given ? given : s_defaultTypes);
            _ = new CfnNodegroup(Groups, StableId.Of(this, group.Name), new CfnNodegroupProps
            {
                ClusterName = cluster.Ref,
                NodegroupName = group.Name,
                NodeRole = role.AttrArn,
                Subnets = [.. subnetIds],
                AmiType = types.FirstOrDefault(type => !Token.IsUnresolved(type)) is { } type ? NodeImage.Of(type) : null,
                InstanceTypes = [.. types],
                ScalingConfig = new CfnNodegroup.ScalingConfigProperty { MinSize = min, DesiredSize = min, MaxSize = group.Max ?? Math.Max(min, 1) },
            });
        }
    }

    /// <summary>The node groups without their role: what needs nodes depends on this.</summary>
    public Construct Groups { get; }
}
