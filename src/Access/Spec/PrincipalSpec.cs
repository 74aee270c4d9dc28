using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.Spec;

/// <summary>Who is let in.</summary>
public abstract record PrincipalSpec
{
    private PrincipalSpec(Word written) => Written = written;

    /// <summary>The ARN or the account as it is written.</summary>
    public Word Written { get; }

    /// <summary>An IAM role or user.</summary>
    public sealed record Arn(Word Text, PrincipalArn Value) : PrincipalSpec(Text);

    /// <summary>Every principal of an account.</summary>
    public sealed record Account(Word Id) : PrincipalSpec(Id);
}
