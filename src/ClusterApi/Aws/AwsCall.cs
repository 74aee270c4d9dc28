namespace EksIamCdk.ClusterApi.Aws;

/// <summary>A call to AWS, for messages.</summary>
/// <param name="Action">As in an IAM policy: <c>eks:DescribeCluster</c>.</param>
/// <param name="Target">The name of the cluster, or the ARN of the role to assume.</param>
/// <param name="Principal">Who calls: an ARN as far as it is known, or words that say which.</param>
/// <param name="Endpoint">Where it is called.</param>
public sealed record AwsCall(string Action, string Target, string Principal, string Endpoint)
{
    /// <summary>What it is about inside the cluster; null: the cluster itself.</summary>
    public string? About { get; init; }
}
