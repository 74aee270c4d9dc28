using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Brings one entry or object to what one request asks for. It lives as long as the request.</summary>
internal interface IReconciler
{
    /// <summary>Reads what is live, decides, and writes: once.</summary>
    Task<Attempt> TryAsync(ClusterConnection cluster, CancellationToken cancellationToken);

    /// <summary>After the last attempt failed: puts back what was taken away on the way to something that did not come.</summary>
    /// <returns>A sentence about what could not be put back, or null.</returns>
    Task<string?> PutBackAsync(CancellationToken cancellationToken);
}
