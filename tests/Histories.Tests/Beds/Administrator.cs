using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>Somebody who may do everything in a cluster, and does it past all faults.</summary>
internal sealed class Administrator : IDisposable
{
    public const string AwsAuth = "/api/v1/namespaces/kube-system/configmaps/aws-auth";

    private readonly HttpClient _http;
    private readonly string _endpoint;

    public Administrator(IKubernetesBackend backend)
    {
        _endpoint = backend.Endpoint;
        _http = Trusting(backend);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", backend.AdminToken);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("kubectl/1.32");
    }

    /// <summary>A client that trusts the server, and is nobody.</summary>
    public static HttpClient Trusting(IKubernetesBackend backend)
    {
        var authority = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(backend.CertificateAuthorityData)));
        return new HttpClient(new SocketsHttpHandler
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
    }

    /// <returns>Null when it is not there.</returns>
    public async Task<JsonObject?> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, null);
        return status == 404 ? null : status == 200 ? body : throw new InvalidOperationException($"GET {path}: {status} {body}");
    }

    public Task DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, 404);

    public Task CreateAsync(string collection, JsonObject body) => SendAsync(HttpMethod.Post, collection, body);

    public Task MergeAsync(string path, JsonObject patch) => SendAsync(HttpMethod.Patch, path, patch);

    /// <summary>Changes an object that is there or not; null deletes it.</summary>
    public async Task ChangeAsync(string path, Func<JsonObject?, JsonObject?> change)
    {
        while (true)
        {
            var live = await GetAsync(path);
            var changed = change((JsonObject?)live?.DeepClone());
            if (changed is null)
            {
                await DeleteAsync(path);
                return;
            }

            var (status, answer) = live is null
                ? await SendAsync(HttpMethod.Post, path[..path.LastIndexOf('/')], changed, 409)
                : await SendAsync(HttpMethod.Put, path, changed, 409);
            if (status != 409)
                return;
        }
    }

    public async Task<IReadOnlyList<JsonObject>> ListAsync(string collection) =>
        [.. (await GetAsync(collection))!["items"]!.AsArray().Select(item => (JsonObject)item!)];

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, JsonObject Body)> SendAsync(HttpMethod method, string path, JsonObject? body, params int[] accepted)
    {
        using var request = new HttpRequestMessage(method, _endpoint + path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        }

        using var response = await _http.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        var status = (int)response.StatusCode;
        if (status >= 300 && !accepted.Contains(status) && method != HttpMethod.Get)
            throw new InvalidOperationException($"{method} {path}: {status} {answer.ToJsonString()}");
        return (status, answer);
    }
}
