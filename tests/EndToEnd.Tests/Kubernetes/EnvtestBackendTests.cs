using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Kubernetes;

[Collection(KubeApiServerCollection.Name)]
public sealed class EnvtestBackendTests(KubeApiServerFixture server)
{
    [Fact]
    public async Task The_API_server_asks_the_authenticator_whose_a_token_is()
    {
        using var known = new ApiClient(server.Backend, TestTokens.For("alice", "team-a"));
        using var unknown = new ApiClient(server.Backend, "not-a-token-of-anybody");

        var forbidden = (await known.GetAsync("/api/v1/namespaces")).ExpectRefusal(403, "Forbidden");
        (await unknown.GetAsync("/api/v1/namespaces")).ExpectRefusal(401, "Unauthorized");

        Assert.Contains("\"alice\"", forbidden.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_programs_end_with_the_backend()
    {
        var backend = await EnvtestBackend.StartAsync((_, _) => Task.FromResult<KubernetesUser?>(null), TimeProvider.System, default);
        using var client = new ApiClient(backend, backend.AdminToken);
        (await client.GetAsync("/api/v1/namespaces")).Expect(200);

        await backend.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/readyz"));
    }

    [Fact]
    public async Task A_program_and_its_folder_end_when_its_supervisor_loses_us()
    {
        var folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.").FullName;
        var process = EnvtestProcess.Start(folder, "/bin/sleep", ["1000"]);

        await process.DisposeAsync();

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Missing_programs_are_told_with_the_one_line_to_run()
    {
        var empty = Directory.CreateTempSubdirectory("eks-iam-cdk-test.").FullName;

        var inCache = Assert.Throws<KubernetesBackendException>(() => EnvtestAssets.Find(name => name == "XDG_CACHE_HOME" ? empty : null));
        var named = Assert.Throws<KubernetesBackendException>(() => EnvtestAssets.Find(name => name == "KUBEBUILDER_ASSETS" ? empty : null));

        Assert.Contains("tests/tools/kube-assets.sh", inCache.Message, StringComparison.Ordinal);
        Assert.Contains($"KUBEBUILDER_ASSETS={empty}", named.Message, StringComparison.Ordinal);
        Directory.Delete(empty);
    }
}
