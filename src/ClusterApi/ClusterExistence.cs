namespace EksIamCdk.ClusterApi;

/// <summary>The answer of EKS to the question whether a cluster still exists.</summary>
public abstract record ClusterExistence
{
    private ClusterExistence()
    {
    }

    /// <param name="Status">The status that EKS gives: <c>ACTIVE</c>, <c>DELETING</c>…</param>
    public sealed record Exists(string Status) : ClusterExistence;

    /// <summary>EKS answered ResourceNotFoundException: nothing else says that a cluster is deleted.</summary>
    public sealed record Deleted : ClusterExistence;

    /// <summary>EKS did not say.</summary>
    public sealed record Unknown(StepFailure Failure) : ClusterExistence;
}
