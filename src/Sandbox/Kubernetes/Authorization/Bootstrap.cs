using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Sandbox.Kubernetes.Registry;
using EksIamCdk.Sandbox.Kubernetes.Schemas;
using EksIamCdk.Sandbox.Kubernetes.Storage;
using EksIamCdk.Sandbox.Kubernetes.Validation;

namespace EksIamCdk.Sandbox.Kubernetes.Authorization;

/// <summary>What a new cluster has: its namespaces, default roles and their bindings. What is there already is left as it is.</summary>
internal static class Bootstrap
{
    private static readonly string[] Namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

    public static void Fill(ObjectStore store, Controllers controllers, TimeProvider time)
    {
        var active = new JsonObject { ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") } };
        foreach (var name in Namespaces) Ensure(store, time, Kinds.Namespace, name, [], active);
        foreach (var role in DefaultRoles.All)
        {
            var content = new JsonObject { ["rules"] = PolicySource.ToJson(role.Rules) };
            if (role.Aggregates.Length > 0)
            {
                content["aggregationRule"] = new JsonObject
                {
                    ["clusterRoleSelectors"] = new JsonArray([.. role.Aggregates.Select(Selector)]),
                };
            }

            Ensure(store, time, Kinds.ClusterRole, role.Name, role.Labels, content);
            if (role.BoundTo.Length == 0) continue;
            Ensure(store, time, Kinds.ClusterRoleBinding, role.Name, [], new JsonObject
            {
                ["subjects"] = new JsonArray([.. role.BoundTo.Select(group => new JsonObject { ["kind"] = "Group", ["apiGroup"] = Kinds.RbacGroup, ["name"] = group })]),
                ["roleRef"] = new JsonObject { ["apiGroup"] = Kinds.RbacGroup, ["kind"] = "ClusterRole", ["name"] = role.Name },
            });
        }

        controllers.AfterWrite(new ObjectKey(Kinds.ClusterRole, "", "cluster-admin"));
    }

    private static JsonNode Selector(string label) => new JsonObject { ["matchLabels"] = new JsonObject { [label] = "true" } };

    private static void Ensure(ObjectStore store, TimeProvider time, ResourceKind kind, string name, string[] labels, JsonObject content)
    {
        var key = new ObjectKey(kind, "", name);
        if (store.Has(key)) return;
        var metadata = new JsonObject { ["name"] = name, ["uid"] = Guid.NewGuid().ToString(), ["creationTimestamp"] = ObjectWriter.Timestamp(time) };
        var body = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind, ["metadata"] = metadata };
        if (kind.Group == Kinds.RbacGroup)
        {
            var given = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
            foreach (var label in labels) given[label] = "true";
            metadata["labels"] = given;
            metadata["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" };
        }

        foreach (var (member, value) in content) body[member] = value?.DeepClone();
        Defaults.Fill(kind, body);
        store.Put(key, body);
    }
}
