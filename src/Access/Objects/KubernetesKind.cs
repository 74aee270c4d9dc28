namespace EksIamCdk.Access.Objects;

/// <summary>A kind of Kubernetes object that this project manages, with its place in the REST API.</summary>
/// <param name="ApiVersion">As in a manifest: <c>v1</c>, <c>rbac.authorization.k8s.io/v1</c>.</param>
/// <param name="Kind">As in a manifest: <c>RoleBinding</c>.</param>
/// <param name="Plural">As in a URL: <c>rolebindings</c>.</param>
/// <param name="Namespaced">Whether its objects live in a namespace.</param>
/// <param name="Members">The top-level members that its manifests may have, besides apiVersion, kind and metadata.</param>
public sealed record KubernetesKind(string ApiVersion, string Kind, string Plural, bool Namespaced, params IReadOnlyList<string> Members)
{
    private const string Core = "v1";
    private const string Rbac = "rbac.authorization.k8s.io/v1";

    public static readonly KubernetesKind Namespace = new(Core, "Namespace", "namespaces", false, "spec");
    public static readonly KubernetesKind ServiceAccount =
        new(Core, "ServiceAccount", "serviceaccounts", true, "secrets", "imagePullSecrets", "automountServiceAccountToken");
    public static readonly KubernetesKind ResourceQuota = new(Core, "ResourceQuota", "resourcequotas", true, "spec");
    public static readonly KubernetesKind LimitRange = new(Core, "LimitRange", "limitranges", true, "spec");
    public static readonly KubernetesKind ConfigMap = new(Core, "ConfigMap", "configmaps", true, "data", "binaryData", "immutable");
    public static readonly KubernetesKind Secret = new(Core, "Secret", "secrets", true, "data", "stringData", "type", "immutable");
    public static readonly KubernetesKind Role = new(Rbac, "Role", "roles", true, "rules");
    public static readonly KubernetesKind ClusterRole = new(Rbac, "ClusterRole", "clusterroles", false, "rules", "aggregationRule");
    public static readonly KubernetesKind RoleBinding = new(Rbac, "RoleBinding", "rolebindings", true, "subjects", "roleRef");
    public static readonly KubernetesKind ClusterRoleBinding = new(Rbac, "ClusterRoleBinding", "clusterrolebindings", false, "subjects", "roleRef");
    public static readonly KubernetesKind NetworkPolicy = new("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", true, "spec");

    /// <summary>Only read, never managed.</summary>
    public static readonly KubernetesKind Node = new(Core, "Node", "nodes", false);

    /// <summary>Every kind that is managed; others are refused.</summary>
    public static IReadOnlyList<KubernetesKind> Supported { get; } =
    [
        Namespace, ServiceAccount, ResourceQuota, LimitRange, ConfigMap, Secret, Role, ClusterRole, RoleBinding, ClusterRoleBinding, NetworkPolicy,
    ];

    /// <summary>Whether objects of this kind carry a <c>roleRef</c>, which cannot be changed in place.</summary>
    public bool IsBinding => this == RoleBinding || this == ClusterRoleBinding;

    /// <summary><c>/api/v1</c>, or <c>/apis/rbac.authorization.k8s.io/v1</c>.</summary>
    public string ApiPath => ApiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{ApiVersion}" : $"/api/{ApiVersion}";

    public static KubernetesKind? Find(string apiVersion, string kind) =>
        Supported.FirstOrDefault(candidate => candidate.ApiVersion == apiVersion && candidate.Kind == kind);

    // A kind is one of a closed set, told apart by its name; its list of members would spoil the generated equality.
    public bool Equals(KubernetesKind? other) => other is not null && ApiVersion == other.ApiVersion && Kind == other.Kind;

    public override int GetHashCode() => HashCode.Combine(ApiVersion, Kind);

    public override string ToString() => $"{ApiVersion}/{Kind}";
}
