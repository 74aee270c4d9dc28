using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>
/// An API server that does what these tests need: versions and conflicts, server-side apply by one manager, preconditions, an
/// immutable roleRef; and faults on demand.
/// </summary>
internal sealed class FakeKubernetes : IAsyncDisposable
{
    public const string HistoryPath = "/api/v1/namespaces/kube-system/configmaps/eks-iam-cdk-history";
    public const string AwsAuthPath = "/api/v1/namespaces/kube-system/configmaps/aws-auth";
    public const string TurnPath = "/api/v1/namespaces/kube-system/configmaps/eks-iam-cdk-turn";

    private static readonly TestCertificate Certificate = new();

    private readonly Lock _state = new();
    private readonly Dictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _applied = new(StringComparer.Ordinal);
    private readonly List<Rule> _rules = [];
    private LocalServer? _server;
    private int _version = 100;

    private sealed record Rule(string Method, Fault Fault)
    {
        public int Left { get; set; }
    }

    public Uri Address => _server!.Address;

    public static string AuthorityData => Certificate.AuthorityData;

    /// <summary>What it answers to a SubjectAccessReview with this spec; nothing is allowed until then.</summary>
    public Func<JsonObject, bool> Allows { get; set; } = _ => false;

    /// <summary>Method and path of every call on the way to an answer.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Method and path of the calls for the history, which come after the answer; faults of other calls do not hit them.</summary>
    public ConcurrentQueue<string> HistoryCalls { get; } = new();

    /// <summary>What goes wrong with all calls for the history.</summary>
    public Fault? HistoryFault { get; set; }

    /// <summary>What goes wrong with all calls for the turn.</summary>
    public Fault? TurnFault { get; set; }

    public ConcurrentQueue<string> Tokens { get; } = new();

    public static async Task<FakeKubernetes> StartAsync()
    {
        var kubernetes = new FakeKubernetes();
        kubernetes._server = await LocalServer.StartAsync(kubernetes.HandleAsync, Certificate.Server);
        return kubernetes;
    }

    /// <summary>The next calls of this method (<c>*</c>: of any) go wrong.</summary>
    public void Fail(string method, Fault fault, int times = 1)
    {
        lock (_state)
            _rules.Add(new Rule(method, fault) { Left = times });
    }

    public void FailAlways(string method, Fault fault) => Fail(method, fault, int.MaxValue);

    public void Heal()
    {
        lock (_state)
            _rules.Clear();
    }

    public JsonObject? Find(string path)
    {
        lock (_state)
            return (JsonObject?)_objects.GetValueOrDefault(path)?.DeepClone();
    }

