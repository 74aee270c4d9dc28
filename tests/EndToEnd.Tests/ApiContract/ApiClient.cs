using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>One caller of a Kubernetes API server, in plain HTTP.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _endpoint;

    public ApiClient(IKubernetesBackend backend, string? token)
    {
        _endpoint = backend.Endpoint;
        var authority = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(backend.CertificateAuthorityData)));
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        });
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<ApiReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ApiReply> CreateAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiReply> ReplaceAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<ApiReply> ApplyAsync(string path, string body, string manager = "eks-iam-cdk", bool force = false) =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager={manager}&force={(force ? "true" : "false")}", body, "application/apply-patch+yaml");

    public Task<ApiReply> DeleteAsync(string path, string? uid = null, string? resourceVersion = null)
    {
        var preconditions = new JsonObject();
        if (uid is not null)
            preconditions["uid"] = uid;
        if (resourceVersion is not null)
            preconditions["resourceVersion"] = resourceVersion;
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["preconditions"] = preconditions };
        return SendAsync(HttpMethod.Delete, path, preconditions.Count == 0 ? null : options.ToJsonString());
    }

    public async Task<ApiReply> SendAsync(HttpMethod method, string path, string? body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, _endpoint + path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ApiReply((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : new JsonObject { ["text"] = text });
    }

    /// <summary>The changes that a watch gives until the server ends it.</summary>
    public async Task<IReadOnlyList<JsonObject>> WatchAsync(string path)
    {
        using var response = await _http.GetAsync(_endpoint + path);
        Assert.True(response.IsSuccessStatusCode, response.StatusCode.ToString());
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What an API server answered: an object, or a Status.</summary>
public sealed record ApiReply(int Status, JsonObject Body)
{
    public string? Reason => (string?)Body["reason"];

    public string? Message => (string?)Body["message"];

    public string? Uid => (string?)Body["metadata"]?["uid"];

    public string? ResourceVersion => (string?)Body["metadata"]?["resourceVersion"];

    public JsonArray Causes => Body["details"]?["causes"] as JsonArray ?? [];

    public JsonArray ManagedFields => Body["metadata"]?["managedFields"] as JsonArray ?? [];

    public IEnumerable<string> ItemNames => Body["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!);

    /// <summary>This reply, when it has that status; else the test fails, showing what was answered.</summary>
    public ApiReply Expect(int status)
    {
        Assert.True(Status == status, $"expected {status}, got {Status}: {Body.ToJsonString()}");
        return this;
    }

    /// <summary>This reply, when it is a Status body with that code and reason.</summary>
    public ApiReply ExpectRefusal(int status, string reason)
    {
        Expect(status);
        Assert.Equal("Status", (string?)Body["kind"]);
        Assert.Equal("v1", (string?)Body["apiVersion"]);
        Assert.Equal("Failure", (string?)Body["status"]);
        Assert.Equal(status, (int?)Body["code"]);
        Assert.Equal(reason, Reason);
        Assert.NotEmpty(Message!);
        return this;
    }
}
