using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.ClusterApi.Reading;

/// <summary>Reads a live cluster for people: whole lists, page by page, and says what it may not read instead of failing for it.</summary>
/// <param name="cluster">The cluster, and who reads it.</param>
/// <param name="clock">The clock.</param>
/// <param name="patience">How long is tried again when the API server is too busy.</param>
public sealed class ClusterReader(ClusterConnection cluster, TimeProvider clock, TimeSpan patience)
{
    private const int MostBeginnings = 3;

    private static readonly KubernetesKind[] RbacKinds =
        [KubernetesKind.ClusterRole, KubernetesKind.Role, KubernetesKind.ClusterRoleBinding, KubernetesKind.RoleBinding, KubernetesKind.Namespace];

    /// <summary>Reads one object.</summary>
    public async Task<ObjectReading> GetAsync(ObjectAddress address, CancellationToken cancellationToken)
    {
        var call = ApiCall.Get(address);
        var (answer, failure) = await AskAsync(call, Retries(), api => api.Get(address, cancellationToken), cancellationToken).ConfigureAwait(false);
        return answer switch
        {
            ApiAnswer.Ok { Object: var live } => new ObjectReading.Read(live),
            ApiAnswer.Refused { Status: 404 } => new ObjectReading.Read(null),
            _ => new ObjectReading.Failed(failure ?? Failed(call, answer)),
        };
    }

    /// <summary>Reads all objects of a kind, of all namespaces.</summary>
    public async Task<Listing> ListAsync(KubernetesKind kind, CancellationToken cancellationToken)
    {
        var (call, retries) = (ApiCall.List(kind), Retries());
        var objects = new List<JsonObject>();
        string? page = null;
        for (var beginnings = 1; ;)
        {
            var (answer, failure) = await AskAsync(call, retries, api => api.List(kind, page, cancellationToken), cancellationToken).ConfigureAwait(false);
            switch (answer)
            {
                case ApiAnswer.Ok { Object: var list }:
                    objects.AddRange((list["items"] as JsonArray ?? []).OfType<JsonObject>());
                    page = NextPage(list);
                    if (page is null) return new Listing.Whole(objects);
                    break;
                case ApiAnswer.Refused { Status: 403, Message: var why }:
                    return new Listing.Forbidden(why);
                // Too old to go on: https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks.
                case ApiAnswer.Refused { Status: 410 } when page is not null && beginnings++ < MostBeginnings:
                    objects.Clear();
                    page = null;
                    break;
                default:
                    return new Listing.Failed(failure ?? Failed(call, answer));
            }
        }
    }

    /// <summary>Reads the roles, bindings and namespaces of the cluster: five lists, side by side.</summary>
    public async Task<RbacReading> RbacAsync(CancellationToken cancellationToken)
    {
        var listings = RbacKinds.Zip(await Task.WhenAll(RbacKinds.Select(kind => ListAsync(kind, cancellationToken))).ConfigureAwait(false))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        if (listings.Values.OfType<Listing.Failed>().FirstOrDefault() is { } failed) return new RbacReading.Failed(failed.Failure);
        return new RbacReading.Read(new LiveRbac(
            [.. Of(KubernetesKind.ClusterRole).Concat(Of(KubernetesKind.Role)).Select(RbacJson.Role)],
            [.. Of(KubernetesKind.ClusterRoleBinding).Concat(Of(KubernetesKind.RoleBinding)).Select(RbacJson.Binding)],
            [.. Of(KubernetesKind.Namespace).Select(RbacJson.NameOf)],
            [.. RbacKinds.Select(kind => listings[kind] is Listing.Forbidden forbidden ? new UnreadList(kind, forbidden.Why) : null).OfType<UnreadList>()]));

        IReadOnlyList<JsonObject> Of(KubernetesKind kind) => listings[kind] is Listing.Whole whole ? whole.Objects : [];
    }

    /// <returns>The answer that decides; with the failure when nothing else is to be expected.</returns>
    private async Task<(ApiAnswer Answer, Failure? Failure)> AskAsync(
        ApiCall call, Retries retries, Func<IKubernetesApi, Task<ApiAnswer>> send, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await send(cluster.Api).ConfigureAwait(false);
            // Who reads does not wait for rights that may still come, as a deployment does.
            if (answer is ApiAnswer.Ok or ApiAnswer.Refused { Status: 401 or 403 or 404 or 410 }) return (answer, null);
            switch (retries.After(new StepFailure.AtApiServer(cluster, call, answer)))
            {
                case RetryDecision.Wait wait:
                    await Task.Delay(wait.Delay, clock, cancellationToken).ConfigureAwait(false);
                    break;
                case RetryDecision.GiveUp giveUp:
                    return (answer, giveUp.Failure);
                default:
                    throw new UnreachableException();
            }
        }
    }

    private Retries Retries() => new(new RetryPolicy(Random.Shared.NextDouble), clock, clock.GetUtcNow() + patience);

    private Failure Failed(ApiCall call, ApiAnswer answer) => Failures.Of(new StepFailure.AtApiServer(cluster, call, answer), atDeadline: false);

    private static string? NextPage(JsonObject list) =>
        (list["metadata"] as JsonObject)?["continue"] is JsonValue value && value.TryGetValue(out string? page) && page.Length > 0 ? page : null;
}
