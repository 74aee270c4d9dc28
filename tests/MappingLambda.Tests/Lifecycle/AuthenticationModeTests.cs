using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

public sealed class AuthenticationModeTests : IAsyncLifetime
{
    private const string Id = "mode|demo";
    private const string Node = "arn:aws:iam::111122223333:role/nodes";

    private World _world = null!;

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync();
        _world.Aws.Clusters["demo"] = (_world.Kubernetes.Address.ToString().TrimEnd('/'), FakeKubernetes.AuthorityData);
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task It_goes_one_step_at_a_time_and_waits_for_each()
    {
        _world.Aws.Modes.Mode = "CONFIG_MAP";

        var told = await CreateAsync("API");

        Assert.Equal(("SUCCESS", Id, "API", ""), (told.Status, told.PhysicalResourceId, told.Data("Mode"), told.Data("Warning")));
        Assert.Equal(["API_AND_CONFIG_MAP", "API"], _world.Aws.Modes.Steps);
        Assert.Equal("ACTIVE", _world.Aws.Modes.Status);
    }

    [Fact]
    public async Task A_cluster_that_is_there_already_is_left_alone_however_often_it_is_asked()
    {
        var first = await CreateAsync("API_AND_CONFIG_MAP");
        var again = await _world.SendAsync(Events.Update(Id, Mode("API_AND_CONFIG_MAP"), Mode("API_AND_CONFIG_MAP"), Events.ModeType));

        Assert.Equal(("SUCCESS", "SUCCESS"), (first.Status, again.Status));
        Assert.Equal(Id, again.PhysicalResourceId);
        Assert.Empty(_world.Aws.Modes.Steps);
    }

    [Fact]
    public async Task A_cluster_of_before_the_modes_has_the_first_of_them()
    {
        _world.Aws.Modes.Mode = null!;

        var told = await CreateAsync("API_AND_CONFIG_MAP");

        Assert.Equal(("SUCCESS", "API_AND_CONFIG_MAP"), (told.Status, told.Data("Mode")));
    }

    [Fact]
    public async Task An_update_that_is_under_way_is_waited_for()
    {
        _world.Aws.Modes.Mode = "CONFIG_MAP";
        _world.Aws.Modes.Begin("API_AND_CONFIG_MAP");

        var told = await CreateAsync("API_AND_CONFIG_MAP");

        Assert.Equal("SUCCESS", told.Status);
        Assert.Empty(_world.Aws.Modes.Steps);
    }

    [Theory]
    [InlineData(409, "ResourceInUseException")]
    [InlineData(400, "InvalidParameterException")]
    public async Task A_step_that_another_has_just_taken_is_waited_for(int status, string code)
    {
        _world.Aws.Modes.Mode = "CONFIG_MAP";
        _world.Aws.Modes.Refusals.Enqueue((status, code, "It is being done."));
        _world.Aws.Modes.Refused = () => _world.Aws.Modes.Begin("API_AND_CONFIG_MAP");

        var told = await CreateAsync("API_AND_CONFIG_MAP");

        Assert.Equal(("SUCCESS", "API_AND_CONFIG_MAP"), (told.Status, told.Data("Mode")));
        Assert.Empty(_world.Aws.Modes.Steps);
    }

    [Theory]
    [InlineData(429, "TooManyRequestsException")]
    [InlineData(500, "ServerException")]
    public async Task A_call_that_EKS_was_too_busy_for_is_made_again(int status, string code)
    {
        _world.Aws.Modes.Mode = "CONFIG_MAP";
        _world.Aws.Modes.Refusals.Enqueue((status, code, "Not now."));

        var told = await CreateAsync("API_AND_CONFIG_MAP");

        Assert.Equal("SUCCESS", told.Status);
        Assert.Equal(["API_AND_CONFIG_MAP"], _world.Aws.Modes.Steps);
    }

    [Fact]
    public async Task A_change_that_EKS_refuses_fails_with_its_words()
    {
        _world.Aws.Modes.Mode = "CONFIG_MAP";
        _world.Aws.Modes.Refusals.Enqueue((400, "InvalidRequestException", "The platform version is too old."));

        var told = await CreateAsync("API_AND_CONFIG_MAP");

        Assert.Equal(("FAILED", Id), (told.Status, told.PhysicalResourceId));
        Assert.Equal(
            "EKS refused to change the authentication mode of cluster demo from CONFIG_MAP to API_AND_CONFIG_MAP: The platform version is too old. "
            + "Correct what it names. [EKSIAM043]",
            told.Reason);
        Assert.Empty(_world.Aws.Modes.Steps);
    }

