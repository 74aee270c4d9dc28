using System.Buffers;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Kubernetes;

/// <summary>A Kubernetes API server over HTTPS, by its REST API (https://kubernetes.io/docs/reference/using-api/api-concepts/).</summary>
public sealed class KubernetesApi : IKubernetesApi, IDisposable
{
    private static readonly JsonWriterOptions Verbatim = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ProductInfoHeaderValue UserAgent = new("eks-iam-cdk", typeof(KubernetesApi).Assembly.GetName().Version?.ToString(3));

    private readonly KubernetesEndpoint _endpoint;
    private readonly HttpExchanger _exchanger;
    private readonly string _root;

    public KubernetesApi(KubernetesEndpoint endpoint, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException("A token goes to https only.", nameof(endpoint));
        _endpoint = endpoint;
        _root = endpoint.Address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var tls = ClusterCertificateCheck.Options(endpoint.Authority);
        if (endpoint.ClientCertificate is { } certificate)
            tls.ClientCertificates = new X509CertificateCollection { certificate };
        _exchanger = new HttpExchanger(clock, endpoint.Patience, tls);
    }

    public Task<ApiAnswer> Get(ObjectAddress address, CancellationToken cancellationToken) =>
        Send(HttpMethod.Get, PathOf(address), null as HttpContent, cancellationToken);

    public Task<ApiAnswer> Create(ObjectAddress address, JsonObject body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Send(HttpMethod.Post, address.CollectionPath, body, cancellationToken);
    }

    public Task<ApiAnswer> Replace(ObjectAddress address, JsonObject body, CancellationToken cancellationToken) =>
        Send(HttpMethod.Put, PathOf(address), body, cancellationToken);

    public Task<ApiAnswer> Apply(ObjectAddress address, JsonObject body, string fieldManager, bool force, CancellationToken cancellationToken) =>
        Send(HttpMethod.Patch,
            $"{PathOf(address)}?fieldManager={Uri.EscapeDataString(fieldManager)}&force={(force ? "true" : "false")}",
            body, cancellationToken);

    public Task<ApiAnswer> Merge(ObjectAddress address, JsonObject patch, CancellationToken cancellationToken) =>
        Send(HttpMethod.Patch, PathOf(address), Content(patch, "application/merge-patch+json"), cancellationToken);

    public Task<ApiAnswer> Delete(ObjectAddress address, string? uid, string? resourceVersion, CancellationToken cancellationToken)
    {
        var preconditions = new JsonObject();
        if (uid is not null)
            preconditions["uid"] = uid;
        if (resourceVersion is not null)
            preconditions["resourceVersion"] = resourceVersion;
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = "Background" };
        if (preconditions.Count > 0)
            options["preconditions"] = preconditions;
        return Send(HttpMethod.Delete, PathOf(address), options, cancellationToken);
    }

    public Task<ApiAnswer> List(KubernetesKind kind, string? page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Send(HttpMethod.Get, $"{kind.ApiPath}/{kind.Plural}?limit=500{Continue(page)}", null as HttpContent, cancellationToken);
    }

    // One node has some 10 kB; of few, one is Ready most of the time.
    public Task<ApiAnswer> Nodes(string? page, CancellationToken cancellationToken) =>
        Send(HttpMethod.Get, $"/api/v1/nodes?limit=20{Continue(page)}", null as HttpContent, cancellationToken);

    public Task<ApiAnswer> Pods(string inNamespace, string? page, CancellationToken cancellationToken) =>
        Send(HttpMethod.Get, $"/api/v1/namespaces/{Uri.EscapeDataString(inNamespace)}/pods?limit=500{Continue(page)}", null as HttpContent, cancellationToken);

    public Task<ApiAnswer> Review(JsonObject subjectAccessReview, CancellationToken cancellationToken) =>
        Send(HttpMethod.Post, "/apis/authorization.k8s.io/v1/subjectaccessreviews", subjectAccessReview, cancellationToken);

    /// <summary>Any request of the REST API; a PATCH is a server-side apply.</summary>
    /// <param name="method">GET, POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">Path and query, from <c>/</c> on.</param>
    /// <param name="body">The object to send, or null.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<ApiAnswer> Send(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(method);
        var content = body is null ? null : Content(body, method == HttpMethod.Patch ? "application/apply-patch+yaml" : "application/json");
        return Send(method, path, content, cancellationToken);
    }

    public void Dispose() => _exchanger.Dispose();

    private async Task<ApiAnswer> Send(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_root + path));
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_endpoint.Token is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token());
        request.Content = content;
        var answer = ApiAnswers.Of(await _exchanger.Send(request, cancellationToken).ConfigureAwait(false));
        _endpoint.Watch?.Invoke(answer);
        return answer;
    }

    private static string Continue(string? page) => page is null ? "" : $"&continue={Uri.EscapeDataString(page)}";

    private static string PathOf(ObjectAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Path;
    }

    private static ReadOnlyMemoryContent Content(JsonObject body, string mediaType)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Verbatim))
            body.WriteTo(writer);
        return new ReadOnlyMemoryContent(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
    }
}
