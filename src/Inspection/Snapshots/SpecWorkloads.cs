using System.Text.Json.Nodes;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>The service accounts of a spec, and their roles in AWS.</summary>
internal sealed class SpecWorkloads
{
    private readonly List<JsonObject> _accounts = [];
    private readonly List<JsonObject> _associations = [];
    private readonly List<JsonObject> _roles = [];

    public SpecWorkloads(AccessSpec spec, SpecPlace place)
    {
        foreach (var workload in spec.Workloads) Add(workload, spec.Cluster.OidcIssuer?.Text, place);
    }

    public IReadOnlyList<JsonObject> ServiceAccounts => _accounts;

    public IReadOnlyList<JsonObject> Associations => _associations;

    public IReadOnlyList<JsonObject> CreatedRoles => _roles;

    private void Add(WorkloadSpec workload, string? issuer, SpecPlace place)
    {
        var (ns, name) = (workload.Namespace.Text, workload.ServiceAccount.Text);
        var isIrsa = workload.Identity == WorkloadIdentityKind.Irsa;
        var arn = workload.Role?.Value.Full ?? place.RoleArn($"{ns}-{name}");
        var account = new JsonObject { ["metadata"] = SpecState.Metadata(name, ns) };
        if (isIrsa) account["metadata"]!["annotations"] = new JsonObject { ["eks.amazonaws.com/role-arn"] = arn };
        else _associations.Add(new JsonObject { ["namespace"] = ns, ["serviceAccount"] = name, ["roleArn"] = arn });
        _accounts.Add(account);
        if (workload.Role is not null) return;
        var role = new JsonObject { ["arn"] = arn, ["exists"] = true };
        // Whose tokens are trusted is known when the cluster is.
        if (!isIrsa) role["assumeRolePolicyDocument"] = SpecTrust.OfPods(ns, name);
        else if (issuer is not null) role["assumeRolePolicyDocument"] = SpecTrust.OfServiceAccount(place, issuer, ns, name);
        _roles.Add(role);
    }
}
