using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.Spec;

/// <summary>Who is let in.</summary>
public abstract record PrincipalSpec
{
    private PrincipalSpec(Word written) => Written = written;

    /// <summary>What tells it from others, as it is written: the ARN, the account or the name of the role.</summary>
    public Word Written { get; }

    /// <summary>An IAM role or user.</summary>
    public sealed record Arn(Word Text, PrincipalArn Value) : PrincipalSpec(Text);

    /// <summary>Every principal of an account.</summary>
    public sealed record Account(Word Id) : PrincipalSpec(Id);

    /// <summary>A permission set of IAM Identity Center in an account, as the role that it makes there.</summary>
    /// <param name="Name">The name of the permission set.</param>
    /// <param name="AccountId">Where it is assigned.</param>
    /// <param name="RoleName">Its role there: <c>AWSReservedSSO_NAME_SUFFIX</c>.</param>
    /// <param name="Region">Of Identity Center; null where it is left out: us-east-1, whose roles have no Region in their path.</param>
    /// <param name="Value">The ARN of the role, with its path.</param>
    public sealed record PermissionSet(Word Name, Word AccountId, Word RoleName, Word? Region, PrincipalArn Value)
        : PrincipalSpec(RoleName);

    /// <summary>A role that is made for it, which may do nothing but find the cluster.</summary>
    /// <param name="Name">The name of the role.</param>
    /// <param name="Trust">Who may assume it.</param>
    /// <param name="MaxSession">How long a session may last.</param>
    public sealed record CreateRole(Word Name, TrustSpec Trust, TimeSpan MaxSession) : PrincipalSpec(Name);
}
