using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;

namespace EksIamCdk.ClusterApi.Tests.Reading;

/// <summary>An API server that only answers what is read, as it is told to.</summary>
internal sealed class ScriptedLists(Func<KubernetesKind, string?, ApiAnswer> answer) : IKubernetesApi
{
    public Task<ApiAnswer> List(KubernetesKind kind, string? page, CancellationToken cancellationToken) => Task.FromResult(answer(kind, page));

    public Task<ApiAnswer> Get(ObjectAddress address, CancellationToken cancellationToken) => Task.FromResult(answer(address.Kind, null));

    public Task<ApiAnswer> Create(ObjectAddress address, JsonObject body, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer> Replace(ObjectAddress address, JsonObject body, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer> Apply(ObjectAddress address, JsonObject body, string fieldManager, bool force, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ApiAnswer> Merge(ObjectAddress address, JsonObject patch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer> Delete(ObjectAddress address, string? uid, string? resourceVersion, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ApiAnswer> Nodes(string? page, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer> Pods(string inNamespace, string? page, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer> Review(JsonObject subjectAccessReview, CancellationToken cancellationToken) => throw new NotSupportedException();
}
