using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Ownership;

/// <summary>The live ConfigMap kube-system/aws-auth, as far as decisions need it.</summary>
public sealed record AwsAuthConfigMap
{
    /// <summary>No ConfigMap is there yet.</summary>
    public static readonly AwsAuthConfigMap Missing = new() { Exists = false };

    public bool Exists { get; init; } = true;

    /// <summary>The whole of <c>data</c>, other keys than the three sections included.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();

    /// <summary>The annotation <c>eks-iam-cdk/claims</c>, or null.</summary>
    public string? Claims { get; init; }

    /// <summary>Whether it has labels, other annotations, binary data, finalizers or owner references: somebody else's.</summary>
    public bool HasOtherContent { get; init; }

    /// <summary>UTF-8 bytes of keys and values of the other annotations.</summary>
    public int OtherAnnotationBytes { get; init; }

    /// <summary>Bytes of the values of <c>binaryData</c>.</summary>
    public int BinaryDataBytes { get; init; }

    /// <summary>The text of a section; null where the key is absent.</summary>
    public string? Text(Section section) => Data.GetValueOrDefault(section.Key());
}
