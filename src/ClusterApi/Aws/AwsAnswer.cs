namespace EksIamCdk.ClusterApi.Aws;

/// <summary>What came back from AWS.</summary>
public abstract record AwsAnswer<T>
{
    private AwsAnswer()
    {
    }

    public sealed record Ok(T Value) : AwsAnswer<T>;

    public sealed record Failed(AwsFault Fault) : AwsAnswer<T>;
}
