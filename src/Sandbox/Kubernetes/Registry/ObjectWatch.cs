using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Storage;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>Watches (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes).</summary>
internal sealed class ObjectWatch(ObjectStore store, ChangeLog log, TimeProvider time)
{
    private static readonly ApiStatus Expired = new(410, "Expired", "too old resource version");

    /// <summary>The events that a request asks for. The store's gate is held here, not while they are read.</summary>
    public Answer Watch(ApiRequest request)
    {
        if (Selection.Read(request, out var refusal) is not { } selection) return refusal!;
        var from = request.Query.GetValueOrDefault("resourceVersion", "");
        var past = from is "" or "0" ? Present(request) : long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? log.After(revision) : null;
        if (past is null) return new Answer.Stream((_) => Once(Event("ERROR", Expired.ToJson())));
        var watcher = log.Watch();
        var limit = int.TryParse(request.Query.GetValueOrDefault("timeoutSeconds", ""), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
        return new Answer.Stream(cancellation => EventsAsync(request, selection, past, watcher, limit, cancellation));
    }

    private async IAsyncEnumerable<JsonObject> EventsAsync(
        ApiRequest request, Selection selection, IReadOnlyList<Change> past, Channel<Change> watcher, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var timer = limit > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(limit), time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        try
        {
            foreach (var change in past)
            {
                if (Tell(request, selection, change) is { } told) yield return told;
            }

            while (await NextAsync(watcher.Reader, either.Token).ConfigureAwait(false) is { } change)
            {
                if (Tell(request, selection, change) is { } told) yield return told;
            }
        }
        finally
        {
            lock (store.Gate) log.End(watcher);
        }
    }

    /// <summary>The next change; null when the watch is over.</summary>
    private static async Task<Change?> NextAsync(ChannelReader<Change> changes, CancellationToken cancellation)
    {
        try
        {
            return await changes.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private IReadOnlyList<Change> Present(ApiRequest request) =>
    [
        .. store.Peek(request.Kind, request.Namespace)
            .Select(body => body.DeepClone().AsObject())
            .Select(body => new Change(store.Revision, "ADDED", new ObjectKey(request.Kind, "", ""), body)),
    ];

    /// <summary>The event for a change; null when the request is not about it. What is selected no more is gone for the watcher.</summary>
    private static JsonObject? Tell(ApiRequest request, Selection selection, Change change)
    {
        var elsewhere = request.Namespace.Length > 0 && change.Body.Namespace() != request.Namespace;
        if (elsewhere || change.Key.Kind.Plural != request.Kind.Plural) return null;
        if (selection.Matches(change.Body)) return Event(change.Type, change.Body);
        return change.Type == "MODIFIED" && selection.Fields.Count == 0 ? Event("DELETED", change.Body) : null;
    }

    private static JsonObject Event(string type, JsonObject body) => new() { ["type"] = type, ["object"] = body.DeepClone() };

    private static async IAsyncEnumerable<JsonObject> Once(JsonObject only)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return only;
    }
}
