using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Bench.Contest.Bed;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Bench.Crowd.Bed;

/// <summary>A real kube-apiserver. Whoever comes may write the ConfigMaps of kube-system that are there, and make new ones if he may take turns.</summary>
internal sealed class RealCluster : ICluster
{
    private const string ConfigMaps = "/api/v1/namespaces/kube-system/configmaps";
    private const string Roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/kube-system";

    private readonly EnvtestBackend _backend;
    private readonly KubernetesApi _admin;
    private readonly HttpClient _metrics;

    private RealCluster(EnvtestBackend backend)
    {
        _backend = backend;
        var authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!;
        _admin = new KubernetesApi(
            new KubernetesEndpoint { Address = new Uri(backend.Endpoint), Authority = authority, Token = () => backend.AdminToken }, TimeProvider.System);
        _metrics = new HttpClient(Trust.In(backend.CertificateAuthorityData));
        _metrics.DefaultRequestHeaders.Authorization = new("Bearer", backend.AdminToken);
    }

    public string Endpoint => _backend.Endpoint;

    public string CertificateAuthorityData => _backend.CertificateAuthorityData;

    public string Description { get; private set; } = "";

    public static async Task<RealCluster> StartAsync()
    {
        var cluster = new RealCluster(await EnvtestBackend.StartAsync(
            (_, _) => Task.FromResult<KubernetesUser?>(new KubernetesUser("function", "function", [])), TimeProvider.System, CancellationToken.None));
        var version = await cluster.SendAsync(HttpMethod.Get, "/version");
        cluster.Description = $"kube-apiserver {(string?)version["gitVersion"]} with etcd";
        await cluster.SendAsync(HttpMethod.Post, $"{Roles}/rolebindings", """
            {"metadata": {"name": "function"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "function"},
             "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "function"}]}
            """);
        return cluster;
    }

    public async Task BeginAsync(bool turns)
    {
        await _admin.Send(HttpMethod.Delete, $"{Roles}/roles/function", null, CancellationToken.None);
        var make = turns ? """, "create", "delete" """ : "";
        await SendAsync(HttpMethod.Post, $"{Roles}/roles", $$"""
            {"metadata": {"name": "function"}, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "update", "patch"{{make}}]}]}
            """);
        foreach (var name in (string[])["aws-auth", "eks-iam-cdk-history"])
            await _admin.Send(HttpMethod.Delete, $"{ConfigMaps}/{name}", null, CancellationToken.None);
        await SendAsync(HttpMethod.Post, ConfigMaps, """{"metadata": {"name": "eks-iam-cdk-history"} }""");
        await SendAsync(HttpMethod.Post, ConfigMaps, FirstMap.ConfigMap.ToJsonString());
    }

    public async Task<string> MapRolesAsync() => (string)(await SendAsync(HttpMethod.Get, $"{ConfigMaps}/aws-auth"))["data"]!["mapRoles"]!;

    public async Task<long> RequestsAsync()
    {
        var lines = (await _metrics.GetStringAsync(new Uri($"{Endpoint}/metrics"))).Split('\n');
        return (long)lines.Where(line => line.StartsWith("apiserver_request_total{", StringComparison.Ordinal) && line.Contains("resource=\"configmaps\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        _admin.Dispose();
        await _backend.DisposeAsync();
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body = null) =>
        await _admin.Send(method, path, body is null ? null : JsonNode.Parse(Encoding.UTF8.GetBytes(body))!.AsObject(), CancellationToken.None) switch
        {
            ApiAnswer.Ok { Object: var answer } => answer,
            var refused => throw new InvalidOperationException($"{method} {path}: {refused}"),
        };
}
