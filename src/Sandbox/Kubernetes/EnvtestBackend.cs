using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
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
    private Servers? _servers;
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
            _servers = Servers.Start(assets, _authority, _webhook, AdminToken);
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
    private async Task<bool> IsReadyAsync(Servers servers, TimeProvider time, CancellationToken cancellationToken)
    {
        // The API server itself makes kube-system some moments after it calls itself ready.
        string[] wanted = ["/readyz", "/api/v1/namespaces/default", "/api/v1/namespaces/kube-system"];
        var start = time.GetTimestamp();
        for (var reached = 0; reached < wanted.Length;)
        {
            if (servers.HasExited)
                return false;
            if (time.GetElapsedTime(start) > ReadyWithin)
                throw new KubernetesBackendException($"kube-apiserver is not ready after {ReadyWithin.TotalSeconds} s. Its last lines:\n{servers.Log}");
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

    /// <summary>The two programs of one attempt, each with a temporary folder that ends with it.</summary>
    private sealed class Servers : IAsyncDisposable
    {
        private readonly EnvtestProcess _etcd;
        private readonly EnvtestProcess _apiServer;

        private Servers(EnvtestProcess etcd, EnvtestProcess apiServer, string endpoint)
        {
            _etcd = etcd;
            _apiServer = apiServer;
            Endpoint = endpoint;
        }

        public string Endpoint { get; }

        public bool HasExited => _etcd.HasExited || _apiServer.HasExited;

        public string Log => _etcd.HasExited ? _etcd.Log : _apiServer.Log;

        public static Servers Start(EnvtestAssets assets, LocalAuthority authority, EnvtestTokenWebhook webhook, string adminToken)
        {
            var (etcdPort, apiPort) = FreePorts();
            var data = Directory.CreateTempSubdirectory("eks-iam-cdk-etcd.").FullName;
            var config = Directory.CreateTempSubdirectory("eks-iam-cdk-apiserver.").FullName;
            var etcd = EnvtestProcess.Start(data, assets.Etcd, EtcdArguments(data, etcdPort));
            var apiServer = EnvtestProcess.Start(
                config, assets.KubeApiServer, ApiServerArguments(config, etcdPort, apiPort, authority, webhook, adminToken));
            return new Servers(etcd, apiServer, string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{apiPort}"));
        }

        public async ValueTask DisposeAsync()
        {
            await _apiServer.DisposeAsync().ConfigureAwait(false);
            await _etcd.DisposeAsync().ConfigureAwait(false);
        }

        private static string[] EtcdArguments(string data, int port) =>
        [
            $"--data-dir={data}",
            $"--listen-client-urls=http://127.0.0.1:{port}",
            $"--advertise-client-urls=http://127.0.0.1:{port}",
            "--listen-peer-urls=http://127.0.0.1:0",
            "--unsafe-no-fsync",
        ];

        /// <summary>Only flags that kube-apiserver 1.20 and the newest both know.</summary>
        private static string[] ApiServerArguments(
            string folder, int etcdPort, int port, LocalAuthority authority, EnvtestTokenWebhook webhook, string adminToken)
        {
            using var serving = authority.IssueServer("kube-apiserver");
            using var servingKey = serving.GetECDsaPrivateKey()!;
            using var signingKey = RSA.Create(2048);
            var signing = File("service-account.key", signingKey.ExportRSAPrivateKeyPem());
            return
            [
                $"--etcd-servers=http://127.0.0.1:{etcdPort}",
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                $"--secure-port={port}",
                $"--cert-dir={folder}",
                $"--tls-cert-file={File("serving.crt", serving.ExportCertificatePem())}",
                $"--tls-private-key-file={File("serving.key", servingKey.ExportPkcs8PrivateKeyPem())}",
                $"--client-ca-file={File("ca.crt", authority.CertificatePem)}",
                $"--token-auth-file={File("tokens.csv", $"{adminToken},sandbox-admin,sandbox-admin,system:masters\n")}",
                $"--authentication-token-webhook-config-file={File("webhook.yaml", webhook.Kubeconfig(authority))}",
                "--authentication-token-webhook-version=v1",
                "--authentication-token-webhook-cache-ttl=0s",
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                $"--service-account-signing-key-file={signing}",
                $"--service-account-key-file={signing}",
                "--service-cluster-ip-range=10.0.0.0/24",
            ];

            string File(string name, string content)
            {
                var path = Path.Combine(folder, name);
                System.IO.File.WriteAllText(path, content);
                return path;
            }
        }

        /// <summary>Two different ports that nobody listens on.</summary>
        private static (int First, int Second) FreePorts()
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            using var second = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            second.Start();
            return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
        }
    }
}
