using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class FleetChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        if (spec.Fleet is not { } fleet) return;
        SpecChecks.Distinct(fleet.OrganizationalUnits, "organizational unit", problems);
        SpecChecks.Distinct(fleet.Accounts, "account", problems);
        SpecChecks.Distinct(fleet.Regions, "Region", problems);
        var partition = Partitions.OfRegion(fleet.Regions.Count == 0 ? "" : fleet.Regions[0].Text);
        foreach (var region in fleet.Regions.Where(region => Partitions.OfRegion(region.Text) != partition))
        {
            problems.Add(region, $"a stack set does not leave its partition, which is {partition}", "Regions of one partition");
        }

        CheckServiceTokens(fleet, problems);
        NoteCluster(spec.Cluster, fleet, problems);
    }

    private static void CheckServiceTokens(FleetSpec fleet, SpecProblems problems)
    {
        if (!fleet.TokensAreWhole || fleet.ServiceTokens.Count == 0) return;
        var tokens = fleet.ServiceTokens.Select(token => token.Region.Text).ToHashSet();
        foreach (var region in fleet.Regions.Where(region => !tokens.Contains(region.Text)))
        {
            problems.Add(
                region, "serviceTokens have no provider for this Region", $"one in the serviceTokens of line {fleet.ServiceTokensAt.Line}");
        }

        var regions = fleet.Regions.Select(region => region.Text).ToList();
        foreach (var token in fleet.ServiceTokens.Where(token => !regions.Contains(token.Region.Text)))
        {
            problems.AddUnknown(token.Region.At, "serviceTokens have a Region that is none of the fleet", token.Region.Text, regions);
        }
    }

    // What one cluster has of its own is of no use for the others of its name.
    private static void NoteCluster(ClusterSpec cluster, FleetSpec fleet, SpecProblems problems)
    {
        if (cluster.Create is not null)
        {
            problems.Note(
                fleet.At,
                $"create makes cluster {cluster.Name} in the account of the stack alone: each account of the fleet must have its own");
            return;
        }

        var own = new (string Key, Word? Value)[]
        {
            ("arn", cluster.Arn), ("endpoint", cluster.Endpoint), ("oidcIssuer", cluster.OidcIssuer),
            ("accessRoleArn", cluster.AccessRoleArn),
        };
        foreach (var (key, value) in own.Where(pair => pair.Value is not null))
        {
            problems.Note(value!.At, $"{key} is of one cluster: in the fleet each account and Region looks up its own {cluster.Name}");
        }
    }
}
