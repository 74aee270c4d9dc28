using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>A Pod Security Standard. Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/.</summary>
public enum PodSecurity
{
    Privileged,
    Baseline,
    Restricted,
}

/// <summary>What the network lets through where no other policy says more.</summary>
public enum NetworkDefault
{
    Open,
    DenyIngress,
    DenyAll,
}

/// <summary>A namespace of a spec.</summary>
public sealed record NamespaceSpec
{
    private static readonly ChoiceShape<PodSecurity> s_podSecurity = new(
    [
        ("privileged", Spec.PodSecurity.Privileged), ("baseline", Spec.PodSecurity.Baseline), ("restricted", Spec.PodSecurity.Restricted),
    ]);

    private static readonly ChoiceShape<NetworkDefault> s_network = new(
        [("open", NetworkDefault.Open), ("deny-ingress", NetworkDefault.DenyIngress), ("deny-all", NetworkDefault.DenyAll)]);

    // https://kubernetes.io/docs/concepts/policy/resource-quotas/; with a slash: count/…, extended resources, storage classes.
    private static readonly AmountsShape s_quota = new(
        [
            "requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "cpu", "memory", "pods", "requests.storage",
            "persistentvolumeclaims", "ephemeral-storage", "requests.ephemeral-storage", "limits.ephemeral-storage", "configmaps",
            "secrets", "services", "services.loadbalancers", "services.nodeports", "replicationcontrollers", "resourcequotas",
        ],
        "/",
        "hugepages-");

    internal static readonly RecordShape<NamespaceSpec> Shape = new("a namespace", fields => new()
    {
        Name = fields.Required("name", "the name of the namespace", Shapes.Namespace, Word.Missing),
        PodSecurity = fields.Optional("podSecurity", "the Pod Security Standard that is enforced, warned of and audited", s_podSecurity),
        Quota = fields.Optional("quota", "what all pods together may use: a ResourceQuota", s_quota) ?? [],
        Limits = fields.Optional("limits", "what a container gets that does not say: a LimitRange", LimitsSpec.Shape),
        Network = fields.Optional("network", "the default NetworkPolicy; deny-all also stops DNS", s_network),
    });

    public required Word Name { get; init; }

    public required PodSecurity? PodSecurity { get; init; }

    public required Items<Amount> Quota { get; init; }

    public required LimitsSpec? Limits { get; init; }

    public required NetworkDefault? Network { get; init; }
}
