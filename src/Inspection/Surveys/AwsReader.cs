using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.Inspection.Surveys;

/// <summary>Calls of AWS that only read, repeated while AWS is too busy; a refusal is an answer.</summary>
internal sealed class AwsReader(ClusterConnector connector, ClusterReference cluster, TimeProvider clock, TimeSpan patience)
{
    /// <summary>How many calls are under way at once, of those that are asked object by object: EKS has no batch for them.</summary>
    private const int AtOnce = 8;

    public Task<Found<JsonObject>> EksAsync(string action, string path, CancellationToken cancellationToken, params KeyValuePair<string, string>[] query) =>
        PersistAsync(
            async () => await connector.CallEks(cluster, new(action, HttpMethod.Get, path) { Query = query }, cancellationToken).ConfigureAwait(false) switch
            {
                EksAnswer.Ok ok => (Found<JsonObject>)ok.Body,
                EksAnswer.Failed failed => failed.Failure,
                _ => throw new UnreachableException(),
            },
            cancellationToken);

    /// <summary>All items of a list, page by page.</summary>
    public async Task<Found<JsonArray>> EksListAsync(string action, string path, string member, CancellationToken cancellationToken)
    {
        var all = new JsonArray();
        for (string? page = null; ;)
        {
            KeyValuePair<string, string>[] query = page is null ? [new("maxResults", "100")] : [new("maxResults", "100"), new("nextToken", page)];
            if (!(await EksAsync(action, path, cancellationToken, query).ConfigureAwait(false)).Is(out var body, out var failure)) return failure;
            foreach (var item in body[member] as JsonArray ?? []) all.Add(item?.DeepClone());
            page = body["nextToken"] is JsonValue next && next.TryGetValue(out string? token) && token.Length > 0 ? token : null;
            if (page is null) return all;
        }
    }

    public Task<Found<QueryResponse>> IamAsync(string action, string about, CancellationToken cancellationToken, params KeyValuePair<string, string>[] parameters) =>
        PersistAsync(() => connector.CallIam<QueryResponse>(cluster, action, parameters, about, response => response, cancellationToken), cancellationToken);

    /// <summary>Asks about each, some at once; the answers in the order of the items.</summary>
    public static async Task<IReadOnlyList<Found<T>>> EachAsync<TItem, T>(
        IReadOnlyList<TItem> items, Func<TItem, CancellationToken, Task<Found<T>>> ask, Action<int> told, CancellationToken cancellationToken)
        where T : class
    {
        var answers = new Found<T>[items.Count];
        var done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                answers[index] = await ask(items[index], token).ConfigureAwait(false);
                told(Interlocked.Increment(ref done));
            }).ConfigureAwait(false);
        return answers;
    }

    private async Task<Found<T>> PersistAsync<T>(Func<Task<Found<T>>> send, CancellationToken cancellationToken)
        where T : class
    {
        var retries = new Retries(new RetryPolicy(Random.Shared.NextDouble), clock, clock.GetUtcNow() + patience);
        while (true)
        {
            var found = await send().ConfigureAwait(false);
            // Who reads does not wait for rights that may still come, as a deployment does.
            if (found.Is(out _, out var failure) || RetryPolicy.IsRefusal(failure) || retries.After(failure) is not RetryDecision.Wait wait) return found;
            await Task.Delay(wait.Delay, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
