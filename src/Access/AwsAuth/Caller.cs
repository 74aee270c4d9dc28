namespace EksIamCdk.Access.AwsAuth;

/// <summary>Who knocks, as sts:GetCallerIdentity tells it.</summary>
public sealed record Caller
{
    public required string Arn { get; init; }

    /// <summary>The last part of an assumed role's ARN; empty for all others.</summary>
    public string SessionName { get; init; } = "";

    public string AccessKeyId { get; init; } = "";

    /// <summary>What the look-up of the instance in EC2 returns; null when there is none.</summary>
    public string? Ec2PrivateDnsName { get; init; }
}
