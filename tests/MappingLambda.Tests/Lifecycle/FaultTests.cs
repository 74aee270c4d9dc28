namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>What the API server and AWS can do to a request, on the example of a Kubernetes object.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Path = "/api/v1/namespaces/dev/configmaps/settings";
    private const string Manifest = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"dev"},"data":{"a":"1"}}""";
    private const string Id = "k8s|demo|v1/ConfigMap|dev|settings";

    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    public static TheoryData<string, string> PassingFaults
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var method in new[] { "GET", "PATCH" })
            {
                foreach (var fault in new[] { "401", "403", "409", "429", "500", "503", "504", "reset", "lost answer" })
                    data.Add(method, fault);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task A_fault_that_passes_is_outlasted(string method, string fault)
    {
        _world.Kubernetes.Fail(method, FaultOf(fault), times: 2);

        var told = await Create();

        Assert.Equal(("SUCCESS", "", Id), (told.Status, told.Reason, told.PhysicalResourceId));
        Assert.Equal("1", (string?)_world.Kubernetes.Find(Path)!["data"]!["a"]);
    }

    [Theory]
    [InlineData("401", "EKSIAM022", "role/eks-iam-cdk")]
    [InlineData("403", "EKSIAM023", "get configmaps dev/settings")]
    [InlineData("422", "EKSIAM043", "refused by the test")]
    [InlineData("500", "EKSIAM090", "get configmaps dev/settings")]
    [InlineData("429", "EKSIAM090", "get configmaps dev/settings")]
    [InlineData("hang", "EKSIAM090", "get configmaps dev/settings")]
    [InlineData("reset", "EKSIAM021", "demo")]
    public async Task A_fault_that_stays_is_named_in_time(string fault, string code, string named)
    {
        _world.Time = TimeSpan.FromSeconds(5);
        _world.Kubernetes.FailAlways("*", FaultOf(fault));

        var told = await Create();

        Assert.Equal(("FAILED", Id), (told.Status, told.PhysicalResourceId));
        Assert.EndsWith($"[{code}]", told.Reason, StringComparison.Ordinal);
        Assert.Contains(named, told.Reason, StringComparison.Ordinal);
        Assert.Empty(_world.Kubernetes.Paths);
    }

    [Fact]
    public async Task An_API_server_that_is_not_there_is_021()
    {
        _world.Time = TimeSpan.FromSeconds(5);
        var told = await _world.SendAsync(Events.Create(NoServer(), Events.ObjectType));

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("refused", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM021]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CA_that_does_not_match_is_021_and_nothing_is_sent()
    {
        _world.Time = TimeSpan.FromSeconds(5);
        var cluster = Events.ClusterOf(_world).With("CertificateAuthorityData", new TestCertificate().AuthorityData);

        var told = await _world.SendAsync(Events.Create(Properties().With("Cluster", cluster), Events.ObjectType));

        Assert.Equal("FAILED", told.Status);
        Assert.EndsWith("[EKSIAM021]", told.Reason, StringComparison.Ordinal);
        Assert.Contains("CertificateAuthorityData", told.Reason, StringComparison.Ordinal);
        Assert.Empty(_world.Kubernetes.Calls);
    }

    [Fact]
    public async Task Without_an_endpoint_EKS_is_asked_for_it()
    {
        var properties = Properties().With("Cluster", Events.ClusterOf(_world).Without("Endpoint").Without("CertificateAuthorityData"));
        _world.Time = TimeSpan.FromSeconds(5);

        var missing = await _world.SendAsync(Events.Create(properties, Events.ObjectType));
        Assert.Equal(("FAILED", Id), (missing.Status, missing.PhysicalResourceId));
        Assert.EndsWith("[EKSIAM020]", missing.Reason, StringComparison.Ordinal);
        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(Id, properties, Events.ObjectType))).Status);

        _world.Aws.Clusters["demo"] = (_world.Kubernetes.Address.ToString().TrimEnd('/'), FakeKubernetes.AuthorityData);
        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Create(properties, Events.ObjectType))).Status);
    }

    [Fact]
    public async Task A_role_is_assumed_before_anything_else()
    {
        var cluster = Events.ClusterOf(_world).With("AccessRoleArn", "arn:aws:iam::444455556666:role/reach").With("ExternalId", "x");

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Create(Properties().With("Cluster", cluster), Events.ObjectType))).Status);

        Assert.Equal(["POST /"], _world.Aws.Calls);
        Assert.All(_world.Kubernetes.Tokens, token => Assert.StartsWith("Bearer k8s-aws-v1.", token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not there")]
    [InlineData("reset")]
    [InlineData("hang")]
    public async Task A_Delete_succeeds_when_the_server_is_silent_and_EKS_says_that_the_cluster_is_deleted(string fault)
    {
        _world.Time = TimeSpan.FromSeconds(8);
        if (fault != "not there")
            _world.Kubernetes.FailAlways("*", FaultOf(fault));

        var told = await _world.SendAsync(Events.Delete(Id, fault == "not there" ? NoServer() : Properties(), Events.ObjectType));

        Assert.Equal(("SUCCESS", Id), (told.Status, told.PhysicalResourceId));
        Assert.Contains("GET /clusters/demo", _world.Aws.Calls);
    }

    [Theory]
    [InlineData("not there", "EKSIAM021")]
    [InlineData("401", "EKSIAM022")]
    [InlineData("403", "EKSIAM023")]
    [InlineData("hang", "EKSIAM090")]
    public async Task A_Delete_that_cannot_be_done_on_a_cluster_that_exists_fails(string fault, string code)
    {
        _world.Time = TimeSpan.FromSeconds(5);
        _world.Aws.Clusters["demo"] = ("https://127.0.0.1:1", FakeKubernetes.AuthorityData);
        if (fault != "not there")
            _world.Kubernetes.FailAlways("*", FaultOf(fault));

        var told = await _world.SendAsync(Events.Delete(Id, fault == "not there" ? NoServer() : Properties(), Events.ObjectType));

        Assert.Equal(("FAILED", Id), (told.Status, told.PhysicalResourceId));
        Assert.EndsWith($"[{code}]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_EKS_does_not_hold_up_the_answer()
    {
        _world.Time = TimeSpan.FromSeconds(5);
        _world.Aws.Hangs = true;

        Assert.Equal("FAILED", (await _world.SendAsync(Events.Delete(Id, NoServer(), Events.ObjectType))).Status);
    }

    private static Fault FaultOf(string name) => name switch
    {
        "hang" => new Fault.Hang(),
        "reset" => new Fault.Reset(),
        "lost answer" => new Fault.LoseAnswer(),
        _ => new Fault.Refuse(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private System.Text.Json.Nodes.JsonObject Properties() => Events.KubernetesObject(_world, Manifest);

    private System.Text.Json.Nodes.JsonObject NoServer() =>
        Properties().With("Cluster", Events.ClusterOf(_world).With("Endpoint", "https://127.0.0.1:1"));

    private Task<Told> Create() => _world.SendAsync(Events.Create(Properties(), Events.ObjectType));
}
