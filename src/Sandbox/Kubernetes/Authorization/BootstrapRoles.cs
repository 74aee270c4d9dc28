using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Sandbox.Kubernetes.Authorization;

/// <summary>One of the ClusterRoles that a cluster starts with.</summary>
internal sealed record BootstrapRole(string Name, params PolicyRule[] Rules)
{
    /// <summary>Labels, each with the value <c>true</c>.</summary>
    public string[] Labels { get; init; } = [];

    /// <summary>Labels of the roles that this one is made of.</summary>
    public string[] Aggregates { get; init; } = [];

    /// <summary>Groups to which a ClusterRoleBinding of the same name gives it.</summary>
    public string[] BoundTo { get; init; } = [];
}

/// <summary>The default ClusterRoles for people (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings).</summary>
internal static class BootstrapRoles
{
    private const string ToAdmin = "rbac.authorization.k8s.io/aggregate-to-admin";
    private const string ToEdit = "rbac.authorization.k8s.io/aggregate-to-edit";
    private const string ToView = "rbac.authorization.k8s.io/aggregate-to-view";
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["create", "delete", "deletecollection", "patch", "update"];
    private static readonly string[] Everything = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private static readonly string[] Health = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

    public static IReadOnlyList<BootstrapRole> All { get; } =
    [
        new("cluster-admin", Rule(["*"], "*", "*"), Urls("*", ["*"])) { BoundTo = [RbacUser.Masters] },
        new("admin") { Aggregates = [ToAdmin] },
        new("edit") { Aggregates = [ToEdit], Labels = [ToAdmin] },
        new("view") { Aggregates = [ToView], Labels = [ToEdit] },
        new(
            "system:aggregate-to-admin",
            Rule(["create"], "authorization.k8s.io", "localsubjectaccessreviews"),
            Rule(Everything, "rbac.authorization.k8s.io", "roles", "rolebindings")) { Labels = [ToAdmin] },
        new(
            "system:aggregate-to-edit",
            Rule(Read, "", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"),
            Rule(["impersonate"], "", "serviceaccounts"),
            Rule(Write, "", "pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"),
            Rule(["create"], "", "pods/eviction"),
            Rule(
                Write, "", "configmaps", "events", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "secrets", "serviceaccounts",
                "services", "services/proxy"),
            Rule(["create"], "", "serviceaccounts/token"),
            Rule(
                Write, "apps", "daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets",
                "statefulsets/scale"),
            Rule(Write, "autoscaling", "horizontalpodautoscalers"),
            Rule(Write, "batch", "cronjobs", "jobs"),
            Rule(Write, "policy", "poddisruptionbudgets"),
            Rule(Write, "networking.k8s.io", "ingresses", "networkpolicies")) { Labels = [ToEdit] },
        new(
            "system:aggregate-to-view",
            Rule(
                Read, "", "configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "pods", "replicationcontrollers",
                "replicationcontrollers/scale", "serviceaccounts", "services", "services/status"),
            Rule(
                Read, "", "bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status", "resourcequotas",
                "resourcequotas/status"),
            Rule(Read, "", "namespaces"),
            Rule(Read, "discovery.k8s.io", "endpointslices"),
            Rule(
                Read, "apps", "controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets",
                "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status"),
            Rule(Read, "autoscaling", "horizontalpodautoscalers", "horizontalpodautoscalers/status"),
            Rule(Read, "batch", "cronjobs", "cronjobs/status", "jobs", "jobs/status"),
            Rule(Read, "policy", "poddisruptionbudgets", "poddisruptionbudgets/status"),
            Rule(Read, "networking.k8s.io", "ingresses", "ingresses/status", "networkpolicies")) { Labels = [ToView] },
        new("system:discovery", Urls("get", ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*", .. Health])) { BoundTo = [Authentication.Authenticated] },
        new("system:public-info-viewer", Urls("get", Health)) { BoundTo = [Authentication.Authenticated, Authentication.Unauthenticated] },
        new("system:basic-user", Rule(["create"], "authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectrulesreviews")) { BoundTo = [Authentication.Authenticated] },
    ];

    private static PolicyRule Rule(string[] verbs, string group, params string[] resources) => new() { Verbs = verbs, ApiGroups = [group], Resources = resources };

    private static PolicyRule Urls(string verb, string[] urls) => new() { Verbs = [verb], NonResourceUrls = urls };
}