    /// <summary>What is there, but for the history.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_state)
                return [.. _objects.Keys.Where(path => path != HistoryPath)];
        }
    }

    /// <summary>Somebody writes an object by hand.</summary>
    public void Put(string path, JsonObject body)
    {
        lock (_state)
            Store(path, (JsonObject)body.DeepClone());
    }

    public void Remove(string path)
    {
        lock (_state)
            _objects.Remove(path);
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        var (method, path) = (http.Request.Method, http.Request.Path.Value!);
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync();
        var body = text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject();
        var isHistory = IsAbout(HistoryPath, path, body);
        (isHistory ? HistoryCalls : Calls).Enqueue($"{method} {path}");
        Tokens.Enqueue(http.Request.Headers.Authorization.ToString());

        var fault = isHistory ? HistoryFault : (IsAbout(TurnPath, path, body) ? TurnFault : null) ?? NextFault(method);
        switch (fault)
        {
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            case Fault.Reset:
                http.Abort();
                return;
            case Fault.Refuse refuse:
                await AnswerAsync(http, Refused(refuse.Status, refuse.Reason, "refused by the test", refuse.Details));
                return;
            case Fault.Before before:
                before.Happens();
                break;
        }

        (int Status, JsonObject Body) answer;
        lock (_state)
            answer = http.Request.ContentType?.StartsWith("application/merge-patch+json", StringComparison.Ordinal) == true
                ? MergePatch(path, body!)
                : Do(method, path, body, http.Request.Query["force"] == "true");
        if (fault is Fault.HangAfterwards)
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (fault is Fault.LoseAnswer)
            http.Abort();
        else
            await AnswerAsync(http, answer);
    }

    private static bool IsAbout(string target, string path, JsonObject? body) => path == target || (string?)body?["metadata"]?["name"] == target.Split('/')[^1];

    private Fault? NextFault(string method)
    {
        lock (_state)
        {
            var rule = _rules.FirstOrDefault(rule => rule.Left > 0 && (rule.Method == method || rule.Method == "*"));
            if (rule is not null)
                rule.Left--;
            return rule?.Fault;
        }
    }

    private static async Task AnswerAsync(HttpContext http, (int Status, JsonObject Body) answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.Body.ToJsonString());
    }

    private (int Status, JsonObject Body) Do(string method, string path, JsonObject? body, bool force)
    {
        if (path == "/apis/authorization.k8s.io/v1/subjectaccessreviews")
        {
            body!["status"] = new JsonObject { ["allowed"] = Allows(body["spec"]!.AsObject()) };
            return (201, body);
        }

        var live = _objects.GetValueOrDefault(path);
        switch (method)
        {
            case "GET":
                return live is null ? NotFound(path) : (200, live);
            case "POST":
                var created = $"{path}/{body!["metadata"]!["name"]}";
                return _objects.ContainsKey(created) ? Refused(409, "AlreadyExists", $"{created} exists already", null) : (201, Store(created, body));
            case "PUT":
                return live is null ? NotFound(path) : IsStale(live, body!) ? Stale(path) : (200, Store(path, body!));
            case "PATCH":
                return Apply(path, live, body!, force);
            case "DELETE":
                return live is null ? NotFound(path) : Delete(path, live, body?["preconditions"]);
            default:
                return Refused(405, "MethodNotAllowed", method, null);
        }
    }

    private (int Status, JsonObject Body) MergePatch(string path, JsonObject patch)
    {
        if (_objects.GetValueOrDefault(path) is not { } live)
            return NotFound(path);
        var merged = (JsonObject)live.DeepClone();
        Patch(merged, patch);
        return (200, Store(path, merged));

        static void Patch(JsonObject target, JsonObject patch)
        {
            foreach (var (name, value) in patch)
            {
                if (value is null)
                    target.Remove(name);
                else if (value is JsonObject inner)
                    Patch((JsonObject)(target[name] ??= new JsonObject()), inner);
                else
                    target[name] = value.DeepClone();
            }
        }
    }

    private (int Status, JsonObject Body) Apply(string path, JsonObject? live, JsonObject body, bool force)
    {
        _ = force;
        if (live is null)
        {
            _applied[path] = (JsonObject)body.DeepClone();
            return (201, Store(path, body));
        }

        if (IsStale(live, body))
            return Stale(path);
        if (body["roleRef"] is { } roleRef && !JsonNode.DeepEquals(roleRef, live["roleRef"]))
            return Refused(422, "Invalid", "roleRef: cannot change roleRef", null);
        var merged = (JsonObject)live.DeepClone();
        if (_applied.GetValueOrDefault(path) is { } before)
            TakeAway(merged, before, body);
        Merge(merged, body);
        _applied[path] = (JsonObject)body.DeepClone();
        return (200, JsonNode.DeepEquals(merged, live) ? live : Store(path, merged));
    }

    private (int Status, JsonObject Body) Delete(string path, JsonObject live, JsonNode? preconditions)
    {
        if ((preconditions?["uid"] is { } uid && (string?)uid != (string?)live["metadata"]!["uid"])
            || (preconditions?["resourceVersion"] is { } version && (string?)version != (string?)live["metadata"]!["resourceVersion"]))
        {
            return Refused(409, "Conflict", "the precondition does not hold", null);
        }

        _objects.Remove(path);
        _applied.Remove(path);
        return (200, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Success" });
    }

    private JsonObject Store(string path, JsonObject body)
    {
        var stored = (JsonObject)body.DeepClone();
        var metadata = stored["metadata"]!.AsObject();
        metadata["uid"] = (string?)_objects.GetValueOrDefault(path)?["metadata"]?["uid"] ?? Guid.NewGuid().ToString();
        metadata["resourceVersion"] = $"{++_version}";
        return _objects[path] = stored;
    }

    private static bool IsStale(JsonObject live, JsonObject body) =>
        body["metadata"]?["resourceVersion"] is { } version && (string?)version != (string?)live["metadata"]!["resourceVersion"];

    private static void Merge(JsonObject target, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
                Merge(existing, inner);
            else
                target[name] = value?.DeepClone();
        }
    }

    private static void TakeAway(JsonObject target, JsonObject before, JsonObject now)
    {
        foreach (var (name, value) in before)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
                TakeAway(existing, inner, now[name] as JsonObject ?? []);
            else if (!now.ContainsKey(name) && name != "resourceVersion")
                target.Remove(name);
        }
    }

    private static (int, JsonObject) NotFound(string path) => Refused(404, "NotFound", $"{path} not found", null);

    private static (int, JsonObject) Stale(string path) => Refused(409, "Conflict", $"{path} has been modified", null);

    private static (int, JsonObject) Refused(int status, string reason, string message, JsonObject? details) => (status, new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["reason"] = reason,
        ["message"] = message,
        ["details"] = details?.DeepClone(),
        ["code"] = status,
    });
}
