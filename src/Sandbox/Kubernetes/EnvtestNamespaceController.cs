using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>
/// Ends the namespaces that are terminating, which in a whole cluster kube-controller-manager does: what is in them is deleted, and
/// once that is gone the finalizer "kubernetes" is taken off.
/// See https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/.
/// </summary>
internal sealed class EnvtestNamespaceController : IAsyncDisposable
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _admin;
    private readonly string _endpoint;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private EnvtestNamespaceController(HttpClient admin, string endpoint, TimeProvider time)
    {
        _admin = admin;
        _endpoint = endpoint;
        _time = time;
        _running = RunAsync(_stop.Token);
    }

    public static EnvtestNamespaceController Start(HttpClient admin, string endpoint, TimeProvider time) => new(admin, endpoint, time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                // The watch ended: the next round begins with all that are terminating.
            }

            await Task.Delay(RepeatAfter, _time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Handles all namespaces that are there, then each that changes, until one cannot be ended yet or the watch ends.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var list = await GetAsync("/api/v1/namespaces", cancellationToken).ConfigureAwait(false);
        var allEnded = true;
        foreach (var item in list["items"]!.AsArray())
            allEnded &= await EndAsync(item!, cancellationToken).ConfigureAwait(false);
        if (!allEnded)
            return;

        var since = (string?)list["metadata"]!["resourceVersion"];
        var url = $"{_endpoint}/api/v1/namespaces?watch=true&resourceVersion={since}";
        using var answer = await _admin.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        while (allEnded && await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            allEnded = await EndAsync(JsonNode.Parse(line)!["object"]!, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False when the namespace is terminating and something in it is held by a finalizer of its own.</returns>
    private async Task<bool> EndAsync(JsonNode @namespace, CancellationToken cancellationToken)
    {
        if ((string?)@namespace["kind"] == "Status" || (string?)@namespace["status"]?["phase"] != "Terminating")
            return true;
        if (@namespace["spec"]?["finalizers"] is not JsonArray { Count: > 0 })
            return true;

        var name = (string?)@namespace["metadata"]!["name"];
        await foreach (var (path, resource) in CollectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            var collection = $"{path}/namespaces/{name}/{resource}";
            using var deleted = await _admin.DeleteAsync(_endpoint + collection, cancellationToken).ConfigureAwait(false);
            var left = await GetAsync($"{collection}?limit=1", cancellationToken).ConfigureAwait(false);
            if (left["items"]!.AsArray().Count > 0)
                return false;
        }

        @namespace["spec"]!["finalizers"] = new JsonArray();
        var finalize = $"{_endpoint}/api/v1/namespaces/{name}/finalize";
        using var finalized = await _admin.PutAsJsonAsync(finalize, @namespace, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Everything that can be in a namespace and be deleted as a collection.</summary>
    private async IAsyncEnumerable<(string Path, string Resource)> CollectionsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var groups = await GetAsync("/apis", cancellationToken).ConfigureAwait(false);
        var versions = groups["groups"]!.AsArray().Select(group => $"/apis/{group!["preferredVersion"]!["groupVersion"]}");
        string[] paths = ["/api/v1", .. versions];
        foreach (var path in paths)
        {
            var resources = await GetAsync(path, cancellationToken).ConfigureAwait(false);
            foreach (var resource in resources["resources"]!.AsArray())
            {
                var deletable = resource!["verbs"]!.AsArray().Any(verb => (string?)verb == "deletecollection");
                if (deletable && (bool)resource["namespaced"]!)
                    yield return (path, (string)resource["name"]!);
            }
        }
    }

    private async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        await _admin.GetFromJsonAsync<JsonNode>(_endpoint + path, cancellationToken).ConfigureAwait(false)
        ?? throw new JsonException($"{path} answers null.");
}
