using EksIamCdk.Access.Objects;

namespace EksIamCdk.ClusterApi;

/// <summary>A call to an API server in the words of RBAC, for messages.</summary>
/// <param name="Verb"><c>get</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>.</param>
/// <param name="Resource">For example <c>configmaps kube-system/aws-auth</c>.</param>
public sealed record ApiCall(string Verb, string Resource)
{
    public static ApiCall Get(ObjectAddress address) => new("get", Named(address));

    public static ApiCall Create(ObjectAddress address) => new("create", Named(address));

    public static ApiCall Replace(ObjectAddress address) => new("update", Named(address));

    public static ApiCall Apply(ObjectAddress address) => new("patch", Named(address));

    public static ApiCall Delete(ObjectAddress address) => new("delete", Named(address));

    public static ApiCall List(KubernetesKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return new("list", $"{kind.Plural}{Group(kind)}");
    }

    public static ApiCall Review { get; } = new("create", "subjectaccessreviews.authorization.k8s.io");

    public override string ToString() => $"{Verb} {Resource}";

    private static string Named(ObjectAddress address)
    {
        var place = address.Namespace is null ? address.Name : $"{address.Namespace}/{address.Name}";
        return $"{address.Kind.Plural}{Group(address.Kind)} {place}";
    }

    private static string Group(KubernetesKind kind) => kind.ApiVersion.Split('/') is [var name, _] ? $".{name}" : "";
}
