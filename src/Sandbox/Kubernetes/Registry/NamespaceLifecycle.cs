using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;
using EksIamCdk.Sandbox.Kubernetes.Storage;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>What a namespace must be like for something to be made in it, and which ones stay.</summary>
internal static class NamespaceLifecycle
{
    private static readonly string[] Undeletable = ["default", "kube-system", "kube-public"];

    /// <summary>Null when an object may be made in the namespace of the request.</summary>
    public static ApiStatus? Check(ObjectStore store, ApiRequest request, JsonObject body)
    {
        if (!request.Kind.Namespaced) return null;
        if (store.Get(new ObjectKey(Kinds.Namespace, "", request.Namespace)) is not { } holder) return ApiStatus.NotFound(Kinds.Namespace, request.Namespace);
        if (!holder.IsBeingDeleted()) return null;
        return ApiStatus.Forbidden(request.Kind, body.Name(), $"unable to create new content in namespace {request.Namespace} because it is being terminated") with
        {
            Causes = [new StatusCause("NamespaceTerminating", $"namespace {request.Namespace} is being terminated", "metadata.namespace")],
        };
    }

    public static ApiStatus? MayNotBeDeleted(ApiRequest request) =>
        request.Kind == Kinds.Namespace && Undeletable.Contains(request.Name, StringComparer.Ordinal)
            ? ApiStatus.Forbidden(Kinds.Namespace, request.Name, "this namespace may not be deleted")
            : null;

    /// <summary>Whether a namespace's own finalizers still keep it.</summary>
    public static bool HoldsBack(ResourceKind kind, JsonObject body) => kind == Kinds.Namespace && body["spec"].Texts("finalizers").Count > 0;
}
