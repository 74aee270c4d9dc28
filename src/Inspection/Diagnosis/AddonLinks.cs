using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Add-ons of EKS.</summary>
internal static class AddonLinks
{
    private const string Cni = "vpc-cni";

    /// <summary>The network of pods: nodes are not Ready without it.</summary>
    public static IEnumerable<Link> Network(ClusterState cluster)
    {
        yield return new("network add-on", () => cluster.Addons is not { } addons
            ? Unreadable.Part(cluster, Unreadable.Addons, $"whether {Cni} is well")
            : addons.FirstOrDefault(addon => addon.Name == Cni) switch
            {
                null => new LinkState.Holds($"{Cni} is not managed by EKS here"),
                { Status: "ACTIVE" or "UPDATING" } => new LinkState.Holds($"{Cni} is ACTIVE"),
                var addon => NotActive(cluster, addon),
            });
        if (cluster.Addons?.FirstOrDefault(addon => addon.Name == Cni)?.RoleArn is { } role)
            yield return new("role of the network add-on", () => Role(cluster, role));
    }

    public static LinkState NotActive(ClusterState cluster, AddonState addon) => LinkState.Mend(
        $"the add-on {addon.Name} is {addon.Status}{(addon.Issues.Count == 0 ? "" : $": {string.Join("; ", addon.Issues)}")}", "mend what EKS says, or install it anew",
        new ClusterCommands(cluster).Eks("describe-addon", $"--addon-name {addon.Name} --query addon.health"),
        new ClusterCommands(cluster).Eks("update-addon", $"--addon-name {addon.Name} --resolve-conflicts OVERWRITE"));

    /// <summary>By IRSA: the first link that does not hold decides.</summary>
    private static LinkState Role(ClusterState cluster, string role)
    {
        var account = new Principal.ServiceAccount("kube-system", "aws-node");
        var chain = Examination.Of("", IrsaGuide.Links(cluster, account, null));
        return chain.BrokenLink?.State ?? chain.Links.Select(link => link.State).FirstOrDefault(state => state is LinkState.Unknown)
            ?? new LinkState.Holds($"kube-system/aws-node gets {role}");
    }
}
