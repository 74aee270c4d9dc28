using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>How a service account has a role in AWS.</summary>
public enum WorkloadRoleKind
{
    /// <summary>By the annotation, and a token that STS takes.</summary>
    Irsa,

    /// <summary>By an association of EKS.</summary>
    PodIdentity,
}

/// <summary>A role in AWS that the pods of a service account have.</summary>
public sealed record WorkloadRole(WorkloadRoleKind Kind, string RoleArn);

/// <summary>The roles in AWS of the service accounts of a cluster. Whether a role trusts the account is another question.</summary>
public sealed class WorkloadRoles
{
    private readonly Dictionary<(string Namespace, string Name), List<WorkloadRole>> _roles = [];

    public WorkloadRoles(ClusterState cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        foreach (var account in cluster.ServiceAccounts.Where(account => account.RoleArn is not null))
            Add(account.Namespace, account.Name, new(WorkloadRoleKind.Irsa, account.RoleArn!));
        foreach (var association in cluster.PodIdentities ?? [])
            Add(association.Namespace, association.ServiceAccount, new(WorkloadRoleKind.PodIdentity, association.RoleArn));
    }

    public IReadOnlyList<WorkloadRole> Of(Principal.ServiceAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _roles.GetValueOrDefault((account.Namespace, account.Name)) ?? [];
    }

    private void Add(string inNamespace, string name, WorkloadRole role)
    {
        if (_roles.TryGetValue((inNamespace, name), out var roles)) roles.Add(role);
        else _roles[(inNamespace, name)] = [role];
    }
}
