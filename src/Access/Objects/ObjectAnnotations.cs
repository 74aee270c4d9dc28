namespace EksIamCdk.Access.Objects;

/// <summary>The annotations in which objects carry who owns them.</summary>
public static class ObjectAnnotations
{
    public const string Prefix = "eks-iam-cdk/";

    /// <summary>On an object: its owner.</summary>
    public const string Owner = Prefix + "owner";

    /// <summary>On an object: what it was before its owner adopted it or took it over.</summary>
    public const string Previous = Prefix + "previous";

    /// <summary>On an object: what its owner declared.</summary>
    public const string Declared = Prefix + "declared";

    /// <summary>On the stand-in of a binding that is being made anew: what the binding was.</summary>
    public const string Held = Prefix + "held";

    /// <summary>On the ConfigMap aws-auth: who owns which entry, and what each replaced.</summary>
    public const string Claims = Prefix + "claims";

    /// <summary>On the ConfigMap eks-iam-cdk-turn, for the moment that it is there: who writes aws-auth next.</summary>
    public const string Turn = Prefix + "turn";
}
