namespace EksIamCdk.Inspection.Snapshots;

/// <summary>A service account with its annotations.</summary>
public sealed record ServiceAccountState(string Namespace, string Name, IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>The annotation that names an IAM role.</summary>
    public const string RoleAnnotation = "eks.amazonaws.com/role-arn";

    /// <summary>
    /// The ARN of the IAM role that its pods take by IRSA; null where it has none.
    /// Source: https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html.
    /// </summary>
    public string? RoleArn => Annotations.GetValueOrDefault(RoleAnnotation);

    /// <summary>Who it is to the API server.</summary>
    public string Username => $"system:serviceaccount:{Namespace}:{Name}";
}

/// <summary>A Pod Identity association: the pods of a service account take this IAM role.</summary>
public sealed record PodIdentityState(string Namespace, string ServiceAccount, string RoleArn);
