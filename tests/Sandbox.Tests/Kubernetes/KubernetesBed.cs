using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Sandbox.Tests.Kubernetes;

/// <summary>An embedded API server, and somebody who calls it. Tokens <c>user:group,group</c> are that user.</summary>
internal sealed class KubernetesBed : IAsyncDisposable
{
    public const string Apply = "application/apply-patch+yaml";
    public const string Merge = "application/merge-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";
    public const string Json = "application/json-patch+json";
    public const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    public const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    public const string Roles = $"{Rbac}/namespaces/default/roles";

    private readonly HttpClient _http;

    private KubernetesBed(EmbeddedBackend server)
    {
        Server = server;
        var authority = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(server.CertificateAuthorityData)));
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
            },
        });
    }

    public EmbeddedBackend Server { get; }

    public static async Task<KubernetesBed> StartAsync(string? statePath = null) => new(await EmbeddedBackend.StartAsync(
        new EmbeddedOptions { Authenticator = (token, _) => Task.FromResult(Read(token)), StatePath = statePath }, CancellationToken.None));

    /// <summary>Sends a request as the admin, or as whom <paramref name="token"/> says; the empty token sends none.</summary>
    public async Task<Reply> SendAsync(string method, string path, string? body = null, string contentType = "application/json", string? token = null)
    {
        using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        return await SendAsync(method, path, content, contentType, token);
    }

    public async Task<Reply> SendAsync(string method, string path, HttpContent? content, string contentType, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Server.Endpoint + path);
        request.Headers.UserAgent.ParseAdd("tester/1.0");
        if (token != "") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Server.AdminToken);
        request.Content = content;
        if (content is not null) content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var response = await _http.SendAsync(request);
        var warnings = response.Headers.TryGetValues("Warning", out var found) ? found.ToArray() : [];
        return new Reply((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject(), warnings, response.Headers.RetryAfter?.Delta);
    }

    /// <summary>The events of a watch, as they come; each as <c>TYPE name</c>.</summary>
    public async IAsyncEnumerable<string> WatchAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Server.Endpoint + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.AdminToken);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line)
        {
            var told = JsonNode.Parse(line)!;
            yield return $"{told["type"]} {told["object"]!["metadata"]?["name"] ?? told["object"]!["code"]}";
        }
    }

    public static string ConfigMap(string name, string rest = "") =>
        $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{{name}}}"}{{{rest}}}}""";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    private static KubernetesUser? Read(string token) => token.Split(':', 2) is [var user, var groups]
        ? new KubernetesUser(user, "", groups.Split(',', StringSplitOptions.RemoveEmptyEntries))
        : null;
}

/// <summary>What the server answered.</summary>
internal sealed record Reply(int Status, JsonObject Body, IReadOnlyList<string> Warnings, TimeSpan? RetryAfter)
{
    public string Message => (string?)Body["message"] ?? "";

    public string ResourceVersion => (string)Body["metadata"]!["resourceVersion"]!;

    public string Fields(string manager) =>
        Body["metadata"]!["managedFields"]!.AsArray().Single(entry => (string?)entry!["manager"] == manager)!["fieldsV1"]!.ToJsonString();

    public Reply Expect(int status)
    {
        Assert.True(Status == status, $"expected {status}, got {Status}: {Body.ToJsonString()}");
        return this;
    }
}
