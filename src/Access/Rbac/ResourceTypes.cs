namespace EksIamCdk.Access.Rbac;

/// <summary>The types that every cluster has, by all the names that kubectl takes (<c>kubectl api-resources</c>).</summary>
public static class ResourceTypes
{
    private static readonly ResourceType[] s_all =
    [
        .. Namespaced(
            "", "bindings", "configmaps cm", "endpoints ep", "events ev", "limitranges limits", "persistentvolumeclaims pvc", "pods po",
            "podtemplates", "replicationcontrollers rc", "resourcequotas quota", "secrets", "serviceaccounts sa", "services svc"),
        .. OfCluster("", "componentstatuses cs", "namespaces ns", "nodes no", "persistentvolumes pv", "users", "groups"),
        .. Namespaced("apps", "controllerrevisions", "daemonsets ds", "deployments deploy", "replicasets rs", "statefulsets sts"),
        .. Namespaced("authorization.k8s.io", "localsubjectaccessreviews"),
        .. OfCluster("authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews"),
        .. OfCluster("authentication.k8s.io", "selfsubjectreviews", "tokenreviews"),
        .. Namespaced("autoscaling", "horizontalpodautoscalers hpa"),
        .. Namespaced("batch", "cronjobs cj", "jobs"),
        .. OfCluster("certificates.k8s.io", "certificatesigningrequests csr"),
        .. Namespaced("coordination.k8s.io", "leases"),
        .. Namespaced("discovery.k8s.io", "endpointslices"),
        .. Namespaced("events.k8s.io", "events ev"),
        .. Namespaced("networking.k8s.io", "ingresses ing", "networkpolicies netpol"),
        .. OfCluster("networking.k8s.io", "ingressclasses"),
        .. OfCluster("node.k8s.io", "runtimeclasses"),
        .. Namespaced("policy", "poddisruptionbudgets pdb"),
        .. Namespaced("rbac.authorization.k8s.io", "rolebindings", "roles"),
        .. OfCluster("rbac.authorization.k8s.io", "clusterrolebindings", "clusterroles"),
        .. OfCluster("scheduling.k8s.io", "priorityclasses pc"),
        .. Namespaced("storage.k8s.io", "csistoragecapacities"),
        .. OfCluster("storage.k8s.io", "csidrivers", "csinodes", "storageclasses sc", "volumeattachments"),
        .. OfCluster(
            "admissionregistration.k8s.io", "mutatingwebhookconfigurations", "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "validatingwebhookconfigurations"),
        .. OfCluster("apiextensions.k8s.io", "customresourcedefinitions crd crds"),
        .. OfCluster("apiregistration.k8s.io", "apiservices"),
        .. OfCluster("flowcontrol.apiserver.k8s.io", "flowschemas", "prioritylevelconfigurations"),
    ];

    /// <summary>The plurals.</summary>
    public static IEnumerable<string> Names => s_all.Select(type => type.Plural).Distinct();

    public static IReadOnlyList<string> Subresources { get; } =
    [
        "approval", "attach", "binding", "ephemeralcontainers", "eviction", "exec", "finalize", "log", "portforward", "proxy", "resize",
        "scale",
        "status", "token",
    ];

    /// <summary>
    /// The type of a plural, singular or short name, with or without a group (<c>deployments.apps</c>, <c>deploy.v1.apps</c>). With a
    /// group that is not Kubernetes' own it is taken as it is. Null for what is none.
    /// </summary>
    public static ResourceType? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "*") return new("*", "*", true);
        var parts = name.ToLowerInvariant().Split('.', 2);
        if (parts[0].Length == 0) return null;
        var named = s_all.Where(type => type.Plural == parts[0] || type.Singular == parts[0] || type.ShortNames.Contains(parts[0]));
        if (parts.Length == 1) return named.FirstOrDefault();
        var group = WithoutVersion(parts[1]);
        if (named.FirstOrDefault(type => type.Group == group) is { } known) return known;
        return group.Length > 0 ? new(group, parts[0], true) : null;
    }

    /// <summary>The API groups that have a type of this plural.</summary>
    public static IReadOnlyList<string> GroupsOf(string plural) =>
        [.. s_all.Where(type => type.Plural == plural).Select(type => type.Group)];

    /// <summary>Whether an API group is Kubernetes' own, so that all its types are known here.</summary>
    public static bool IsKnownGroup(string group) => s_all.Any(type => type.Group == group);

    /// <summary>Whether it is one that every cluster has.</summary>
    public static bool IsKnown(ResourceType type) => s_all.Contains(type);

    private static string WithoutVersion(string group)
    {
        var parts = group.Split('.', 2);
        return parts is [['v', >= '1' and <= '9', ..], var rest] ? rest : group;
    }

    private static IEnumerable<ResourceType> Namespaced(string group, params string[] types) => Types(group, true, types);

    private static IEnumerable<ResourceType> OfCluster(string group, params string[] types) => Types(group, false, types);

    private static IEnumerable<ResourceType> Types(string group, bool namespaced, string[] types) =>
        types.Select(type => type.Split(' ')).Select(names => new ResourceType(group, names[0], namespaced, names[1..]));
}
