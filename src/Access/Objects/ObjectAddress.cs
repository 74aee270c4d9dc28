namespace EksIamCdk.Access.Objects;

/// <summary>Which object of a cluster.</summary>
/// <param name="Namespace">Null for kinds that live outside namespaces.</param>
public sealed record ObjectAddress(KubernetesKind Kind, string? Namespace, string Name)
{
    /// <summary>The ConfigMap that IAM principals are mapped in.</summary>
    public static readonly ObjectAddress AwsAuth = new(KubernetesKind.ConfigMap, "kube-system", "aws-auth");

    /// <summary>The REST path of the collection, for a create.</summary>
    public string CollectionPath =>
        Namespace is null ? $"{Kind.ApiPath}/{Kind.Plural}" : $"{Kind.ApiPath}/namespaces/{Uri.EscapeDataString(Namespace)}/{Kind.Plural}";

    /// <summary>The REST path of the object.</summary>
    public string Path => $"{CollectionPath}/{Uri.EscapeDataString(Name)}";

    /// <summary><c>RoleBinding dev/read</c>, <c>Namespace dev</c>.</summary>
    public override string ToString() => Namespace is null ? $"{Kind.Kind} {Name}" : $"{Kind.Kind} {Namespace}/{Name}";
}
