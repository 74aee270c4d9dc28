namespace EksIamCdk.Access.Rbac;

/// <summary>
/// The ClusterRoles for people that every cluster starts with
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings), as kube-apiserver has them.
/// </summary>
public static class DefaultRoles
{
    private const string ToAdmin = "rbac.authorization.k8s.io/aggregate-to-admin";
    private const string ToEdit = "rbac.authorization.k8s.io/aggregate-to-edit";
    private const string ToView = "rbac.authorization.k8s.io/aggregate-to-view";
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["create", "delete", "deletecollection", "patch", "update"];
    private static readonly string[] Everything = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private static readonly string[] Health = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

    public static IReadOnlyList<DefaultRole> All { get; } =
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
            Rule(
                Write, "extensions", "daemonsets", "deployments", "deployments/rollback", "deployments/scale", "ingresses", "networkpolicies", "replicasets",
                "replicasets/scale", "replicationcontrollers/scale"),
            Rule(Write, "policy", "poddisruptionbudgets"),
            Rule(Write, "networking.k8s.io", "ingresses", "networkpolicies"),
            Rule(Everything, "coordination.k8s.io", "leases")) { Labels = [ToEdit] },
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
            Rule(
                Read, "extensions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "ingresses",
                "ingresses/status", "networkpolicies", "replicasets", "replicasets/scale", "replicasets/status", "replicationcontrollers/scale"),
            Rule(Read, "policy", "poddisruptionbudgets", "poddisruptionbudgets/status"),
            Rule(Read, "networking.k8s.io", "ingresses", "ingresses/status", "networkpolicies")) { Labels = [ToView] },
        new("system:discovery", Urls("get", ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*", .. Health])) { BoundTo = [RbacUser.Authenticated] },
        new("system:public-info-viewer", Urls("get", Health)) { BoundTo = [RbacUser.Authenticated, RbacUser.Unauthenticated] },
        new(
            "system:basic-user",
            Rule(["create"], "authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectrulesreviews"),
            Rule(["create"], "authentication.k8s.io", "selfsubjectreviews")) { BoundTo = [RbacUser.Authenticated] },
    ];

    /// <summary>The roles with all their rules, those that are made of others too.</summary>
    public static IReadOnlyList<RbacRole> Roles { get; } = Aggregated();

    /// <summary>What gives them to everybody, and to system:masters.</summary>
    public static IReadOnlyList<RbacBinding> Bindings { get; } =
    [
        .. All.Where(role => role.BoundTo.Length > 0).Select(role => new RbacBinding
        {
            Name = role.Name,
            RoleIsClusterRole = true,
            RoleName = role.Name,
            Subjects = [.. role.BoundTo.Select(group => new RbacSubject(SubjectKind.Group, group))],
        }),
    ];

    // In the order of All, view comes after edit, and edit after admin: each is made before the one that it is part of.
    private static RbacRole[] Aggregated()
    {
        var labelled = All.Select(role => new LabelledRole(
            new() { Name = role.Name, Rules = role.Rules },
            role.Labels.ToDictionary(label => label, _ => "true"),
            [.. role.Aggregates.Select(label => new LabelSelector([new(label, SelectorOperator.In, ["true"])]))])).ToArray();
        for (var i = labelled.Length - 1; i >= 0; i--)
        {
            if (labelled[i].Aggregates.Count == 0) continue;
            labelled[i] = labelled[i] with { Role = labelled[i].Role with { Rules = RoleAggregation.Rules(labelled[i], labelled) } };
        }

        return [.. labelled.Select(role => role.Role)];
    }

    private static PolicyRule Rule(string[] verbs, string group, params string[] resources) => new() { Verbs = verbs, ApiGroups = [group], Resources = resources };

    private static PolicyRule Urls(string verb, string[] urls) => new() { Verbs = [verb], NonResourceUrls = urls };
}
