namespace EksIamCdk.ClusterApi.Aws;

/// <summary>What AWS requests are signed with. Its text names the access key only.</summary>
public sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    public override string ToString() => AccessKeyId;
}
