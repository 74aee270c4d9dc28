using Amazon.CDK.AWS.EKS;
using Constructs;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>The add-ons of a cluster: what nodes need to become ready before them, what needs nodes to run on after them.</summary>
internal static class ClusterAddons
{
    // DaemonSets that nodes wait for or that start with them. All others have Deployments, which are degraded without nodes.
    private static readonly string[] s_beforeNodes = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"];

    public static void Add(Construct scope, CfnCluster cluster, IReadOnlyList<string> names, Construct? nodes)
    {
        foreach (var name in names)
        {
            var addon = new CfnAddon(scope, StableId.Of(scope, name), new CfnAddonProps
            {
                ClusterName = cluster.Ref,
                AddonName = name,
                // EKS installs some by itself, as plain objects: the add-on takes those over.
                ResolveConflicts = "OVERWRITE",
            });
            if (nodes is null) continue;
            if (s_beforeNodes.Contains(name)) nodes.Node.AddDependency(addon);
            else addon.Node.AddDependency(nodes);
        }
    }
}
