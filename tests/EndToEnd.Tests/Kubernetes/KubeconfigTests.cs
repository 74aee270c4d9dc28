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
    [InlineData("tokenFile: token", "auth-provider: {name: gcp}", "kubectl create token")]
    [InlineData("https://", "http://", "only https")]
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

    [Fact]
    public async Task A_sandbox_takes_no_token_of_a_program()
    {
        var path = Path.Combine(_folder.FullName, "config");
        await File.WriteAllTextAsync(path, Whole.Replace("tokenFile: token", "exec: {command: aws}", StringComparison.Ordinal)
            .Replace(", certificate-authority: ca.pem", "", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<KubernetesBackendException>(() =>
            KubeconfigBackend.StartAsync(path, (_, _) => Task.FromResult<KubernetesUser?>(null), TimeProvider.System, CancellationToken.None));

        Assert.Contains("which is for minutes", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf '{\"status\": {\"token\": \"%s\"}}' $NAME-$1", null)]
    [InlineData("echo no login >&2; exit 3", "ended with 3: no login")]
    [InlineData("echo '{}'", "gave no token")]
    [InlineData("echo token", "gave no token")]
    public async Task A_program_gives_the_token_or_is_told_with_what_it_said(string script, string? expected)
    {
        var exec = new ExecCredential("sh", ["-c", script, "sh", "argument"], [new("NAME", "given")]);

        var (token, told) = ("", "");
        try
        {
            token = await exec.TokenAsync(CancellationToken.None);
        }
        catch (KubernetesBackendException refused)
        {
            told = refused.Message;
        }

        Assert.Equal(expected is null ? "given-argument" : "", token);
        Assert.Contains(expected ?? "", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_told()
    {
        var refused = await Assert.ThrowsAsync<KubernetesBackendException>(() => new ExecCredential("no-such-program", [], []).TokenAsync(CancellationToken.None));

        Assert.Contains("no-such-program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_context_can_be_asked_for()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "config"), Whole
            .Replace("cluster: none, user: none", "cluster: kind, user: cloud", StringComparison.Ordinal)
            .Replace(", certificate-authority: ca.pem", "", StringComparison.Ordinal)
            .Replace("users:", "users:\n- {name: cloud, user: {exec: {command: aws, args: [eks, get-token]}}}", StringComparison.Ordinal));

        var config = Kubeconfig.Read(Path.Combine(_folder.FullName, "config"), "other");

        Assert.Equal(("kind", "cloud"), (config.Cluster, config.User));
        Assert.NotNull(config.Exec);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Kubeconfig Read(string text)
    {
        var path = Path.Combine(_folder.FullName, "config");
        File.WriteAllText(path, text);
        return Kubeconfig.Read(path);
    }
}
