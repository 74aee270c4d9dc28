using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Reconciliation;

namespace EksIamCdk.MappingLambda;

/// <summary>
/// The work of a request on an API server that there is not, while the way to the real one is looked for: .NET loads and compiles code when it
/// is first run, and by the time the cluster answers, that has happened. Nothing of it is kept, told or logged.
/// </summary>
internal sealed class Rehearsal : IKubernetesApi
{
    private const string Map = """
        {"metadata": {"name": "aws-auth", "namespace": "kube-system", "resourceVersion": "1"},
         "data": {"mapRoles": "- rolearn: arn:aws:iam::000000000000:role/rehearsal\n  username: rehearsal\n  groups:\n  - rehearsal\n"}}
        """;

    /// <param name="reconciler">One that is used for nothing else.</param>
    /// <param name="cluster">Where the real work will be done.</param>
    /// <param name="written">What that reconciler tells of its writes.</param>
    public static async Task RunAsync(IReconciler reconciler, ClusterReference cluster, WrittenChanges written)
    {
        var api = new Rehearsal();
        await reconciler.TryAsync(new ClusterConnection(api, cluster, Principal: ""), CancellationToken.None);
        while (written.Next() is { } change)
            await new HistoryStore(api).AddAsync(change.Record, CancellationToken.None);
    }

    public Task<ApiAnswer> Get(ObjectAddress address, CancellationToken cancellationToken) =>
        address == ObjectAddress.AwsAuth ? Ok(JsonNode.Parse(Map)!.AsObject()) : NotFound;

    public Task<ApiAnswer> Create(ObjectAddress address, JsonObject body, CancellationToken cancellationToken) => Ok(body);

    public Task<ApiAnswer> Replace(ObjectAddress address, JsonObject body, CancellationToken cancellationToken) => Ok(body);

    public Task<ApiAnswer> Apply(ObjectAddress address, JsonObject body, string fieldManager, bool force, CancellationToken cancellationToken) => Ok(body);

    public Task<ApiAnswer> Merge(ObjectAddress address, JsonObject patch, CancellationToken cancellationToken) => Ok(patch);

    public Task<ApiAnswer> Delete(ObjectAddress address, string? uid, string? resourceVersion, CancellationToken cancellationToken) => NotFound;

    public Task<ApiAnswer> List(KubernetesKind kind, string? page, CancellationToken cancellationToken) => NotFound;

    public Task<ApiAnswer> Nodes(string? page, CancellationToken cancellationToken) => NotFound;

    public Task<ApiAnswer> Pods(string inNamespace, string? page, CancellationToken cancellationToken) => NotFound;

    public Task<ApiAnswer> Review(JsonObject subjectAccessReview, CancellationToken cancellationToken) => NotFound;

    private static Task<ApiAnswer> NotFound => Task.FromResult<ApiAnswer>(new ApiAnswer.Refused(404, "NotFound", "", null, null));

    // As it goes over the wire.
    private static Task<ApiAnswer> Ok(JsonObject body) => Task.FromResult<ApiAnswer>(new ApiAnswer.Ok(JsonNode.Parse(body.ToJsonString())!.AsObject()));
}
