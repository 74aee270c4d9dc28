using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Linting;

/// <summary>A right by which its holder gets more. Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks.</summary>
/// <param name="Rule">What it is reported as.</param>
/// <param name="Where">Where it counts.</param>
/// <param name="Requests">Any one of these suffices.</param>
internal sealed record EscalationPath(LintRule Rule, EscalationScope Where, params IReadOnlyList<AccessRequest.OfResource> Requests)
{
    private const string RbacGroup = "rbac.authorization.k8s.io";
    private const string System = "kube-system";

    public static IReadOnlyList<EscalationPath> All { get; } =
    [
        new(LintRules.Escalate, EscalationScope.Anywhere, To("escalate", "roles", RbacGroup), To("escalate", "clusterroles", RbacGroup)),
        new(
            LintRules.Bind, EscalationScope.Anywhere, To("bind", "roles", RbacGroup), To("bind", "clusterroles", RbacGroup),
            To("bind", "clusterroles", RbacGroup) with { Name = "cluster-admin" }),
        new(LintRules.Impersonate, EscalationScope.WholeCluster, To("impersonate", "users"), To("impersonate", "groups")),
        new(LintRules.Impersonate, EscalationScope.ClusterOrSystem, To("impersonate", "serviceaccounts")),
        new(LintRules.ReadSecrets, EscalationScope.ClusterOrSystem, To("get", "secrets"), To("list", "secrets"), To("watch", "secrets")),
        new(
            LintRules.RunPods, EscalationScope.ClusterOrSystem, To("create", "pods"), Sub("create", "pods", "exec"), Sub("get", "pods", "exec"),
            Sub("create", "pods", "attach"), Sub("patch", "pods", "ephemeralcontainers"), Sub("update", "pods", "ephemeralcontainers"),
            To("create", "replicationcontrollers"), To("create", "deployments", "apps"), To("create", "daemonsets", "apps"), To("create", "statefulsets", "apps"),
            To("create", "replicasets", "apps"), To("create", "jobs", "batch"), To("create", "cronjobs", "batch")),
        new(LintRules.Tokens, EscalationScope.ClusterOrSystem, Sub("create", "serviceaccounts", "token")),
        new(
            LintRules.WriteAwsAuth, EscalationScope.ClusterOrSystem,
            To("update", "configmaps") with { Name = "aws-auth" }, To("patch", "configmaps") with { Name = "aws-auth" }),
        new(
            LintRules.WriteBindings, EscalationScope.ClusterOrSystem, To("create", "rolebindings", RbacGroup), To("update", "rolebindings", RbacGroup),
            To("patch", "rolebindings", RbacGroup), To("create", "clusterrolebindings", RbacGroup), To("update", "clusterrolebindings", RbacGroup)),
        new(LintRules.NodeProxy, EscalationScope.WholeCluster, Sub("get", "nodes", "proxy"), Sub("create", "nodes", "proxy")),
    ];

    /// <summary>Whether rights in a namespace (empty: in the whole cluster) are this one.</summary>
    /// <returns>Those requests that are allowed; empty when none is.</returns>
    public IReadOnlyList<AccessRequest.OfResource> In(string inNamespace, IReadOnlyList<PolicyRule> rules) =>
        inNamespace.Length == 0 || Where == EscalationScope.Anywhere || (Where == EscalationScope.ClusterOrSystem && inNamespace == System)
            ? [.. Requests.Where(request => rules.Any(rule => rule.Allows(request)))]
            : [];

    private static AccessRequest.OfResource To(string verb, string resource, string group = "") => new() { Verb = verb, Resource = resource, ApiGroup = group };

    private static AccessRequest.OfResource Sub(string verb, string resource, string subresource) => To(verb, resource) with { Subresource = subresource };
}

internal enum EscalationScope
{
    /// <summary>In one namespace too.</summary>
    Anywhere,

    /// <summary>In the whole cluster, or in kube-system, whose service accounts have many rights. In another namespace it is what <c>edit</c> gives.</summary>
    ClusterOrSystem,

    /// <summary>About what is in no namespace.</summary>
    WholeCluster,
}
