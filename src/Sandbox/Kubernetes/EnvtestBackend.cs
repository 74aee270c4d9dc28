using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>A real kube-apiserver on a real etcd, on free ports of the loopback interface, empty at each start.</summary>
public sealed class EnvtestBackend : IKubernetesBackend
{
    private const int Attempts = 3;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);

    private readonly LocalAuthority _authority;
    private readonly EnvtestTokenWebhook _webhook;
    private readonly HttpClient _admin;
    private EnvtestServers? _servers;
    private EnvtestNamespaceController? _namespaces;
    private int _disposed;

    private EnvtestBackend(LocalAuthority authority, EnvtestTokenWebhook webhook)
    {
        _authority = authority;
        _webhook = webhook;
        AdminToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _admin = authority.CreateClient();
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
    }

    public string Endpoint => _servers?.Endpoint ?? throw new InvalidOperationException("The servers are not running.");

    public string CertificateAuthorityData => _authority.CertificateAuthorityData;

    public string AdminToken { get; }

    /// <summary>Starts both servers and waits until the API server is ready.</summary>
    /// <exception cref="KubernetesBackendException">The programs are missing, or do not start; the message has their last lines.</exception>
    public static async Task<EnvtestBackend> StartAsync(
        TokenAuthenticator authenticator, TimeProvider time, CancellationToken cancellationToken)
    {
        var assets = EnvtestAssets.Find();
        var authority = LocalAuthority.Create("eks-iam-cdk-envtest", time);
        var webhook = await EnvtestTokenWebhook.StartAsync(authority, authenticator, cancellationToken).ConfigureAwait(false);
        var backend = new EnvtestBackend(authority, webhook);
        try
        {
            await backend.StartServersAsync(assets, time, cancellationToken).ConfigureAwait(false);
            return backend;
        }
        catch
        {
            await backend.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A kubeconfig with a client certificate of that user.</summary>
    internal string KubeconfigFor(string username, IReadOnlyList<string> groups)
    {
        using var certificate = _authority.IssueClient(username, groups);
        using var key = certificate.GetECDsaPrivateKey()!;
        return $"""
            apiVersion: v1
            kind: Config
            current-context: envtest
            contexts:
            - name: envtest
              context:
                cluster: envtest
                user: {username}
            clusters:
            - name: envtest
              cluster:
                server: {Endpoint}
                certificate-authority-data: {CertificateAuthorityData}
            users:
            - name: {username}
              user:
                client-certificate-data: {Base64(certificate.ExportCertificatePem())}
                client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())}
            """;

        static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        if (_namespaces is not null)
            await _namespaces.DisposeAsync().ConfigureAwait(false);
        if (_servers is not null)
            await _servers.DisposeAsync().ConfigureAwait(false);
        await _webhook.DisposeAsync().ConfigureAwait(false);
        _admin.Dispose();
        _authority.Dispose();
    }

    private async Task StartServersAsync(EnvtestAssets assets, TimeProvider time, CancellationToken cancellationToken)
    {
        // A free port may be taken by somebody else before a server listens on it: then the server exits, and others are tried.
        for (var attempt = 1; ; attempt++)
        {
            _servers = EnvtestServers.Start(assets, _authority, _webhook, AdminToken);
            if (await IsReadyAsync(_servers, time, cancellationToken).ConfigureAwait(false))
                break;
            var log = _servers.Log;
            await _servers.DisposeAsync().ConfigureAwait(false);
            _servers = null;
            if (attempt == Attempts)
                throw new KubernetesBackendException($"kube-apiserver ({assets.KubeApiServer}) does not start. Its last lines:\n{log}");
        }

        await EnvtestRoleAggregation.RunAsync(_admin, Endpoint, cancellationToken).ConfigureAwait(false);
        _namespaces = EnvtestNamespaceController.Start(_admin, Endpoint, time);
    }

    /// <returns>False when one of the servers has ended before.</returns>
    private async Task<bool> IsReadyAsync(EnvtestServers servers, TimeProvider time, CancellationToken cancellationToken)
    {
        // The API server itself makes kube-system some moments after it calls itself ready.
        string[] wanted = ["/readyz", "/api/v1/namespaces/default", "/api/v1/namespaces/kube-system"];
        var start = time.GetTimestamp();
        for (var reached = 0; reached < wanted.Length;)
        {
            if (servers.HasExited)
                return false;
            if (time.GetElapsedTime(start) > ReadyWithin)
            {
                throw new KubernetesBackendException(
                    $"kube-apiserver is not ready after {ReadyWithin.TotalSeconds} s. Its last lines:\n{servers.Log}");
            }

            if (await AnswersAsync(servers.Endpoint + wanted[reached], cancellationToken).ConfigureAwait(false))
                reached++;
            else
                await Task.Delay(PollEvery, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<bool> AnswersAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _admin.GetAsync(url, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
