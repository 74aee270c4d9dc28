using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

public sealed class AccessCheckTests : IAsyncLifetime
{
    private const string Id = "check|demo|Check";

    private const string Developer = """
        {"Username": "dev", "Groups": ["devs"], "WaitSeconds": "0",
         "Allowed": [{"Verb": "get", "Resource": "pods", "Namespace": "dev"},
                     {"Verb": "get", "Resource": "deployments", "Group": "apps", "Subresource": "scale", "Name": "web", "Namespace": "dev"}],
         "Denied": [{"Verb": "delete", "Resource": "pods", "Namespace": "dev"}, {"Verb": "get", "NonResourceUrl": "/metrics"}]}
        """;

    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_check_whose_lines_all_hold_succeeds_and_asks_as_authentication_would()
    {
        var asked = new List<JsonObject>();
        _world.Kubernetes.Allows = spec =>
        {
            asked.Add(spec);
            return (string?)spec["resourceAttributes"]?["verb"] == "get";
        };

        var told = await _world.SendAsync(Create(Developer));

        Assert.Equal(("SUCCESS", Id), (told.Status, told.PhysicalResourceId));
        Assert.Equal(4, asked.Count);
        Assert.All(asked, spec => Assert.Equal("""["devs","system:authenticated"]""", spec["groups"]!.ToJsonString()));
        Assert.All(asked, spec => Assert.Equal("dev", (string?)spec["user"]));
        Assert.Equal(
            """{"verb":"get","group":"apps","resource":"deployments","subresource":"scale","name":"web","namespace":"dev"}""",
            asked[1]["resourceAttributes"]!.ToJsonString());
        Assert.Equal("""{"verb":"get","path":"/metrics"}""", asked[3]["nonResourceAttributes"]!.ToJsonString());
    }

    [Fact]
    public async Task Each_line_that_does_not_hold_is_listed()
    {
        _world.Kubernetes.Allows = spec => (string?)spec["resourceAttributes"]?["verb"] == "delete" || spec["nonResourceAttributes"] is not null;

        var told = await _world.SendAsync(Create(Developer));

        Assert.Equal(("FAILED", Id), (told.Status, told.PhysicalResourceId));
        Assert.Equal(
            "4 of 4 access checks of dev (groups devs) in cluster demo do not hold: should be allowed and is denied: get pods -n dev; "
            + "should be allowed and is denied: get deployments.apps/web --subresource=scale -n dev; "
            + "should be denied and is allowed: delete pods -n dev; should be denied and is allowed: get /metrics. "
            + "Correct the roles and bindings that give or lack it, or the check. [EKSIAM050]",
            told.Reason);
    }

    [Fact]
    public async Task It_is_asked_again_until_all_hold()
    {
        var rounds = 0;
        _world.Kubernetes.Allows = _ => ++rounds > 2;

        var told = await _world.SendAsync(Create(
            """{"Username": "dev", "Allowed": [{"Verb": "get", "Resource": "pods", "Namespace": "dev"}], "WaitSeconds": 20}"""));

        Assert.Equal("SUCCESS", told.Status);
        Assert.Equal(3, rounds);
    }

    [Fact]
    public async Task A_wait_that_is_longer_than_the_invocation_still_ends_with_the_list()
    {
        _world.Time = TimeSpan.FromSeconds(5);

        var told = await _world.SendAsync(Create(
            """{"Username": "dev", "Allowed": [{"Verb": "get", "Resource": "pods"}], "WaitSeconds": 900}"""));

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("should be allowed and is denied: get pods.", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM050]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_that_is_cut_short_does_not_hide_what_the_one_before_it_found()
    {
        _world.Time = TimeSpan.FromSeconds(5);
        _world.Kubernetes.Allows = _ =>
        {
            _world.Kubernetes.FailAlways("POST", new Fault.Hang());
            return false;
        };

        var told = await _world.SendAsync(Create(
            """{"Username": "dev", "Allowed": [{"Verb": "get", "Resource": "pods"}], "WaitSeconds": 900}"""));

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("should be allowed and is denied: get pods.", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM050]", told.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/team/Dev")]
    [InlineData("arn:aws:iam::111122223333:user/team/al")]
    public async Task A_principal_is_resolved_through_the_live_map(string arn)
    {
        _world.Kubernetes.Put(FakeKubernetes.AwsAuthPath, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
            ["data"] = new JsonObject
            {
                ["mapRoles"] = "- rolearn: arn:aws:iam::111122223333:role/Dev\n  username: dev:{{SessionName}}\n  groups: [devs]\n",
                ["mapUsers"] = "- userarn: arn:aws:iam::111122223333:user/team/al\n  username: dev:al\n  groups: [devs]\n",
            },
        });
        var users = new List<string>();
        _world.Kubernetes.Allows = spec =>
        {
            users.Add($"{spec["user"]} {spec["groups"]!.ToJsonString()}");
            return true;
        };

        var told = await _world.SendAsync(Create($$"""{"PrincipalArn": "{{arn}}", "Allowed": [{"Verb": "get", "Resource": "pods"}]}"""));

        Assert.Equal("SUCCESS", told.Status);
        var name = arn.EndsWith("al", StringComparison.Ordinal) ? "dev:al" : "dev:access-check";
        Assert.Equal([$"{name} [\"devs\",\"system:authenticated\"]"], users);
    }

    [Fact]
    public async Task A_principal_that_nothing_maps_is_named()
    {
        var told = await _world.SendAsync(Create(
            """
            {"PrincipalArn": "arn:aws:iam::111122223333:role/Dev", "WaitSeconds": 0, "Denied": [{"Verb": "get", "Resource": "pods"}]}
            """));

        Assert.Equal("FAILED", told.Status);
        Assert.StartsWith("The access of arn:aws:iam::111122223333:role/Dev to cluster demo cannot be checked: Nothing maps", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM050]", told.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Kubernetes.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Delete_is_answered_without_any_call()
    {
        var told = await _world.SendAsync(Events.Delete(Id, Events.Check(_world, Developer), Events.CheckType, "Check"));
        var madeUp = await _world.SendAsync(Events.Delete("stack-Check-ABC", Events.Check(_world, Developer), Events.CheckType, "Check"));

        Assert.Equal(("SUCCESS", Id), (told.Status, told.PhysicalResourceId));
        Assert.Equal(("SUCCESS", "stack-Check-ABC"), (madeUp.Status, madeUp.PhysicalResourceId));
        Assert.Empty(_world.Kubernetes.Calls);
        Assert.Empty(_world.Aws.Calls);
    }

    [Fact]
    public async Task An_update_that_does_not_hold_fails_with_the_id_of_before()
    {
        var before = Events.Check(_world, Developer);
        var after = Events.Check(_world, """{"Username": "ops", "WaitSeconds": 0, "Allowed": [{"Verb": "*", "Resource": "*"}]}""");

        var told = await _world.SendAsync(Events.Update(Id, before, after, Events.CheckType, "Check"));

        Assert.Equal(("FAILED", Id), (told.Status, told.PhysicalResourceId));
        Assert.Contains("of ops (no group)", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_may_not_ask_says_so()
    {
        _world.Time = TimeSpan.FromSeconds(5);
        _world.Kubernetes.FailAlways("POST", new Fault.Refuse(403, "Forbidden"));

        var told = await _world.SendAsync(Create(Developer));

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("subjectaccessreviews.authorization.k8s.io", told.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("[EKSIAM050]", told.Reason, StringComparison.Ordinal);
    }

    private JsonObject Create(string about) => Events.Create(Events.Check(_world, about), Events.CheckType, "Check");
}
