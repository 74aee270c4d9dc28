using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Planning;
using EksIamCdk.Inspection.Snapshots;
using EksIamCdk.Sandbox.CloudFormation.Planning;

namespace EksIamCdk.Cli.Plan;

/// <summary>Takes out of a template what is about one cluster.</summary>
/// <param name="cluster">Which one.</param>
/// <param name="unknown">Takes what cannot be told, sentences.</param>
internal sealed class TemplateReading(ClusterState cluster, ICollection<string> unknown)
{
    /// <summary>What is of no matter here: who plays the resource, and how the cluster is reached.</summary>
    private static readonly string[] s_noMatter = ["ServiceToken", "Cluster", "ClusterName"];

    public PlannedStack Read(string stackId, IReadOnlyList<ResolvedResource> resources) => new(
        stackId, [.. resources.Where(resource => DeclaredProperties.Types.Contains(resource.Type)).Select(Read).OfType<DeclaredResource>()],
        resources.Select(resource => resource.LogicalId).ToHashSet(StringComparer.Ordinal));

    private DeclaredResource? Read(ResolvedResource resource)
    {
        if (!IsHere(resource)) return null;
        var hanging = resource.Unknown.Where(path => !s_noMatter.Contains(path.Split('.')[0])).ToList();
        if (hanging.Count > 0)
        {
            unknown.Add($"{resource.LogicalId} ({resource.Type}): {string.Join(", ", hanging)} {(hanging.Count == 1 ? "hangs" : "hang")} on something that is known only when it is deployed");
            return null;
        }

        var problems = new ProblemList();
        var declared = DeclaredProperties.Read(resource.LogicalId, resource.Type, resource.Properties, problems);
        if (declared is null) unknown.Add($"{resource.LogicalId} ({resource.Type}): {problems}");
        return declared;
    }

    /// <summary>Where EKS was not asked, the name of the cluster is not known.</summary>
    private bool IsHere(ResolvedResource resource)
    {
        var name = (resource.Properties["Cluster"]?["Name"] ?? resource.Properties["ClusterName"])?.ToString();
        if (name is null || cluster.Mode is null || name == cluster.Name) return true;
        unknown.Add($"{resource.LogicalId} ({resource.Type}): it is about cluster {name}, not {cluster.Name}");
        return false;
    }
}
