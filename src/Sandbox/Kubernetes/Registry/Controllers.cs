using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Sandbox.Kubernetes.Authorization;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;
using EksIamCdk.Sandbox.Kubernetes.Storage;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>
/// The two controllers whose work access depends on: deletion of namespaces with what is in them, and aggregated ClusterRoles.
/// They act at once, within the write that calls for it.
/// </summary>
internal sealed class Controllers(ObjectStore store, TimeProvider time)
{
    public void AfterWrite(ObjectKey key)
    {
        if (key.Kind == Kinds.ClusterRole) Aggregate();
        var holder = new ObjectKey(Kinds.Namespace, "", key.Kind == Kinds.Namespace ? key.Name : key.Namespace);
        if (store.Get(holder) is { } body && body.IsBeingDeleted()) Terminate(holder, body);
    }

    /// <summary>Gives every aggregated role the rules of the roles it selects; again, as long as one of them is selected by another.</summary>
    private void Aggregate()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            var all = store.Peek(Kinds.ClusterRole).Select(PolicySource.Labelled).ToList();
            foreach (var role in all.Where(role => role.Aggregates.Count > 0))
            {
                var rules = RoleAggregation.Rules(role, all);
                if (rules.SequenceEqual(role.Role.Rules)) continue;
                var key = new ObjectKey(Kinds.ClusterRole, "", role.Role.Name);
                var body = store.Get(key)!;
                body["rules"] = PolicySource.ToJson(rules);
                store.Put(key, body);
                changed = true;
            }
        }
    }

    /// <summary>Deletes what is in the namespace; the namespace itself goes once nothing is left that a finalizer holds.</summary>
    private void Terminate(ObjectKey holder, JsonObject body)
    {
        foreach (var key in store.KeysIn(holder.Name))
        {
            var content = store.Get(key)!;
            if (content.Finalizers().Count == 0)
            {
                store.Remove(key);
            }
            else if (!content.IsBeingDeleted())
            {
                content.Metadata()["deletionTimestamp"] = ObjectWriter.Timestamp(time);
                content.Metadata()["deletionGracePeriodSeconds"] = 0;
                store.Put(key, content);
            }
        }

        if (store.KeysIn(holder.Name).Count > 0 || body.Finalizers().Count > 0) return;
        body["spec"]!.AsObject().Remove("finalizers");
        store.Remove(holder);
    }
}
