using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Kubernetes;

public sealed class KubeconfigTests : IDisposable
{
    private const string Whole = """
        current-context: dev
        contexts:
        - {name: other, context: {cluster: none, user: none}}
        - {name: dev, context: {cluster: kind, user: me, namespace: x}}
        clusters:
        - name: kind
          cluster: {server: "https://127.0.0.1:6443/", certificate-authority: ca.pem}
        users:
        - {name: me, user: {tokenFile: token}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");

    [Fact]
    public void The_current_context_is_taken_and_files_are_found_beside_the_kubeconfig()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "ca.pem"), "a certificate");
        File.WriteAllText(Path.Combine(_folder.FullName, "token"), "secret\n");

        var config = Read(Whole);

        Assert.Equal("https://127.0.0.1:6443", config.Server);
        Assert.Equal("a certificate", config.CertificateAuthorityPem);
        Assert.Equal("secret", config.Token);
        Assert.Null(config.ClientCertificate);
    }

    [Theory]
    [InlineData("current-context: dev", "current-context: nowhere", "has no context named nowhere")]
    [InlineData("current-context: dev", "kind: Config", "has no current-context")]
    [InlineData("name: kind", "name: k3d", "has no cluster named kind")]
    [InlineData("tokenFile: token", "exec: {command: aws}", "kubectl create token")]
    [InlineData("https://", "http://", "https alone")]
    [InlineData("ca.pem", "missing.pem", "missing.pem")]
    [InlineData("clusters:", "clusters: [", "cannot be read")]
    public void What_cannot_be_used_is_told_with_its_name(string text, string instead, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "ca.pem"), "a certificate");
        File.WriteAllText(Path.Combine(_folder.FullName, "token"), "secret\n");

        var refused = Assert.Throws<KubernetesBackendException>(() => Read(Whole.Replace(text, instead, StringComparison.Ordinal)));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.FullName, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_told_by_its_address()
    {
        var path = Path.Combine(_folder.FullName, "config");
        await File.WriteAllTextAsync(path, Whole.Replace("tokenFile: token", "token: secret", StringComparison.Ordinal)
            .Replace(", certificate-authority: ca.pem", "", StringComparison.Ordinal).Replace(":6443", ":1", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<KubernetesBackendException>(() =>
            KubeconfigBackend.StartAsync(path, (_, _) => Task.FromResult<KubernetesUser?>(null), TimeProvider.System, CancellationToken.None));

        Assert.Contains("https://127.0.0.1:1", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Kubeconfig Read(string text)
    {
        var path = Path.Combine(_folder.FullName, "config");
        File.WriteAllText(path, text);
        return Kubeconfig.Read(path);
    }
}
