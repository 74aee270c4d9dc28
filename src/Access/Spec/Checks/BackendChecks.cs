using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>Nobody is mapped by what the cluster does not read.</summary>
internal static class BackendChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        var mode = spec.Cluster.AuthenticationMode;
        foreach (var item in spec.Mappings)
        {
            switch (mode, item.Via)
            {
                case (AuthenticationMode.Api, Via.AwsAuth or Via.Both):
                    problems.Add(
                        item.ViaAt, "a cluster of authenticationMode API does not read aws-auth", Text(item.Via), "access-entry or auto");
                    break;
                case (AuthenticationMode.ConfigMap, Via.AccessEntry or Via.Both):
                    problems.Add(
                        item.ViaAt, "a cluster of authenticationMode CONFIG_MAP has no access entries", Text(item.Via), "aws-auth or auto");
                    break;
                default:
                    break;
            }
        }
    }

    private static string Text(Via via) => via switch { Via.AwsAuth => "aws-auth", Via.AccessEntry => "access-entry", _ => "both" };
}
