using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>Nobody is mapped by what the cluster does not read.</summary>
internal static class BackendChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        var mode = spec.Cluster.AuthenticationMode;
        var vias = spec.Mappings.Select(item => (item.Via, item.ViaAt)).Concat(spec.Nodes.Select(node => (node.Via, node.ViaAt)));
        foreach (var (via, at) in vias)
        {
            switch (mode, via)
            {
                case (AuthenticationMode.Api, Via.AwsAuth or Via.Both):
                    problems.Add(at, "a cluster of authenticationMode API does not read aws-auth", Text(via), "access-entry or auto");
                    break;
                case (AuthenticationMode.ConfigMap, Via.AccessEntry or Via.Both):
                    problems.Add(at, "a cluster of authenticationMode CONFIG_MAP has no access entries", Text(via), "aws-auth or auto");
                    break;
                default:
                    break;
            }
        }
    }

    private static string Text(Via via) => via switch { Via.AwsAuth => "aws-auth", Via.AccessEntry => "access-entry", _ => "both" };
}
