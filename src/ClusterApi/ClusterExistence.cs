using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.ClusterApi;

/// <summary>The answer of EKS to the question whether a cluster still exists.</summary>
public abstract record ClusterExistence
{
    private ClusterExistence()
    {
    }

    /// <param name="Description">What EKS says of it.</param>
    public sealed record Exists(ClusterDescription Description) : ClusterExistence;

    /// <summary>EKS answered ResourceNotFoundException: nothing else says that a cluster is deleted.</summary>
    public sealed record Deleted(StepFailure Failure) : ClusterExistence;

    /// <summary>EKS did not say.</summary>
    public sealed record Unknown(StepFailure Failure) : ClusterExistence;
}
