using System.Globalization;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>Credentials of a role, for a while.</summary>
internal sealed record AssumedRole(AwsCredentials Credentials, DateTimeOffset Expiration)
{
    public static AssumedRole? Read(StsResponse response) =>
        response["AccessKeyId"] is { } id && response["SecretAccessKey"] is { } secret && response["SessionToken"] is { } token
        && DateTimeOffset.TryParse(response["Expiration"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiration)
            ? new(new AwsCredentials(id, secret, token), expiration)
            : null;
}

/// <summary>Who is calling.</summary>
internal sealed record CallerIdentity(string Account, string Arn)
{
    /// <summary>What an access entry is made for: the role of a session (its path is not in the session's ARN), or the caller itself.</summary>
    public string PrincipalArn =>
        Arn.Split(':', 6) is ["arn", var partition, "sts", _, var account, var resource] && resource.Split('/') is ["assumed-role", var role, _]
            ? $"arn:{partition}:iam::{account}:role/{role}"
            : Arn;

    public static CallerIdentity? Read(StsResponse response) =>
        response["Account"] is { } account && response["Arn"] is { } arn ? new(account, arn) : null;
}
