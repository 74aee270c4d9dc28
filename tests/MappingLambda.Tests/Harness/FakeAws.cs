using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.MappingLambda.Tests.Harness;

/// <summary>EKS, STS AssumeRole and IAM GetRole, as far as the function calls them.</summary>
internal sealed class FakeAws : IAsyncDisposable
{
    private LocalServer? _server;

    public Uri Address => _server!.Address;

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Clusters by name: endpoint and CA.</summary>
    public ConcurrentDictionary<string, (string Endpoint, string AuthorityData)> Clusters { get; } = new();

    public FakeAccessEntries AccessEntries { get; } = new();

    public bool Hangs { get; set; }

    /// <summary>Modes of clusters, and what changes them.</summary>
    public FakeModes Modes { get; } = new();

    public static async Task<FakeAws> StartAsync()
    {
        var aws = new FakeAws();
        aws._server = await LocalServer.StartAsync(aws.HandleAsync);
        return aws;
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        Calls.Enqueue($"{http.Request.Method} {path}");
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (await Modes.AnswerAsync(http))
            return;
        if (path.Contains("/access-entries", StringComparison.Ordinal) || path.StartsWith("/tags/", StringComparison.Ordinal))
            await AccessEntries.HandleAsync(http);
        else if (path.StartsWith("/clusters/", StringComparison.Ordinal))
            await DescribeAsync(http, path["/clusters/".Length..]);
        else if ((await http.Request.ReadFormAsync())["RoleName"].FirstOrDefault() is { } role)
            await AccessEntries.GetRoleAsync(http, role);
        else
            await AssumeAsync(http);
    }

    private async Task DescribeAsync(HttpContext http, string name)
    {
        http.Response.ContentType = "application/json";
        if (!Clusters.TryGetValue(name, out var cluster))
        {
            http.Response.StatusCode = 404;
            http.Response.Headers["x-amzn-ErrorType"] = "ResourceNotFoundException";
            await http.Response.WriteAsync(new JsonObject { ["message"] = $"No cluster found for name: {name}." }.ToJsonString());
            return;
        }

        await http.Response.WriteAsync(new JsonObject
        {
            ["cluster"] = new JsonObject
            {
                ["name"] = name,
                ["status"] = Modes.Status,
                ["endpoint"] = cluster.Endpoint,
                ["certificateAuthority"] = new JsonObject { ["data"] = cluster.AuthorityData },
                ["arn"] = $"arn:aws:eks:eu-central-1:111122223333:cluster/{name}",
                ["identity"] = new JsonObject { ["oidc"] = new JsonObject { ["issuer"] = "https://oidc.example/id/A1" } },
                ["accessConfig"] = new JsonObject { ["authenticationMode"] = Modes.Mode },
            },
        }.ToJsonString());
    }

    private static async Task AssumeAsync(HttpContext http)
    {
        http.Response.ContentType = "text/xml";
        await http.Response.WriteAsync(
            $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
            <Expiration>{DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration>
            </Credentials><AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/reach/eks-iam-cdk</Arn><AssumedRoleId>AROA:eks-iam-cdk</AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>
            """);
    }
}
