using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

public sealed class ClusterLookupTests : IAsyncLifetime
{
    private const string Id = "lookup|demo";

    private World _world = null!;

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync();
        _world.Aws.Clusters["demo"] = (_world.Kubernetes.Address.ToString().TrimEnd('/'), FakeKubernetes.AuthorityData);
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task It_tells_what_EKS_says_of_the_cluster_and_does_not_call_the_API_server()
    {
        var told = await _world.SendAsync(Events.Create(Named("demo"), Events.LookupType, "Lookup"));

        Assert.Equal(("SUCCESS", Id), (told.Status, told.PhysicalResourceId));
        Assert.Equal("demo", told.Data("Name"));
        Assert.Equal("arn:aws:eks:eu-central-1:111122223333:cluster/demo", told.Data("Arn"));
        Assert.Equal(_world.Kubernetes.Address.ToString().TrimEnd('/'), told.Data("Endpoint"));
        Assert.Equal(FakeKubernetes.AuthorityData, told.Data("CertificateAuthorityData"));
        Assert.Equal("https://oidc.example/id/A1", told.Data("OidcIssuer"));
        Assert.Equal("API_AND_CONFIG_MAP", told.Data("AuthenticationMode"));
        Assert.Empty(_world.Kubernetes.Calls);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_named()
    {
        var told = await _world.SendAsync(Events.Create(Named("other"), Events.LookupType, "Lookup"));

        Assert.Equal(("FAILED", "lookup|other"), (told.Status, told.PhysicalResourceId));
        Assert.EndsWith("[EKSIAM020]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Delete_is_answered_without_any_call()
    {
        var told = await _world.SendAsync(Events.Delete(Id, Named("demo"), Events.LookupType, "Lookup"));

        Assert.Equal(("SUCCESS", Id), (told.Status, told.PhysicalResourceId));
        Assert.Empty(_world.Aws.Calls);
    }

    private static JsonObject Named(string cluster) => new() { ["Cluster"] = new JsonObject { ["Name"] = cluster } };
}
