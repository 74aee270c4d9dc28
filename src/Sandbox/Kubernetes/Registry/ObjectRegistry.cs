using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Apply;
using EksIamCdk.Sandbox.Kubernetes.Authorization;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Storage;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>Reads and writes objects for requests that are already allowed. The store's gate is held.</summary>
internal sealed class ObjectRegistry(ObjectStore store, ObjectWriter writer, Authorizer authorizer, TimeProvider time)
{
    public Answer Get(ApiRequest request) =>
        store.Get(request.Key) is { } found ? new Answer.Ok(found) : ApiStatus.NotFound(request.Kind, request.Name);

    public Answer List(ApiRequest request)
    {
        if (Selection.Read(request, out var refusal) is not { } selection) return refusal!;
        var items = store.Peek(request.Kind, request.Namespace).Where(selection.Matches).Select(WithoutType).ToArray<JsonNode?>();
        return new Answer.Ok(new JsonObject
        {
            ["kind"] = $"{request.Kind.Kind}List",
            ["apiVersion"] = request.Kind.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = store.Revision.ToString(CultureInfo.InvariantCulture) },
            ["items"] = new JsonArray(items),
        });
    }

    public Answer Create(ApiRequest request)
    {
        var read = BodyReader.Read(request);
        return read.Body is { } body ? Warn(CreateFrom(request, body, OwnedByUpdate), read.Warnings) : read.Refusal!;
    }

    public Answer Replace(ApiRequest request)
    {
        var read = BodyReader.Read(request);
        if (read.Body is not { } body) return read.Refusal!;
        if (WrongIdentity(request, body) is { } wrong) return wrong;
        if (store.Get(request.Key) is { } live) return Warn(Update(request, live, body, OwnedByUpdate), read.Warnings);
        if (!request.Kind.CreatedByUpdate || body.ResourceVersion().Length > 0) return ApiStatus.NotFound(request.Kind, request.Name);
        return authorizer.Check(request, "create") ?? Warn(CreateFrom(request, body, OwnedByUpdate), read.Warnings);
    }

    /// <summary>Server-side apply (https://kubernetes.io/docs/reference/using-api/server-side-apply/).</summary>
    public Answer Apply(ApiRequest request)
    {
        var read = AppliedReader.Read(request);
        if (read.Body is not { } applied) return read.Refusal!;
        var live = store.Get(request.Key);
        if (live is null && applied.Uid().Length > 0)
            return ApiStatus.Conflict(request.Kind, request.Name, $"uid mismatch: the provided object specified uid {applied.Uid()}, and no existing object was found");
        if (live is null && authorizer.Check(request, "create") is { } denied) return denied;
        if (live is null) applied.Metadata().Remove("resourceVersion");
        var outcome = FieldOwnership.Apply(request.Kind, live ?? request.Kind.Empty(), applied, ManagerOf(request, applies: true), request.Force, Now());
        if (outcome is ApplyOutcome.Conflicting conflicting) return AppliedReader.Refuse(conflicting.Conflicts);
        var typed = BodyReader.Typed(request, ((ApplyOutcome.Merged)outcome).Body, []);
        if (typed.Body is not { } body) return AppliedReader.CannotConvert(request, typed.Refusal!.Message);
        return Warn(live is null ? CreateFrom(request, body, ownership: null) : Update(request, live, body, ownership: null), read.Warnings);
    }

    /// <summary>Any other patch: <paramref name="patch"/> changes a copy of the live object.</summary>
    public Answer Patch(ApiRequest request, Func<JsonObject, Answer> patch)
    {
        if (store.Get(request.Key) is not { } live) return ApiStatus.NotFound(request.Kind, request.Name);
        var outcome = patch(live.DeepClone().AsObject());
        if (outcome is not Answer.Ok patched) return outcome;
        var read = BodyReader.Typed(request, patched.Body, []);
        if (read.Body is not { } body) return read.Refusal!;
        return WrongIdentity(request, body) ?? Warn(Update(request, live, body, OwnedByUpdate), read.Warnings);
    }

    public Answer Delete(ApiRequest request)
    {
        var options = DeleteOptions.Read(request, out var refusal);
        if (options is null) return refusal!;
        return store.Get(request.Key) is { } live ? writer.Delete(request, live, options) : ApiStatus.NotFound(request.Kind, request.Name);
    }

    public Answer DeleteCollection(ApiRequest request)
    {
        var options = DeleteOptions.Read(request, out var refusal);
        if (options is null) return refusal!;
        if (Selection.Read(request, out refusal) is not { } selection) return refusal!;
        foreach (var body in store.Peek(request.Kind, request.Namespace).Where(selection.Matches).ToList())
        {
            var one = request with { Namespace = body.Namespace(), Name = body.Name() };
            if (writer.Delete(one, store.Get(one.Key)!, options) is Answer.Refused refused) return refused;
        }

        return new Answer.Ok(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" });
    }

    private Answer CreateFrom(ApiRequest request, JsonObject body, Func<ApiRequest, JsonObject, JsonObject, JsonObject>? ownership)
    {
        if (WrongNamespace(request, body) is { } wrong) return wrong;
        if (body.ResourceVersion().Length > 0) return ApiStatus.Internal("resourceVersion should not be set on objects to be created");
        if (ownership is not null) body = ownership(request, request.Kind.Empty(), body);
        return writer.Create(request, body);
    }

    private Answer Update(ApiRequest request, JsonObject live, JsonObject body, Func<ApiRequest, JsonObject, JsonObject, JsonObject>? ownership)
    {
        if (WrongNamespace(request, body) is { } wrong) return wrong;
        if (body.ResourceVersion() is { Length: > 0 } version && version != live.ResourceVersion()) return ApiStatus.Modified(request.Kind, request.Name);
        if (body.Uid() is { Length: > 0 } uid && uid != live.Uid()) return OtherUid(request, uid, live.Uid());
        body = ObjectWriter.Keep(request, live, body);
        if (ownership is not null) body = ownership(request, live, body);
        return writer.Replace(request, live, body);
    }

    /// <summary>A PUT means the object it read; a patch would change the uid.</summary>
    private static ApiStatus OtherUid(ApiRequest request, string got, string live) => request.Verb == "update"
        ? ApiStatus.Conflict(request.Kind, request.Name, $"Precondition failed: UID in precondition: {got}, UID in object meta: {live}")
        : ApiStatus.Invalid(request.Kind, request.Name, [StatusCause.Invalid("metadata.uid", StatusCause.Quote(got), "field is immutable")]);

    private JsonObject OwnedByUpdate(ApiRequest request, JsonObject live, JsonObject body)
    {
        FieldOwnership.Update(request.Kind, live, body, ManagerOf(request, applies: false), Now());
        return body;
    }

    private static FieldManager ManagerOf(ApiRequest request, bool applies) => new(request.FieldManager, applies, request.Kind.ApiVersion, request.Subresource);

    private string Now() => ObjectWriter.Timestamp(time);

    private static ApiStatus? WrongIdentity(ApiRequest request, JsonObject body) =>
        body.Name() is { Length: > 0 } name && name != request.Name
            ? ApiStatus.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})")
            : WrongNamespace(request, body);

    private static ApiStatus? WrongNamespace(ApiRequest request, JsonObject body)
    {
        if (!request.Kind.Namespaced)
        {
            body.Metadata().Remove("namespace");
            return null;
        }

        if (body.Namespace() is { Length: > 0 } named && named != request.Namespace)
            return ApiStatus.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        body.Metadata()["namespace"] = request.Namespace;
        return null;
    }

    private static Answer Warn(Answer answer, IReadOnlyList<string> warnings) => answer is Answer.Ok ok ? ok with { Warnings = warnings } : answer;

    private static JsonObject WithoutType(JsonObject body)
    {
        var item = body.DeepClone().AsObject();
        item.Remove("kind");
        item.Remove("apiVersion");
        return item;
    }
}
