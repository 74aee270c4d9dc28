namespace EksIamCdk.ClusterApi.Aws;

/// <summary>Who is calling.</summary>
internal sealed record CallerIdentity(string Account, string Arn)
{
    /// <summary>What an access entry is made for: the role of a session (its path is not in the session's ARN), or the caller itself.</summary>
    public string PrincipalArn =>
        Arn.Split(':', 6) is ["arn", var partition, "sts", _, var account, var resource] && resource.Split('/') is ["assumed-role", var role, _]
            ? $"arn:{partition}:iam::{account}:role/{role}"
            : Arn;

    public static CallerIdentity? Read(QueryResponse response) =>
        response["Account"] is { } account && response["Arn"] is { } arn ? new(account, arn) : null;
}
