namespace EksIamCdk.Constructs;

/// <summary>
/// Properties of an <see cref="AwsAuthEntry"/>: exactly one of <see cref="RoleArn"/>, <see cref="UserArn"/> and <see cref="AccountId"/>.
/// </summary>
public sealed class AwsAuthEntryProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>ARN of an IAM role. Its path is stripped when it is written: the authenticator never sees one.</summary>
    public string? RoleArn { get; init; }

    /// <summary>ARN of an IAM user, with its path.</summary>
    public string? UserArn { get; init; }

    /// <summary>12 digits: every principal of that account may sign in, with its ARN as username and without groups.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Kubernetes username; required for roles and users. May hold <c>{{SessionName}}</c> and its kin.</summary>
    public string? Username { get; init; }

    /// <summary>The Kubernetes groups; roles and users only.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Default: <see cref="Constructs.OnConflict.Fail"/>.</summary>
    public OnConflict? OnConflict { get; init; }

    /// <summary>Lets a change pass that would lock somebody out. Default: false.</summary>
    public bool? AllowLockout { get; init; }
}
