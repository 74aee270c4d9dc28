using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.ClusterApi;

/// <summary>
/// A Kubernetes API server. Every call is sent at most once: who calls decides on what is live, and so looks before repeating.
/// </summary>
public interface IKubernetesApi
{
    Task<ApiAnswer> Get(ObjectAddress address, CancellationToken cancellationToken);

    /// <summary>Creates it; refused with 409 <c>AlreadyExists</c> when it is there.</summary>
    Task<ApiAnswer> Create(ObjectAddress address, JsonObject body, CancellationToken cancellationToken);

    /// <summary>Replaces all of it; refused with 409 <c>Conflict</c> when <c>metadata.resourceVersion</c> in the body is not the live one.</summary>
    Task<ApiAnswer> Replace(ObjectAddress address, JsonObject body, CancellationToken cancellationToken);

    /// <summary>Server-side apply; without <paramref name="force"/>, fields of other managers are refused with 409 and their causes.</summary>
    Task<ApiAnswer> Apply(ObjectAddress address, JsonObject body, string fieldManager, bool force, CancellationToken cancellationToken);

    /// <summary>Changes the members that the patch names, whoever wrote them last; null takes one away (JSON merge patch, RFC 7386).</summary>
    Task<ApiAnswer> Merge(ObjectAddress address, JsonObject patch, CancellationToken cancellationToken);

    /// <summary>Deletes it in the background; refused with 409 when a precondition that is given does not hold.</summary>
    Task<ApiAnswer> Delete(ObjectAddress address, string? uid, string? resourceVersion, CancellationToken cancellationToken);

    /// <summary>Lists some of the objects of a kind, in all namespaces.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="page"><c>metadata.continue</c> of the page before, or null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ApiAnswer> List(KubernetesKind kind, string? page, CancellationToken cancellationToken);

    /// <summary>Lists some of the nodes.</summary>
    /// <param name="page"><c>metadata.continue</c> of the page before, or null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ApiAnswer> Nodes(string? page, CancellationToken cancellationToken);

    /// <summary>Lists some of the pods of a namespace.</summary>
    /// <param name="inNamespace">The namespace.</param>
    /// <param name="page"><c>metadata.continue</c> of the page before, or null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ApiAnswer> Pods(string inNamespace, string? page, CancellationToken cancellationToken);

    /// <summary>Asks a SubjectAccessReview (<c>authorization.k8s.io/v1</c>); the answer is in its <c>status</c>.</summary>
    Task<ApiAnswer> Review(JsonObject subjectAccessReview, CancellationToken cancellationToken);
}
