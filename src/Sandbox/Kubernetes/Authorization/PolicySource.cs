using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Registry;
using EksIamCdk.Sandbox.Kubernetes.Schemas;
using EksIamCdk.Sandbox.Kubernetes.Storage;

namespace EksIamCdk.Sandbox.Kubernetes.Authorization;

/// <summary>The roles and bindings of the store as a policy, made anew when one of them has changed.</summary>
internal sealed class PolicySource
{
    private readonly ObjectStore _store;
    private RbacPolicy? _policy;

    public PolicySource(ObjectStore store)
    {
        _store = store;
        store.Changed += (_, key, _) => _policy = key.Kind.Group == Kinds.RbacGroup ? null : _policy;
    }

    /// <summary>The policy of now. The store's gate is held.</summary>
    public RbacPolicy Current => _policy ??= new RbacPolicy(
        _store.Peek(Kinds.Role).Concat(_store.Peek(Kinds.ClusterRole)).Select(RbacJson.Role),
        _store.Peek(Kinds.RoleBinding).Concat(_store.Peek(Kinds.ClusterRoleBinding)).Select(RbacJson.Binding));

    public static LabelledRole Labelled(JsonObject body) => new(
        RbacJson.Role(body), body.Labels(), [.. body["aggregationRule"].Objects("clusterRoleSelectors").Select(Selection.FromObject)]);

    public static JsonArray ToJson(IEnumerable<PolicyRule> rules) => new([.. rules.Select(ToJson)]);

    private static JsonNode ToJson(PolicyRule rule)
    {
        var json = new JsonObject();
        foreach (var (member, values) in new[]
        {
            ("verbs", rule.Verbs), ("apiGroups", rule.ApiGroups), ("resources", rule.Resources), ("resourceNames", rule.ResourceNames),
            ("nonResourceURLs", rule.NonResourceUrls),
        })
        {
            if (values.Count > 0) json[member] = values.ToJsonArray();
        }

        return json;
    }
}
