using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Ownership;

/// <summary>What to do about the ConfigMap aws-auth.</summary>
public abstract record AwsAuthDecision
{
    private AwsAuthDecision()
    {
    }

    /// <summary>Nothing is to be written.</summary>
    public sealed record Nothing : AwsAuthDecision;

    /// <summary>One PUT (or POST, where there is no ConfigMap yet) of these changes together.</summary>
    /// <param name="Data">The keys of <c>data</c> that change; null takes the key away. All others stay.</param>
    /// <param name="Claims">The annotation <c>eks-iam-cdk/claims</c>; null takes it away.</param>
    public sealed record Write(IReadOnlyDictionary<string, string?> Data, string? Claims) : AwsAuthDecision;

    /// <summary>The ConfigMap that this project created is empty again: delete it, on the version that was seen.</summary>
    public sealed record DeleteConfigMap : AwsAuthDecision;

    /// <summary>Nothing is written; the resource fails.</summary>
    public sealed record Refuse(Failure Failure) : AwsAuthDecision;
}
