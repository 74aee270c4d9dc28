using EksIamCdk.Access.Objects;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>The service account that pods run as.</summary>
internal static class ServiceAccountLinks
{
    public static IEnumerable<Link> Exists(ClusterState cluster, Principal.ServiceAccount account) =>
        [new("service account", () => Look(cluster, account.Namespace, account.Name))];

    private static LinkState Look(ClusterState cluster, string ns, string name)
    {
        if (Find(cluster, ns, name) is not null) return new LinkState.Holds($"{ns}/{name} is there");
        if (Unreadable.List(cluster, KubernetesKind.ServiceAccount, $"whether {ns}/{name} is there, and how it is annotated") is { } unknown) return unknown;
        var here = cluster.ServiceAccounts.Where(account => account.Namespace == ns).Select(account => account.Name).ToList();
        var elsewhere = cluster.ServiceAccounts.Where(account => account.Name == name).Select(account => $"{account.Namespace}/{account.Name}").ToList();
        var meant = Names.Meant(name, here) is { Length: > 0 } near ? near
            : elsewhere.Count > 0 ? $"; there is {Names.Some(elsewhere)}"
            : here.Count > 0 ? $"; those of {ns} are {Names.Some(here)}"
            : Names.Meant(ns, cluster.ServiceAccounts.Select(account => account.Namespace));
        return LinkState.Mend(
            $"there is no service account {name} in namespace {ns}{meant}",
            "create it, or name the right one in the pods",
            $"kubectl create serviceaccount {ShellText.Word(name)} -n {ShellText.Word(ns)}");
    }

    public static ServiceAccountState? Find(ClusterState cluster, string ns, string name) =>
        cluster.ServiceAccounts.FirstOrDefault(account => account.Namespace == ns && account.Name == name);
}
