using System.Diagnostics;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Custom::EksClusterLookup: what EKS says of a cluster, for other resources of the stack.</summary>
internal sealed class ClusterLookupReconciler(ClusterConnector clusters, Resource.ClusterLookup wanted, Progress progress) : IReconciler
{
    public async Task<Attempt> TryAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        progress.Step = $"describe cluster {wanted.Cluster.Name}";
        return await clusters.Existence(wanted.Cluster, cancellationToken) switch
        {
            ClusterExistence.Exists exists => new Attempt.Done(exists.Description.Attributes),
            ClusterExistence.Deleted deleted => new Attempt.Unfinished(deleted.Failure),
            ClusterExistence.Unknown unknown => new Attempt.Unfinished(unknown.Failure),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>It writes nothing.</summary>
    public Task<string?> PutBackAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
