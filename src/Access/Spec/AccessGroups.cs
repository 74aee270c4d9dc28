namespace EksIamCdk.Access.Spec;

/// <summary>The Kubernetes group that an access makes, and that its grants are bound to.</summary>
public static class AccessGroups
{
    internal const string Prefix = "eks-iam-cdk:";

    public static string Of(string access) => Prefix + access;
}
