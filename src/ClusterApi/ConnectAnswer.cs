namespace EksIamCdk.ClusterApi;

/// <summary>What became of connecting.</summary>
public abstract record ConnectAnswer
{
    private ConnectAnswer()
    {
    }

    public sealed record Connected(ClusterConnection Connection) : ConnectAnswer;

    public sealed record Failed(StepFailure Failure) : ConnectAnswer;
}
