using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>EKS UpdateClusterConfig, DescribeUpdate and ListAccessEntries of one cluster.</summary>
internal sealed class FakeModes
{
    private readonly Lock _lock = new();
    private string _target = "";
    private int _updates;
    private int _looksLeft;

    public string Mode { get; set; } = "API_AND_CONFIG_MAP";

    /// <summary>What the cluster is while nobody changes it.</summary>
    public string Idle { get; set; } = "ACTIVE";

    public string Status => _looksLeft > 0 ? "UPDATING" : Idle;

    /// <summary>How often somebody looks before an update is done.</summary>
    public int Looks { get; set; } = 2;

    /// <summary>What each update comes to.</summary>
    public string Outcome { get; set; } = "Successful";

    /// <summary>Refusals of the next changes; each is given once.</summary>
    public Queue<(int Status, string Code, string Message)> Refusals { get; } = new();

    /// <summary>What happens meanwhile.</summary>
    public Action Refused { get; set; } = () => { };

    public List<string> Steps { get; } = [];

    /// <summary>Principals with access entries, two a page.</summary>
    public List<string> Entries { get; } = [];

    /// <summary>Whether the function may not list them.</summary>
    public bool EntriesRefused { get; set; }

    /// <summary>Somebody else's update.</summary>
    public void Begin(string target)
    {
        lock (_lock)
            (_target, _looksLeft, _updates) = (target, Looks, _updates + 1);
    }

    /// <returns>Whether the request was one of these.</returns>
    public async Task<bool> AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = http.Request.Method == "POST" && http.Request.Path.Value!.EndsWith("/update-config", StringComparison.Ordinal)
            ? JsonNode.Parse(await reader.ReadToEndAsync())
            : null;
        var (status, answer) = Answer(http.Request, (string?)body?["accessConfig"]?["authenticationMode"]);
        if (answer is null)
            return false;
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
        return true;
    }

    private (int Status, JsonObject? Answer) Answer(HttpRequest request, string? wanted)
    {
        lock (_lock)
        {
            var path = request.Path.Value!;
            if (wanted is not null)
                return Change(wanted);
            if (request.Method == "GET")
                Look();
            if (path.Contains("/updates/", StringComparison.Ordinal))
                return (200, Update(_looksLeft > 0 ? "InProgress" : Outcome));
            return request.Method == "GET" && path.EndsWith("/access-entries", StringComparison.Ordinal)
                ? EntriesRefused ? (403, Refused403) : (200, Page((string?)request.Query["nextToken"]))
                : (0, null);
        }
    }

    private static JsonObject Refused403 => new() { ["__type"] = "AccessDeniedException", ["message"] = "not authorized to perform: eks:ListAccessEntries" };

    private (int Status, JsonObject Answer) Change(string wanted)
    {
        if (Refusals.TryDequeue(out var refusal))
        {
            Refused();
            return (refusal.Status, new JsonObject { ["__type"] = refusal.Code, ["message"] = refusal.Message });
        }

        Steps.Add(wanted);
        Begin(wanted);
        return (200, Update("InProgress"));
    }

    private void Look()
    {
        if (_looksLeft > 0 && --_looksLeft == 0 && Outcome == "Successful")
            Mode = _target;
    }

    private JsonObject Update(string status) => new()
    {
        ["update"] = new JsonObject
        {
            ["id"] = $"u{_updates}",
            ["status"] = status,
            ["errors"] = status == "Failed" ? new JsonArray(new JsonObject { ["errorMessage"] = "The control plane is not well." }) : [],
        },
    };

    private JsonObject Page(string? token)
    {
        var start = token is null ? 0 : int.Parse(token[2..], System.Globalization.CultureInfo.InvariantCulture);
        var page = new JsonObject { ["accessEntries"] = new JsonArray([.. Entries.Skip(start).Take(2).Select(arn => (JsonNode)arn)]) };
        if (start + 2 < Entries.Count)
            page["nextToken"] = $"a+{start + 2}";
        return page;
    }
}
