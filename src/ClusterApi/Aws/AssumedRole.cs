using System.Globalization;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>Credentials of a role, for a while.</summary>
internal sealed record AssumedRole(AwsCredentials Credentials, DateTimeOffset Expiration)
{
    public static AssumedRole? Read(QueryResponse response) =>
        response["AccessKeyId"] is { } id && response["SecretAccessKey"] is { } secret && response["SessionToken"] is { } token
        && DateTimeOffset.TryParse(response["Expiration"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiration)
            ? new(new AwsCredentials(id, secret, token), expiration)
            : null;
}
