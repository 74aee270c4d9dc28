using System.Text.Json.Nodes;
using static EksIamCdk.Sandbox.Kubernetes.Schemas.Shapes;

namespace EksIamCdk.Sandbox.Kubernetes.Schemas;

/// <summary>The kinds that the server keeps.</summary>
internal static class Kinds
{
    public const string RbacGroup = "rbac.authorization.k8s.io";

    public static readonly ResourceKind Namespace = new()
    {
        Group = "",
        Kind = "Namespace",
        Plural = "namespaces",
        ShortNames = ["ns"],
        Namespaced = false,
        HasStatus = true,
        Schema = Struct(
            ("spec", Struct(("finalizers", Atomic(Text)))),
            ("status", Struct(("phase", Text), ("conditions", Keyed("type", Condition))))),
        Zero = () => new JsonObject { ["spec"] = new JsonObject(), ["status"] = new JsonObject() },
    };

    public static readonly ResourceKind Node = new()
    {
        Group = "",
        Kind = "Node",
        Plural = "nodes",
        ShortNames = ["no"],
        Namespaced = false,
        HasStatus = true,
        Schema = Struct(
            ("spec", Struct(
                ("podCIDR", Text), ("podCIDRs", Set(Text)), ("providerID", Text), ("unschedulable", Flag),
                ("taints", Atomic(Struct(("key", Text), ("value", Text), ("effect", Text), ("timeAdded", Time)))))),
            ("status", Struct(
                ("capacity", Map(Quantity)), ("allocatable", Map(Quantity)), ("phase", Text), ("conditions", Keyed("type", Condition)),
                ("addresses", Keyed("type", Struct(("type", Text), ("address", Text)))),
                ("nodeInfo", Struct(
                    ("machineID", Text), ("systemUUID", Text), ("bootID", Text), ("kernelVersion", Text), ("osImage", Text), ("containerRuntimeVersion", Text),
                    ("kubeletVersion", Text), ("kubeProxyVersion", Text), ("operatingSystem", Text), ("architecture", Text)))))),
        Zero = () => new JsonObject { ["spec"] = new JsonObject(), ["status"] = new JsonObject() },
    };

    public static readonly ResourceKind ServiceAccount = new()
    {
        Group = "",
        Kind = "ServiceAccount",
        Plural = "serviceaccounts",
        ShortNames = ["sa"],
        Namespaced = true,
        DeleteAnswersObject = true,
        Schema = Struct(
            ("secrets", Keyed("name", ObjectReference)),
            ("imagePullSecrets", Atomic(Struct(("name", Text)))),
            ("automountServiceAccountToken", Flag)),
    };

    public static readonly ResourceKind ResourceQuota = new()
    {
        Group = "",
        Kind = "ResourceQuota",
        Plural = "resourcequotas",
        ShortNames = ["quota"],
        Namespaced = true,
        HasStatus = true,
        DeleteAnswersObject = true,
        Schema = Struct(
            ("spec", Struct(
                ("hard", Map(Quantity)), ("scopes", Atomic(Text)),
                ("scopeSelector", AtomicStruct(("matchExpressions", Atomic(Struct(("scopeName", Text), ("operator", Text), ("values", Atomic(Text))))))))),
            ("status", Struct(("hard", Map(Quantity)), ("used", Map(Quantity))))),
        Zero = () => new JsonObject { ["spec"] = new JsonObject(), ["status"] = new JsonObject() },
    };

    public static readonly ResourceKind LimitRange = new()
    {
        Group = "",
        Kind = "LimitRange",
        Plural = "limitranges",
        ShortNames = ["limits"],
        Namespaced = true,
        CreatedByUpdate = true,
        Schema = Struct(("spec", Struct(("limits", Atomic(Struct(
            ("type", Text), ("max", Map(Quantity)), ("min", Map(Quantity)), ("default", Map(Quantity)), ("defaultRequest", Map(Quantity)),
            ("maxLimitRequestRatio", Map(Quantity)))))))),
        Zero = () => new JsonObject { ["spec"] = new JsonObject() },
    };

    public static readonly ResourceKind ConfigMap = new()
    {
        Group = "",
        Kind = "ConfigMap",
        Plural = "configmaps",
        ShortNames = ["cm"],
        Namespaced = true,
        Schema = Struct(("data", Map(Text)), ("binaryData", Map(Bytes)), ("immutable", Flag)),
    };

    public static readonly ResourceKind Secret = new()
    {
        Group = "",
        Kind = "Secret",
        Plural = "secrets",
        Namespaced = true,
        Schema = Struct(("data", Map(Bytes)), ("stringData", Map(Text)), ("type", Text), ("immutable", Flag)),
    };

    public static readonly ResourceKind Role = new()
    {
        Group = RbacGroup,
        Kind = "Role",
        Plural = "roles",
        Namespaced = true,
        CreatedByUpdate = true,
        Schema = Struct(("rules", Atomic(PolicyRule))),
    };

    public static readonly ResourceKind ClusterRole = new()
    {
        Group = RbacGroup,
        Kind = "ClusterRole",
        Plural = "clusterroles",
        Namespaced = false,
        CreatedByUpdate = true,
        Schema = Struct(("rules", Atomic(PolicyRule)), ("aggregationRule", Struct(("clusterRoleSelectors", Atomic(LabelSelector))))),
    };

    public static readonly ResourceKind RoleBinding = new()
    {
        Group = RbacGroup,
        Kind = "RoleBinding",
        Plural = "rolebindings",
        Namespaced = true,
        CreatedByUpdate = true,
        Schema = Struct(("subjects", Atomic(Subject)), ("roleRef", RoleRef)),
        Zero = () => new JsonObject { ["roleRef"] = new JsonObject { ["apiGroup"] = "", ["kind"] = "", ["name"] = "" } },
    };

    public static readonly ResourceKind ClusterRoleBinding = RoleBinding with
    {
        Kind = "ClusterRoleBinding",
        Plural = "clusterrolebindings",
        Namespaced = false,
    };

    public static readonly ResourceKind NetworkPolicy = new()
    {
        Group = "networking.k8s.io",
        Kind = "NetworkPolicy",
        Plural = "networkpolicies",
        ShortNames = ["netpol"],
        Namespaced = true,
        HasGeneration = true,
        Schema = Struct(("spec", Struct(
            ("podSelector", LabelSelector),
            ("policyTypes", Atomic(Text)),
            ("ingress", Atomic(Struct(("ports", Atomic(PolicyPort)), ("from", Atomic(PolicyPeer))))),
            ("egress", Atomic(Struct(("ports", Atomic(PolicyPort)), ("to", Atomic(PolicyPeer)))))))),
        Zero = () => new JsonObject { ["spec"] = new JsonObject { ["podSelector"] = new JsonObject() } },
    };

    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        Namespace, Node, ServiceAccount, ResourceQuota, LimitRange, ConfigMap, Secret, Role, ClusterRole, RoleBinding, ClusterRoleBinding, NetworkPolicy,
    ];

    public static ResourceKind? Find(string group, string plural) => All.FirstOrDefault(kind => kind.Group == group && kind.Plural == plural);

    public static ResourceKind? FindByKind(string? apiVersion, string? kind) =>
        All.FirstOrDefault(candidate => candidate.ApiVersion == apiVersion && candidate.Kind == kind);
}
