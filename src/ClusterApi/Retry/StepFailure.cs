using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.ClusterApi;

/// <summary>One step on the way to the wanted state that did not succeed, with the names that a message needs.</summary>
public abstract record StepFailure
{
    private StepFailure()
    {
    }

    /// <summary>A call to the API server that was refused or not answered.</summary>
    public sealed record AtApiServer(ClusterConnection Connection, ApiCall Call, ApiAnswer Answer) : StepFailure;

    /// <summary>A call to AWS that was refused or not answered.</summary>
    public sealed record AtAws(AwsCall Call, AwsFault Fault) : StepFailure;

    /// <summary>Something that another try may find better, and nobody refused: a cluster that is still being created.</summary>
    public sealed record NotReady(Failure Failure) : StepFailure;

    /// <summary>Something that no other try makes better.</summary>
    public sealed record Final(Failure Failure) : StepFailure;
}
