using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>Where the cluster of a spec is, as far as the spec tells: the account of its stack is known only when it is deployed.</summary>
internal sealed record SpecPlace(string Partition, string? Region, string AccountId)
{
    private const string NoAccount = "000000000000";

    public static SpecPlace Of(AccessSpec spec)
    {
        var arn = spec.Cluster.Arn?.Text.Split(':');
        var region = spec.Cluster.Region?.Text ?? arn?[3];
        var account = arn?[4] ?? spec.Cluster.AccessRoleArn?.Text.Split(':').ElementAtOrDefault(4) ?? Named(spec).FirstOrDefault()?.AccountId ?? NoAccount;
        return new(region is null ? "aws" : Partitions.OfRegion(region), region, account);
    }

    public string RoleArn(string name) => $"arn:{Partition}:iam::{AccountId}:role/{name}";

    private static IEnumerable<PrincipalArn> Named(AccessSpec spec) =>
        (spec.Cluster.Create?.AdminRoles.Select(role => role.Value) ?? [])
        .Concat(spec.Access.SelectMany(item => item.Principals).Select(principal => principal switch
        {
            PrincipalSpec.Arn arn => arn.Value,
            PrincipalSpec.PermissionSet set => set.Value,
            _ => null,
        }).OfType<PrincipalArn>());
}