    [Fact]
    public async Task An_update_that_fails_in_EKS_fails_with_its_words()
    {
        _world.Aws.Modes.Mode = "CONFIG_MAP";
        _world.Aws.Modes.Outcome = "Failed";

        var told = await CreateAsync("API_AND_CONFIG_MAP");

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("the update is Failed: The control plane is not well.", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM043]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_may_change_it_without_the_right_to()
    {
        _world.Time = TimeSpan.FromSeconds(6);
        _world.Aws.Modes.Mode = "CONFIG_MAP";
        for (var i = 0; i < 100; i++)
            _world.Aws.Modes.Refusals.Enqueue((403, "AccessDeniedException", "User is not authorized to perform: eks:UpdateClusterConfig"));

        var told = await CreateAsync("API_AND_CONFIG_MAP");

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("eks:UpdateClusterConfig", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM023]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mode_below_the_live_one_cannot_be_made()
    {
        _world.Aws.Modes.Mode = "API";

        var told = await CreateAsync("API_AND_CONFIG_MAP");

        Assert.Equal(("FAILED", Id), (told.Status, told.PhysicalResourceId));
        Assert.Equal(
            "The authentication mode of cluster demo is API and cannot go back to API_AND_CONFIG_MAP. Ask for API, or leave this resource out. [EKSIAM010]",
            told.Reason);
    }

    [Fact]
    public async Task A_rollback_to_a_lower_mode_succeeds_with_a_warning()
    {
        _world.Aws.Modes.Mode = "API";

        var told = await _world.SendAsync(Events.Update(Id, Mode("API"), Mode("CONFIG_MAP"), Events.ModeType));

        Assert.Equal(("SUCCESS", Id, "API"), (told.Status, told.PhysicalResourceId, told.Data("Mode")));
        Assert.Equal("The authentication mode of cluster demo is API and cannot go back to CONFIG_MAP: it stays API.", told.Data("Warning"));
        Assert.Contains("it stays API.", _world.Log, StringComparison.Ordinal);
        Assert.Empty(_world.Aws.Modes.Steps);
    }

    [Fact]
    public async Task A_rollback_succeeds_also_when_EKS_does_not_say_what_is_live()
    {
        _world.Time = TimeSpan.FromSeconds(5);
        _world.Aws.Hangs = true;

        var told = await _world.SendAsync(Events.Update(Id, Mode("API"), Mode("CONFIG_MAP"), Events.ModeType));

        Assert.Equal(("SUCCESS", Id, "CONFIG_MAP"), (told.Status, told.PhysicalResourceId, told.Data("Mode")));
        Assert.NotEqual("", told.Data("Warning"));
    }

    [Theory]
    [InlineData(Id)]
    [InlineData("stack-Mode-1ABCDEF")]
    public async Task A_Delete_leaves_the_mode_and_says_so_without_any_call(string id)
    {
        var told = await _world.SendAsync(Events.Delete(id, Mode("API"), Events.ModeType));

        Assert.Equal(("SUCCESS", id), (told.Status, told.PhysicalResourceId));
        Assert.Contains("stays as it is", told.Data("Warning"), StringComparison.Ordinal);
        Assert.Empty(_world.Aws.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EITHER")]
    public async Task The_modes_are_named_when_it_is_none(string mode)
    {
        var told = await CreateAsync(mode);

        Assert.Equal(("FAILED", Id), (told.Status, told.PhysicalResourceId));
        Assert.Contains("CONFIG_MAP or API_AND_CONFIG_MAP or API", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM010]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mode_that_is_left_out_is_asked_for()
    {
        var told = await _world.SendAsync(Events.Create(Mode("API").Without("Mode"), Events.ModeType));

        Assert.Contains("CONFIG_MAP or API_AND_CONFIG_MAP or API", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_step_to_API_is_refused_while_aws_auth_alone_lets_somebody_in()
    {
        MapOf($"- rolearn: {Node}\n  username: system:node:{{{{EC2PrivateDNSName}}}}\n- rolearn: {Events.RoleArn}\n  username: dev\n", "- 444455556666\n");
        _world.Aws.Modes.Entries.AddRange([World.FunctionRole, "arn:aws:iam::111122223333:role/team/Dev"]);

        var told = await CreateAsync("API");

        Assert.Equal("FAILED", told.Status);
        Assert.Contains($": nodes of {Node}, every principal of account 444455556666.", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM032]", told.Reason, StringComparison.Ordinal);
        Assert.Empty(_world.Aws.Modes.Steps);
    }

    [Fact]
    public async Task The_step_to_API_is_taken_when_each_has_an_entry_on_whatever_page()
    {
        MapOf($"- rolearn: {Events.RoleArn}\n  username: dev\n", "");
        _world.Aws.Modes.Entries.AddRange([World.FunctionRole, Node, "arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:role/team/dev"]);

        Assert.Equal("SUCCESS", (await CreateAsync("API")).Status);
    }

    [Fact]
    public async Task AllowLockout_takes_the_step_without_a_look()
    {
        MapOf($"- rolearn: {Events.RoleArn}\n  username: dev\n", "");

        var told = await _world.SendAsync(Events.Create(Mode("API").With("AllowLockout", "true"), Events.ModeType));

        Assert.Equal("SUCCESS", told.Status);
        Assert.Empty(_world.Kubernetes.Calls);
    }

    private Task<Told> CreateAsync(string mode) => _world.SendAsync(Events.Create(Mode(mode), Events.ModeType));

    private JsonObject Mode(string mode) => Events.Mode(_world, mode);

    private void MapOf(string roles, string accounts) => _world.Kubernetes.Put(FakeKubernetes.AwsAuthPath, new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
        ["data"] = new JsonObject { ["mapRoles"] = roles, ["mapAccounts"] = accounts },
    });
}
