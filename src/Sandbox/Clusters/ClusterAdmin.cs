using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Sandbox.Clusters;

/// <summary>The sandbox's own way into one of its clusters, with all rights.</summary>
internal sealed class ClusterAdmin : IDisposable
{
    private readonly HttpClient _http;

    public ClusterAdmin(IKubernetesBackend backend)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(backend.CertificateAuthorityData)));
        _http = new HttpClient(
            new SocketsHttpHandler { UseProxy = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } })
        {
            BaseAddress = new Uri(backend.Endpoint),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", backend.AdminToken);
    }

    /// <summary>Null when it does not exist.</summary>
    public async Task<JsonObject?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(Relative(path), cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : await ReadAsync(response, path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates an object; one that is there already is left as it is.</summary>
    /// <returns>Whether it was created.</returns>
    public async Task<bool> EnsureAsync(string collectionPath, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(Relative(collectionPath), content, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Conflict)
            return false;
        await ReadAsync(response, collectionPath, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <returns>Whether it was created.</returns>
    public Task<bool> EnsureNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = KubernetesKind.Namespace.ApiVersion,
            ["kind"] = KubernetesKind.Namespace.Kind,
            ["metadata"] = new JsonObject { ["name"] = name },
        };
        return EnsureAsync(new ObjectAddress(KubernetesKind.Namespace, null, name).CollectionPath, body, cancellationToken);
    }

    /// <summary>Every object of the kinds that the project knows, as it is live.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<JsonObject>();
        foreach (var kind in KubernetesKind.Supported)
        {
            var list = await GetAsync($"{kind.ApiPath}/{kind.Plural}", cancellationToken).ConfigureAwait(false);
            foreach (var item in (list?["items"] as JsonArray ?? []).OfType<JsonObject>())
            {
                // Items of a list come without their type.
                var live = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind };
                foreach (var (name, value) in item)
                    live[name] = value?.DeepClone();
                all.Add(live);
            }
        }
        return all;
    }

    public void Dispose() => _http.Dispose();

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text) as JsonObject ?? []
            : throw new KubernetesBackendException($"The sandbox's API server answered {(int)response.StatusCode} to {path}: {text}");
    }
}
