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
        _store.Peek(Kinds.Role).Concat(_store.Peek(Kinds.ClusterRole)).Select(Role),
        _store.Peek(Kinds.RoleBinding).Concat(_store.Peek(Kinds.ClusterRoleBinding)).Select(Binding));

    public static RbacRole Role(JsonObject body) => new() { Namespace = body.Namespace(), Name = body.Name(), Rules = Rules(body) };

    public static IReadOnlyList<PolicyRule> Rules(JsonObject body) =>
    [
        .. body.Objects("rules").Select(rule => new PolicyRule
        {
            Verbs = rule.Texts("verbs"), ApiGroups = rule.Texts("apiGroups"), Resources = rule.Texts("resources"),
            ResourceNames = rule.Texts("resourceNames"), NonResourceUrls = rule.Texts("nonResourceURLs"),
        }),
    ];

    public static RbacBinding Binding(JsonObject body) => new()
    {
        Namespace = body.Namespace(),
        Name = body.Name(),
        RoleIsClusterRole = body["roleRef"].Text("kind") == "ClusterRole",
        RoleName = body["roleRef"].Text("name"),
        Subjects =
        [
            .. body.Objects("subjects").Where(subject => Enum.TryParse<SubjectKind>(subject.Text("kind"), out _))
                .Select(subject => new RbacSubject(Enum.Parse<SubjectKind>(subject.Text("kind")), subject.Text("name"), subject.Text("namespace"))),
        ],
    };

    public static LabelledRole Labelled(JsonObject body) => new(
        Role(body), body.Labels(), [.. body["aggregationRule"].Objects("clusterRoleSelectors").Select(Selection.FromObject)]);

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
