using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Constructs;
using AccessPolicies = EksIamCdk.Access.AccessEntries.AccessPolicy;

namespace EksIamCdk.Constructs.Providers;

/// <summary>The access entry by which a cluster lets the function's role in.</summary>
internal sealed class WayIn
{
    private readonly CfnAccessEntry _entry;
    private readonly bool _least;
    private readonly SortedSet<string> _editIn = new(StringComparer.Ordinal);
    private bool _administration;
    private bool _seesAll;

    /// <param name="scope">The provider.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="roleArn">The function's role.</param>
    /// <param name="policy">What it may do there; null: what the resources of the provider need, and nothing else.</param>
    public WayIn(Construct scope, ClusterTarget cluster, string roleArn, EntryPolicy? policy)
    {
        _least = policy is null;
        _entry = new CfnAccessEntry(scope, "AccessEntry", new CfnAccessEntryProps
        {
            ClusterName = cluster.Name,
            PrincipalArn = roleArn,
            Type = "STANDARD",
            AccessPolicies = policy is null ? null : new[] { policy.In(Stack.Of(scope)) },
        });
    }

    /// <summary>What must be there before the first call into the cluster, and go after the last.</summary>
    public CfnResource Entry => _entry;

    /// <summary>Adds to what the resources of the provider need.</summary>
    public void Need(FunctionNeed need)
    {
        if (!_least) return;
        if (need is FunctionNeed.Edit { Namespace: var ns }) _editIn.Add(ns);
        _seesAll |= need is FunctionNeed.Edit { SeesNodes: true } or FunctionNeed.View;
        _administration |= need is FunctionNeed.Administration;
        var policies = Least().Select(policy => policy.In(Stack.Of(_entry))).ToArray();
        if (policies.Length > 0) _entry.AccessPolicies = policies;
    }

    private EntryPolicy[] Least()
    {
        if (_administration) return [EntryPolicy.ClusterWide(AccessPolicies.ClusterAdmin)];
        EntryPolicy[] edit = _editIn.Count == 0 ? [] : [EntryPolicy.InNamespaces(AccessPolicies.Edit, [.. _editIn])];
        return _seesAll ? [.. edit, EntryPolicy.ClusterWide(AccessPolicies.AdminView)] : edit;
    }
}
