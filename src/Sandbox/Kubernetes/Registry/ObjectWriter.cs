using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Authorization;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;
using EksIamCdk.Sandbox.Kubernetes.Storage;
using EksIamCdk.Sandbox.Kubernetes.Validation;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>Writes objects: admission, system metadata, escalation check, validation, store. The store's gate is held.</summary>
internal sealed class ObjectWriter(ObjectStore store, EscalationCheck escalation, Controllers controllers, TimeProvider time)
{
    /// <summary>Members of metadata that the server alone gives.</summary>
    private static readonly string[] Identity =
    [
        "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
    ];

    public static string Timestamp(TimeProvider time) => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public Answer Create(ApiRequest request, JsonObject body)
    {
        var (kind, metadata) = (request.Kind, body.Metadata());
        if (NamespaceLifecycle.Check(store, request, body) is { } refused) return refused;
        if (body.Name().Length == 0 && metadata.Text("generateName") is { Length: > 0 } prefix) metadata["name"] = prefix + RandomSuffix();
        if (body.Name().Length == 0) return ApiStatus.Invalid(kind, "", [StatusCause.Required("metadata.name", "name or generateName is required")]);
        foreach (var member in new[] { "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink" }) metadata.Remove(member);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Timestamp(time);
        if (kind.HasGeneration) metadata["generation"] = 1;
        PrepareNew(kind, body);

        var name = body.Name();
        if (escalation.Check(request, name, null, body) is { } escalates) return escalates;
        if (KindValidation.Check(kind, body, null) is { Count: > 0 } causes) return ApiStatus.Invalid(kind, name, causes);
        var key = new ObjectKey(kind, kind.Namespaced ? request.Namespace : "", name);
        if (store.Has(key)) return ApiStatus.AlreadyExists(kind, name);
        if (request.IsDryRun) return new Answer.Ok(body, 201);
        var written = store.Put(key, body);
        controllers.AfterWrite(key);
        return new Answer.Ok(store.Get(key) ?? written, 201);
    }

    /// <summary>What a client cannot change keeps its live value.</summary>
    public static JsonObject Keep(ApiRequest request, JsonObject live, JsonObject body)
    {
        var (from, to) = (live.Metadata(), body.Metadata());
        foreach (var member in Identity)
        {
            to.Remove(member);
            if (from[member] is { } kept) to[member] = kept.DeepClone();
        }

        if (request.Kind.HasStatus) KeepOtherHalf(request, live, body);
        return body;
    }

    public Answer Replace(ApiRequest request, JsonObject live, JsonObject body)
    {
        var kind = request.Kind;
        if (escalation.Check(request, request.Name, live, body) is { } escalates) return escalates;
        if (KindValidation.Check(kind, body, live) is { Count: > 0 } causes) return ApiStatus.Invalid(kind, request.Name, causes);
        if (kind.HasGeneration && !JsonNode.DeepEquals(live["spec"], body["spec"]))
            body.Metadata()["generation"] = (live.Metadata()["generation"]?.GetValue<long>() ?? 0) + 1;
        if (SameContent(live, body) || request.IsDryRun) return new Answer.Ok(body);
        var written = store.Put(request.Key, body);
        if (written.IsBeingDeleted() && written.Finalizers().Count == 0 && !NamespaceLifecycle.HoldsBack(kind, written)) store.Remove(request.Key);
        controllers.AfterWrite(request.Key);
        return new Answer.Ok(store.Get(request.Key) ?? written);
    }

    public Answer Delete(ApiRequest request, JsonObject live, DeleteOptions options)
    {
        var kind = request.Kind;
        if (NamespaceLifecycle.MayNotBeDeleted(request) is { } refused) return refused;
        if (options.Check(kind, live) is { } conflict) return conflict;
        if (live.Finalizers().Count == 0 && !NamespaceLifecycle.HoldsBack(kind, live))
        {
            if (!request.IsDryRun)
            {
                store.Remove(request.Key);
                controllers.AfterWrite(request.Key);
            }

            return new Answer.Ok(kind.DeleteAnswersObject ? live : Deleted(kind, live));
        }

        if (live.IsBeingDeleted() || request.IsDryRun) return new Answer.Ok(live);
        live.Metadata()["deletionTimestamp"] = Timestamp(time);
        if (kind == Kinds.Namespace) live["status"] = new JsonObject { ["phase"] = "Terminating" };
        else live.Metadata()["deletionGracePeriodSeconds"] = 0;
        var written = store.Put(request.Key, live);
        controllers.AfterWrite(request.Key);
        return new Answer.Ok(written);
    }

    private static void PrepareNew(ResourceKind kind, JsonObject body)
    {
        if (kind == Kinds.Namespace)
        {
            body["spec"]!["finalizers"] = new[] { "kubernetes" }.ToJsonArray();
            body["status"] = new JsonObject { ["phase"] = "Active" };
        }
        else if (kind.HasStatus && kind != Kinds.Node)
        {
            body["status"] = new JsonObject();
        }
    }

    /// <summary>The main resource does not write status, and the status subresource nothing else.</summary>
    private static void KeepOtherHalf(ApiRequest request, JsonObject live, JsonObject body)
    {
        foreach (var member in request.Subresource == "status" ? new[] { "spec" } : ["status"])
        {
            body.Remove(member);
            if (live[member] is { } kept) body[member] = kept.DeepClone();
        }

        if (request.Kind == Kinds.Namespace && request.Subresource != "finalize") body["spec"] = live["spec"]?.DeepClone();
    }

    private static bool SameContent(JsonObject live, JsonObject body)
    {
        var (before, after) = (live.DeepClone().AsObject(), body.DeepClone().AsObject());
        foreach (var side in new[] { before, after })
        {
            var metadata = side.Metadata();
            foreach (var (member, _) in metadata.Where(pair => pair.Value is JsonObject { Count: 0 } or JsonArray { Count: 0 }).ToList()) metadata.Remove(member);
        }

        return JsonNode.DeepEquals(before, after);
    }

    private static JsonObject Deleted(ResourceKind kind, JsonObject live)
    {
        var details = new JsonObject { ["name"] = live.Name() };
        if (kind.Group.Length > 0) details["group"] = kind.Group;
        details["kind"] = kind.Plural;
        details["uid"] = live.Uid();
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }

    private static string RandomSuffix() => RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
}
