using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>Access entries of EKS: an account of what is called, and refusals on demand.</summary>
internal sealed class FakeAccessEntries
{
    private readonly ConcurrentQueue<(string Call, int Status, string Code)> _refusals = new();
    private int _made;

    /// <summary>By the ARN of the principal: members as DescribeAccessEntry gives them, and <c>policies</c>.</summary>
    public ConcurrentDictionary<string, JsonObject> Entries { get; } = new();

    /// <summary>Writes only: <c>POST access-entries</c>, <c>DELETE tags</c>…</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>When the role that is asked about was made; null: IAM does not tell.</summary>
    public DateTimeOffset? RoleCreated { get; set; }

    /// <summary>The next call of this sort is refused: <c>POST access-entries</c>.</summary>
    public void Refuse(string call, int status, string code, int times = 1)
    {
        for (var i = 0; i < times; i++)
            _refusals.Enqueue((call, status, code));
    }

    public void Put(string principal, string type, string username, string[] groups, (string Key, string Value)[]? tags = null, params string[] policies)
    {
        Entries[principal] = Made(new JsonObject
        {
            ["principalArn"] = principal,
            ["type"] = type,
            ["username"] = username,
            ["kubernetesGroups"] = new JsonArray([.. groups.Select(group => (JsonNode)group)]),
            ["tags"] = new JsonObject((tags ?? []).Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))),
        });
        foreach (var policy in policies)
            Policies(Entries[principal])[policy] = new JsonObject { ["policyArn"] = policy, ["accessScope"] = new JsonObject { ["type"] = "cluster" } };
    }

    /// <summary>All that can be seen of an entry but its dates and its own ARN.</summary>
    public string Shown(string principal)
    {
        if (!Entries.TryGetValue(principal, out var entry))
            return "none";
        var shown = (JsonObject)entry.DeepClone();
        shown.Remove("accessEntryArn");
        shown.Remove("createdAt");
        return shown.ToJsonString();
    }

    public async Task HandleAsync(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?');
        var parts = target[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var body = http.Request.ContentLength > 0 ? (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))! : [];
        var call = $"{http.Request.Method} {(parts[0] == "tags" ? "tags" : parts.Length > 4 ? "access-policies" : "access-entries")}";
        if (http.Request.Method != "GET")
            Writes.Enqueue(call);
        var (status, code, answer) = _refusals.TryPeek(out var refusal) && refusal.Call == call && _refusals.TryDequeue(out _)
            ? (refusal.Status, refusal.Code, [])
            : Answer(http.Request.Method, parts, body, http.Request.Query["tagKeys"]);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (status != 200)
        {
            http.Response.Headers["x-amzn-ErrorType"] = code;
            answer = new JsonObject { ["message"] = $"EKS says {code}." };
        }

        await http.Response.WriteAsync(answer.ToJsonString());
    }

    public async Task GetRoleAsync(HttpContext http, string name)
    {
        http.Response.ContentType = "text/xml";
        if (RoleCreated is not { } created)
        {
            http.Response.StatusCode = 403;
            await http.Response.WriteAsync("<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>");
            return;
        }

        await http.Response.WriteAsync(
            $"""
            <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><Arn>arn:aws:iam::111122223333:role/{name}</Arn>
            <CreateDate>{created.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}</CreateDate></Role></GetRoleResult></GetRoleResponse>
            """);
    }

    private (int Status, string Code, JsonObject Answer) Answer(string method, string[] parts, JsonObject body, IEnumerable<string?> tagKeys)
    {
        if (parts[0] == "tags")
            return Tag(method, parts[1], body, tagKeys);
        if (parts.Length == 3)
            return Create(body);
        if (!Entries.TryGetValue(parts[3], out var entry))
            return (404, "ResourceNotFoundException", []);
        switch (method, parts.Length)
        {
            case ("GET", 4):
                return (200, "", new JsonObject { ["accessEntry"] = entry.DeepClone() });
            case ("POST", 4):
                foreach (var (name, value) in body)
                    entry[name] = value?.DeepClone();
                return (200, "", new JsonObject { ["accessEntry"] = entry.DeepClone() });
            case ("DELETE", 4):
                Entries.TryRemove(parts[3], out _);
                return (200, "", []);
            case ("GET", _):
                return (200, "", new JsonObject { ["associatedAccessPolicies"] = new JsonArray([.. Policies(entry).Select(policy => policy.Value!.DeepClone())]) });
            case ("POST", _):
                Policies(entry)[(string)body["policyArn"]!] = body.DeepClone();
                return (200, "", []);
            default:
                Policies(entry).Remove(parts[5]);
                return (200, "", []);
        }
    }

    private (int Status, string Code, JsonObject Answer) Create(JsonObject body)
    {
        var principal = (string)body["principalArn"]!;
        if (Entries.ContainsKey(principal))
            return (409, "ResourceInUseException", []);
        Entries[principal] = Made((JsonObject)body.DeepClone());
        return (200, "", []);
    }

    private (int Status, string Code, JsonObject Answer) Tag(string method, string arn, JsonObject body, IEnumerable<string?> tagKeys)
    {
        if (Entries.Values.FirstOrDefault(entry => (string?)entry["accessEntryArn"] == arn)?["tags"] is not JsonObject tags)
            return (404, "NotFoundException", []);
        if (method == "DELETE")
        {
            foreach (var key in tagKeys)
                tags.Remove(key!);
        }
        else
        {
            foreach (var (key, value) in (JsonObject)body["tags"]!)
                tags[key] = value?.DeepClone();
        }

        return (200, "", []);
    }

    private JsonObject Made(JsonObject entry)
    {
        entry["accessEntryArn"] = $"arn:aws:eks:eu-central-1:111122223333:access-entry/demo/role/111122223333/Dev/{Interlocked.Increment(ref _made)}";
        entry["createdAt"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        entry["policies"] = new JsonObject();
        return entry;
    }

    private static JsonObject Policies(JsonObject entry) => (JsonObject)entry["policies"]!;
}
