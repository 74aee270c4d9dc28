using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>A context of a kubeconfig file: one cluster, and one user with a token, a client certificate or a program that gives a token.</summary>
/// <remarks>See https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/.</remarks>
internal sealed record Kubeconfig
{
    /// <summary>As the file calls it; for EKS, <c>aws eks update-kubeconfig</c> writes the ARN of the cluster.</summary>
    public required string Cluster { get; init; }

    public required string User { get; init; }

    /// <summary><c>https://host:port</c>, without a slash at the end.</summary>
    public required string Server { get; init; }

    /// <summary>PEM; null when the certificates of this machine are meant.</summary>
    public string? CertificateAuthorityPem { get; init; }

    public string? Token { get; init; }

    /// <summary>Certificate and key as PEM; null without.</summary>
    public (string Certificate, string Key)? ClientCertificate { get; init; }

    /// <summary>Null without, and where there are credentials already.</summary>
    public ExecCredential? Exec { get; init; }

    /// <summary>The client certificate ready to be shown; null without.</summary>
    public X509Certificate2? Certificate() =>
        ClientCertificate is var (certificate, key) ? X509Certificate2.CreateFromPem(certificate, key) : null;

    /// <param name="path">The file.</param>
    /// <param name="context">Null for the current one.</param>
    /// <exception cref="KubernetesBackendException">The file is missing, is no kubeconfig, or has credentials of another sort.</exception>
    public static Kubeconfig Read(string path, string? context = null)
    {
        try
        {
            var yaml = new YamlStream();
            using var text = new StringReader(File.ReadAllText(path));
            yaml.Load(text);
            return new Reader(path, yaml.Documents.FirstOrDefault()?.RootNode).Read(context);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException or FormatException)
        {
            throw new KubernetesBackendException($"The kubeconfig {path} cannot be read: {e.Message}", e);
        }
    }

    private sealed class Reader(string path, YamlNode? root)
    {
        public Kubeconfig Read(string? contextName)
        {
            var context = Named("contexts", contextName ?? Text(root, "current-context") ?? throw Wrong("has no current-context"), "context");
            var clusterName = Text(context, "cluster") ?? throw Wrong("has a context without a cluster");
            var cluster = Named("clusters", clusterName, "cluster");
            var userName = Text(context, "user") ?? throw Wrong("has a context without a user");
            var user = Named("users", userName, "user");
            var server = Text(cluster, "server")?.TrimEnd('/') ?? throw Wrong("has a cluster without a server");
            if (!server.StartsWith("https://", StringComparison.Ordinal))
                throw Wrong($"names the server {server}; only https is spoken here");

            var token = Text(user, "token") ?? (Text(user, "tokenFile") is { } file ? File.ReadAllText(Beside(file)).Trim() : null);
            var certificate = Pem(user, "client-certificate");
            var key = Pem(user, "client-key");
            var exec = token is null && (certificate is null || key is null) ? Exec(Child(user, "exec")) : null;
            if (token is null && (certificate is null || key is null) && exec is null)
                throw Wrong($"gives the user {userName} neither a token, nor a client certificate with its key, nor a program (exec) that gives a "
                    + "token. Make one with a token: kubectl create token NAME");
            return new Kubeconfig
            {
                Cluster = clusterName,
                User = userName,
                Exec = exec,
                Server = server,
                CertificateAuthorityPem = Pem(cluster, "certificate-authority"),
                Token = token,
                ClientCertificate = certificate is null || key is null ? null : (certificate, key),
            };
        }

        private YamlMappingNode Named(string list, string name, string kind)
        {
            var items = Child(root, list) as YamlSequenceNode ?? throw Wrong($"has no {list}");
            var item = items.FirstOrDefault(found => Text(found, "name") == name)
                ?? throw Wrong($"has no {kind} named {name}");
            return Child(item, kind) as YamlMappingNode ?? throw Wrong($"says nothing about the {kind} {name}");
        }

        private static ExecCredential? Exec(YamlNode? exec) =>
            Text(exec, "command") is not { } command ? null : new(
                command,
                [.. (Child(exec, "args") as YamlSequenceNode ?? []).OfType<YamlScalarNode>().Select(argument => argument.Value ?? "")],
                [
                    .. (Child(exec, "env") as YamlSequenceNode ?? [])
                        .Select(variable => KeyValuePair.Create(Text(variable, "name") ?? "", Text(variable, "value") ?? ""))
                        .Where(variable => variable.Key.Length > 0),
                ]);

        /// <summary>KEY-data in base64, or the file that KEY names.</summary>
        private string? Pem(YamlNode node, string key) =>
            Text(node, $"{key}-data") is { } data ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
            : Text(node, key) is { } file ? File.ReadAllText(Beside(file))
            : null;

        private string Beside(string file) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file);

        private KubernetesBackendException Wrong(string what) => new($"The kubeconfig {path} {what}.");

        private static string? Text(YamlNode? node, string key) => Child(node, key) is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;

        private static YamlNode? Child(YamlNode? node, string key) =>
            node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
    }
}
