namespace EksIamCdk.Constructs.Access;

/// <summary>
/// Properties of a <see cref="PrincipalMapping"/>: exactly one of <see cref="RoleArn"/>, <see cref="UserArn"/> and <see cref="AccountId"/>.
/// </summary>
public sealed class PrincipalMappingProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>ARN of an IAM role, with its path: access entries need it, and for aws-auth it is stripped.</summary>
    public string? RoleArn { get; init; }

    /// <summary>ARN of an IAM user, with its path.</summary>
    public string? UserArn { get; init; }

    /// <summary>12 digits: every principal of that account may sign in, with its ARN as username and without groups; aws-auth only.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Kubernetes username. Default: <c>Developer:{{SessionName}}</c> for a role of that name, <c>alice</c> for a user; of a token
    /// none can be made, which aws-auth needs.</summary>
    public string? Username { get; init; }

    /// <summary>The Kubernetes groups. On an access entry <c>system:masters</c> becomes AmazonEKSClusterAdminPolicy, and other groups of
    /// <c>system:</c> are refused.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Default: <see cref="MappingVia.Auto"/>.</summary>
    public MappingVia? Via { get; init; }

    /// <summary>Access policies of EKS besides the groups, each at most once; access entries only.</summary>
    public IReadOnlyList<EntryPolicy>? AccessPolicies { get; init; }

    /// <summary>Of the entry of aws-auth and of the access entry. CloudFormation cannot adopt an access entry, so with
    /// <see cref="Constructs.OnConflict.Adopt"/> the function makes it. Default: <see cref="Constructs.OnConflict.Fail"/>.</summary>
    public OnConflict? OnConflict { get; init; }
}
