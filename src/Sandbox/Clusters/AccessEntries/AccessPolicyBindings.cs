using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.Sandbox.Clusters.AccessEntries;

/// <summary>EKS gives what an access policy says by an authorizer of its own. A cluster of the sandbox has RBAC only: so the sandbox
/// binds the group of each policy that is in use, once, in objects that carry <see cref="Label"/>.</summary>
internal sealed class AccessPolicyBindings
{
    public const string Label = "eks-iam-cdk-sandbox/access-policy";

    private const string Rbac = "rbac.authorization.k8s.io";

    private readonly ConcurrentDictionary<(RegionalName Cluster, string Group), bool> _bound = new();

    public async Task EnsureAsync(SandboxCluster cluster, IReadOnlyList<EntryPolicy> policies, CancellationToken cancellationToken)
    {
        var unbound = policies.Where(policy => policy.Group != "system:masters" && !_bound.ContainsKey((cluster.Key, policy.Group)));
        foreach (var policy in unbound)
        {
            if (policy.ClusterRole == EntryPolicy.AdminViewRole)
                await cluster.Admin.EnsureAsync(Collection(KubernetesKind.ClusterRole, null), AdminView(), cancellationToken).ConfigureAwait(false);
            foreach (var scope in await ScopesAsync(cluster, policy, cancellationToken).ConfigureAwait(false))
                await BindAsync(cluster, policy, scope, cancellationToken).ConfigureAwait(false);
            // A namespace is looked for again: it comes and goes.
            if (policy.Namespace is null)
                _bound[(cluster.Key, policy.Group)] = true;
        }
    }

    private static async Task<IReadOnlyList<string?>> ScopesAsync(
        SandboxCluster cluster, EntryPolicy policy, CancellationToken cancellationToken)
    {
        if (policy.Namespace is not { } pattern)
            return [null];
        var list = await cluster.Admin.GetAsync("/api/v1/namespaces", cancellationToken).ConfigureAwait(false);
        var names = (list?["items"] as JsonArray ?? []).Select(item => (string?)item?["metadata"]?["name"]);
        return [.. names.Where(name => pattern.EndsWith('*') ? name?.StartsWith(pattern[..^1], StringComparison.Ordinal) == true : name == pattern)];
    }

    private static async Task BindAsync(SandboxCluster cluster, EntryPolicy policy, string? scope, CancellationToken cancellationToken)
    {
        var kind = scope is null ? KubernetesKind.ClusterRoleBinding : KubernetesKind.RoleBinding;
        var metadata = new JsonObject
        {
            ["name"] = $"eks-access-policy-{policy.Name}",
            ["labels"] = new JsonObject { [Label] = policy.Name },
        };
        if (scope is not null)
            metadata["namespace"] = scope;
        var role = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = policy.ClusterRole };
        var group = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "Group", ["name"] = policy.Group };
        await cluster.Admin.EnsureAsync(
            Collection(kind, scope),
            new JsonObject
            {
                ["apiVersion"] = kind.ApiVersion,
                ["kind"] = kind.Kind,
                ["metadata"] = metadata,
                ["roleRef"] = role,
                ["subjects"] = new JsonArray(group),
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static string Collection(KubernetesKind kind, string? scope) => new ObjectAddress(kind, scope, "").CollectionPath;

    private static JsonObject AdminView() => new()
    {
        ["apiVersion"] = KubernetesKind.ClusterRole.ApiVersion,
        ["kind"] = KubernetesKind.ClusterRole.Kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = EntryPolicy.AdminViewRole,
            ["labels"] = new JsonObject { [Label] = AccessPolicy.AdminView },
        },
        ["rules"] = new JsonArray(new JsonObject
        {
            ["apiGroups"] = new JsonArray("*"),
            ["resources"] = new JsonArray("*"),
            ["verbs"] = new JsonArray("get", "list", "watch"),
        }),
    };
}
