using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.Sandbox.Tests.Aws;

/// <summary>The authentication mode of a cluster, changed as EKS lets it.</summary>
public sealed class ClusterModeTests : IAsyncLifetime, IDisposable
{
    private static readonly ClusterReference Cluster = new() { Name = "demo", Region = "eu-west-1" };

    private readonly Clock _time = new();
    private SandboxSession _session = null!;
    private ClusterConnector _connector = null!;

    public async Task InitializeAsync()
    {
        _session = await SandboxSession.StartAsync(
            new SandboxOptions { AuthenticationMode = Access.Clusters.AuthenticationMode.ConfigMap, ClusterUpdatesTake = TimeSpan.FromMinutes(3), Time = _time }, default);
        var credentials = _session.Identity.CredentialsFor("arn:aws:sts::111122223333:assumed-role/Admin/me");
        _connector = new ClusterConnector(new AwsEnvironment { Credentials = () => credentials, EksEndpoint = _session.AwsEndpointUrl }, _time);
    }

    public async Task DisposeAsync() => await _session.DisposeAsync();

    public void Dispose() => _connector.Dispose();

    [Fact]
    public async Task A_step_takes_a_while_and_no_other_begins_meanwhile()
    {
        var begun = Assert.IsType<EksAnswer.Ok>(await ChangeAsync("API_AND_CONFIG_MAP")).Body["update"]!;
        var (mode, status) = await DescribeAsync();
        var other = await ChangeAsync("API_AND_CONFIG_MAP");
        var update = await FollowAsync((string)begun["id"]!);

        Assert.Equal(("CONFIG_MAP", "UPDATING"), (mode, status));
        Assert.Equal(("InProgress", "InProgress"), ((string?)begun["status"], (string?)update["status"]));
        Assert.Equal((409, "ResourceInUseException"), Refusal(other));

        _time.Later = TimeSpan.FromMinutes(3);

        Assert.Equal(("API_AND_CONFIG_MAP", "ACTIVE"), await DescribeAsync());
        Assert.Equal("Successful", (string?)(await FollowAsync((string)begun["id"]!))["status"]);
    }

    [Theory]
    [InlineData("API")]
    [InlineData("CONFIG_MAP")]
    [InlineData("EITHER")]
    public async Task No_step_is_left_out_or_taken_back(string mode)
    {
        var answer = await ChangeAsync(mode);

        Assert.Equal((400, "InvalidParameterException"), Refusal(answer));
        Assert.Equal(("CONFIG_MAP", "ACTIVE"), await DescribeAsync());
    }

    [Fact]
    public async Task Each_cluster_has_a_mode_of_its_own_and_updates_that_others_do_not_know()
    {
        var begun = Assert.IsType<EksAnswer.Ok>(await ChangeAsync("API_AND_CONFIG_MAP")).Body["update"]!;

        var elsewhere = await _connector.CallEks(
            Cluster with { Name = "other" }, new("DescribeUpdate", HttpMethod.Get, $"/updates/{begun["id"]}"), default);

        Assert.Equal((404, "ResourceNotFoundException"), Refusal(elsewhere));
    }

    [Fact]
    public async Task A_stack_that_makes_the_cluster_changes_it_by_the_same_rules()
    {
        var made = await DeployAsync("CONFIG_MAP");
        var twoSteps = await DeployAsync("API");
        var oneStep = await DeployAsync("API_AND_CONFIG_MAP");

        Assert.Equal((SandboxOutcome.Done, SandboxOutcome.RolledBack, SandboxOutcome.Done), (made.Outcome, twoSteps.Outcome, oneStep.Outcome));
        Assert.Contains(twoSteps.Events, happened => happened.Reason.Contains("Unsupported authentication mode update from CONFIG_MAP to API", StringComparison.Ordinal));
        Assert.Equal("API_AND_CONFIG_MAP", (await DescribeAsync()).Mode);
    }

    private Task<SandboxResult> DeployAsync(string mode) => _session.DeployAsync(
        new DeployRequest
        {
            StackName = "cluster",
            TemplateText = $$$"""
                {"Resources": {"Cluster": {"Type": "AWS::EKS::Cluster", "Properties": {"Name": "demo", "AccessConfig": {"AuthenticationMode": "{{{mode}}}"} } } } }
                """,
        },
        default);

    private Task<EksAnswer> ChangeAsync(string mode) => _connector.CallEks(
        Cluster,
        new("UpdateClusterConfig", HttpMethod.Post, "/update-config", new JsonObject { ["accessConfig"] = new JsonObject { ["authenticationMode"] = mode } }),
        default);

    private async Task<JsonNode> FollowAsync(string id) =>
        Assert.IsType<EksAnswer.Ok>(await _connector.CallEks(Cluster, new("DescribeUpdate", HttpMethod.Get, $"/updates/{id}"), default)).Body["update"]!;

    private async Task<(string? Mode, string Status)> DescribeAsync()
    {
        var description = Assert.IsType<ClusterExistence.Exists>(await _connector.Existence(Cluster, default)).Description;
        return (description.AuthenticationMode, description.Status);
    }

    private static (int Status, string Code) Refusal(EksAnswer answer)
    {
        var fault = Assert.IsType<AwsFault.Refused>(Assert.IsType<EksAnswer.Failed>(answer).Failure.Fault);
        return (fault.Status, fault.Code);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
    }
}
