using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>The two programs of one attempt, each with a temporary folder that ends with it.</summary>
internal sealed class EnvtestServers : IAsyncDisposable
{
    private readonly EnvtestProcess _etcd;
    private readonly EnvtestProcess _apiServer;

    private EnvtestServers(EnvtestProcess etcd, EnvtestProcess apiServer, string endpoint)
    {
        _etcd = etcd;
        _apiServer = apiServer;
        Endpoint = endpoint;
    }

    public string Endpoint { get; }

    public bool HasExited => _etcd.HasExited || _apiServer.HasExited;

    public string Log => _etcd.HasExited ? _etcd.Log : _apiServer.Log;

    public static EnvtestServers Start(EnvtestAssets assets, LocalAuthority authority, EnvtestTokenWebhook webhook, string adminToken)
    {
        var (etcdPort, apiPort) = FreePorts();
        var data = Directory.CreateTempSubdirectory("eks-iam-cdk-etcd.").FullName;
        var config = Directory.CreateTempSubdirectory("eks-iam-cdk-apiserver.").FullName;
        var etcd = EnvtestProcess.Start(data, assets.Etcd, EtcdArguments(data, etcdPort));
        var apiServer = EnvtestProcess.Start(
            config, assets.KubeApiServer, ApiServerArguments(config, etcdPort, apiPort, authority, webhook, adminToken));
        return new EnvtestServers(etcd, apiServer, string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{apiPort}"));
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
