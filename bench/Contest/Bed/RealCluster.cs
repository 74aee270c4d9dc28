using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Bench.Contest.Bed;

/// <summary>A real kube-apiserver. Every token is let in as an administrator, but those of <see cref="AwsSide.StrangerKey"/>.</summary>
internal sealed class RealCluster : ICluster
{
    private readonly EnvtestBackend _backend;
    private readonly HttpClient _admin;
    private string _version = "";

    private RealCluster(EnvtestBackend backend)
    {
        _backend = backend;
        _admin = new HttpClient(Trust.In(backend.CertificateAuthorityData));
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", backend.AdminToken);
    }

    public string Endpoint => _backend.Endpoint;

    public string CertificateAuthorityData => _backend.CertificateAuthorityData;

    public string Description => $"kube-apiserver {_version} and etcd";

    public static async Task<RealCluster> StartAsync()
    {
        var cluster = new RealCluster(await EnvtestBackend.StartAsync(Authenticate, TimeProvider.System, CancellationToken.None));
        cluster._version = (string)(await cluster.GetAsync("/version"))!["gitVersion"]!;
        return cluster;
    }

    public async Task<JsonObject?> GetAsync(string path)
    {
        using var answer = await _admin.GetAsync(new Uri(Endpoint + path));
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync())!.AsObject();
    }

    public async Task SetAsync(string path, JsonObject? body)
    {
        using var gone = await _admin.DeleteAsync(new Uri(Endpoint + path));
        if (gone.StatusCode != HttpStatusCode.NotFound) gone.EnsureSuccessStatusCode();
        if (body is not null) await SendAsync(HttpMethod.Post, path[..path.LastIndexOf('/')], body, "application/json");
    }

    public async Task SendAsync(HttpMethod method, string path, JsonNode body, string mediaType)
    {
        using var request = new HttpRequestMessage(method, new Uri(Endpoint + path)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, mediaType) };
        using var answer = await _admin.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _backend.DisposeAsync();
    }

    private static Task<KubernetesUser?> Authenticate(string token, CancellationToken cancellationToken) =>
        Task.FromResult<KubernetesUser?>(new KubernetesUser("entrant", "entrant", AwsSide.IsStrangers(token) ? ["strangers"] : ["system:masters"]));
}
