using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

public sealed class AwsAuthEntryTests : IAsyncLifetime
{
    private const string NodeEntry =
        "# nodes, do not touch\n" +
        "- groups:\n" +
        "    - system:bootstrappers   # first\n" +
        "    - system:nodes\n" +
        "  rolearn: \"arn:aws:iam::111122223333:role/nodes\"\n" +
        "  username: system:node:{{EC2PrivateDNSName}}\n";

    private const string Id = "aws-auth|demo|role|arn:aws:iam::111122223333:role/dev";
    private const string OtherStack = "arn:aws:cloudformation:eu-central-1:111122223333:stack/other/0";

    private World _world = null!;

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync();
        PutMap(NodeEntry);
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_entry_lives_from_create_over_update_to_delete_and_leaves_the_bytes_of_before()
    {
        var before = Events.Entry(_world, "arn:aws:iam::111122223333:role/team/Dev", "dev", "devs", "readers");
        var after = Events.Entry(_world, "arn:aws:iam::111122223333:role/team/Dev", "developer", "devs");

        var created = await _world.SendAsync(Events.Create(before));
        Assert.Equal(("SUCCESS", Id), (created.Status, created.PhysicalResourceId));
        Assert.Equal("arn:aws:iam::111122223333:role/Dev", created.Data("Arn"));
        Assert.Equal("dev", created.Data("Username"));
        Assert.Equal("devs,readers", created.Data("Groups"));
        Assert.Equal((string?)Map()["metadata"]!["resourceVersion"], created.Data("ResourceVersion"));
        Assert.StartsWith(NodeEntry, _world.AwsAuth("mapRoles"), StringComparison.Ordinal);

        var updated = await _world.SendAsync(Events.Update(Id, before, after));
        Assert.Equal(("SUCCESS", Id), (updated.Status, updated.PhysicalResourceId));
        Assert.Contains("developer", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
        Assert.DoesNotContain("readers", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);

        var deleted = await _world.SendAsync(Events.Delete(Id, after));
        Assert.Equal(("SUCCESS", Id), (deleted.Status, deleted.PhysicalResourceId));
        Assert.Equal(NodeEntry, _world.AwsAuth("mapRoles"));
        Assert.Null(Map()["metadata"]!["annotations"]);

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(Id, after))).Status);
    }

    [Fact]
    public async Task Everything_else_of_the_ConfigMap_stays()
    {
        var map = Map();
        map["metadata"]!["labels"] = new JsonObject { ["team"] = "platform" };
        map["metadata"]!["annotations"] = new JsonObject { ["note"] = "héllo" };
        map["data"]!["extra"] = "x: y\r\n";
        _world.Kubernetes.Put(FakeKubernetes.AwsAuthPath, map);

        await _world.SendAsync(Events.Create(Events.Entry(_world)));

        var now = Map();
        Assert.Equal("platform", (string?)now["metadata"]!["labels"]!["team"]);
        Assert.Equal("héllo", (string?)now["metadata"]!["annotations"]!["note"]);
        Assert.Equal("x: y\r\n", (string?)now["data"]!["extra"]);
        await _world.SendAsync(Events.Delete(Id, Events.Entry(_world)));
        Assert.Equal("héllo", (string?)Map()["metadata"]!["annotations"]!["note"]);
    }

    [Fact]
    public async Task A_user_and_an_account_have_sections_of_their_own()
    {
        var user = Events.Entry(_world).Without("RoleArn").With("UserArn", "arn:aws:iam::111122223333:user/ops/Ann");
        var account = new JsonObject { ["Cluster"] = Events.ClusterOf(_world), ["AccountId"] = 444455556666 };

        var told = await _world.SendAsync(Events.Create(user, logicalId: "User"));
        Assert.Equal("aws-auth|demo|user|arn:aws:iam::111122223333:user/ops/Ann", told.PhysicalResourceId);
        Assert.Contains("userarn: arn:aws:iam::111122223333:user/ops/Ann", _world.AwsAuth("mapUsers").Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);

        told = await _world.SendAsync(Events.Create(account, logicalId: "Account"));
        Assert.Equal(("SUCCESS", "aws-auth|demo|account|444455556666"), (told.Status, told.PhysicalResourceId));
        Assert.Contains("444455556666", _world.AwsAuth("mapAccounts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ConfigMap_that_was_not_there_is_created_and_goes_again()
    {
        _world.Kubernetes.Remove(FakeKubernetes.AwsAuthPath);

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Create(Events.Entry(_world)))).Status);
        Assert.Contains(Events.RoleArn, _world.AwsAuth("mapRoles"), StringComparison.Ordinal);

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(Id, Events.Entry(_world)))).Status);
        Assert.Null(_world.Kubernetes.Find(FakeKubernetes.AwsAuthPath));
    }

    [Theory]
    [InlineData("GET", "reset")]
    [InlineData("PUT", "reset")]
    [InlineData("PUT", "lost answer")]
    [InlineData("PUT", "409")]
    [InlineData("PUT", "429")]
    [InlineData("PUT", "500")]
    [InlineData("PUT", "403")]
    public async Task A_fault_that_passes_leaves_the_entry_once(string method, string fault)
    {
        _world.Kubernetes.Fail(method, fault switch
        {
            "reset" => new Fault.Reset(),
            "lost answer" => new Fault.LoseAnswer(),
            _ => new Fault.Refuse(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)),
        });

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Create(Events.Entry(_world)))).Status);

        Assert.Single(_world.AwsAuth("mapRoles").Split(Events.RoleArn).Skip(1));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_looked_up_and_not_repeated()
    {
        _world.Kubernetes.Fail("PUT", new Fault.LoseAnswer());

        await _world.SendAsync(Events.Create(Events.Entry(_world)));

        Assert.Single(_world.Kubernetes.Calls, call => call.StartsWith("PUT ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_write_on_an_old_version_is_decided_anew_on_what_came_between()
    {
        const string Between = NodeEntry + "- rolearn: arn:aws:iam::111122223333:role/other\n  username: other\n";
        _world.Kubernetes.Fail("PUT", new Fault.Before(() => PutMap(Between)));

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Create(Events.Entry(_world)))).Status);

        Assert.StartsWith(Between, _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
        Assert.Contains(Events.RoleArn, _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_delivered_twice_changes_nothing_more()
    {
        var first = await _world.SendAsync(Events.Create(Events.Entry(_world)));
        var once = Map();
        var second = await _world.SendAsync(Events.Create(Events.Entry(_world)));

        Assert.Equal(first.Json["Data"]!.ToJsonString(), second.Json["Data"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(once, Map()));
    }

    [Fact]
    public async Task A_foreign_entry_is_refused_or_adopted_and_then_put_back()
    {
        const string Foreign = NodeEntry + "- rolearn:   arn:aws:iam::111122223333:role/DEV # by hand\n  username: someone\n";
        PutMap(Foreign);

        var refused = await _world.SendAsync(Events.Create(Events.Entry(_world)));
        Assert.Equal(("FAILED", Id), (refused.Status, refused.PhysicalResourceId));
        Assert.Contains("Adopt", refused.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM031]", refused.Reason, StringComparison.Ordinal);
        await _world.SendAsync(Events.Delete(Id, Events.Entry(_world)));
        Assert.Equal(Foreign, _world.AwsAuth("mapRoles"));

        var adopting = Events.Entry(_world).With("OnConflict", "Adopt");
        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Create(adopting))).Status);
        Assert.DoesNotContain("someone", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);
        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(Id, adopting))).Status);
        Assert.Equal(Foreign, _world.AwsAuth("mapRoles"));
    }

    [Fact]
    public async Task An_entry_of_another_stack_is_refused_naming_it_and_survives_the_delete()
    {
        await _world.SendAsync(Events.Create(Events.Entry(_world)));
        var map = Map();

        var told = await _world.SendAsync(Events.Create(Events.Entry(_world), logicalId: "Theirs", stackId: OtherStack));
        await _world.SendAsync(Events.Delete(Id, Events.Entry(_world), logicalId: "Theirs", stackId: OtherStack));

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("Dev of stack access", told.Reason, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(map, Map()));
    }

    /// <summary>Hazard 9: a renamed logical id creates before it deletes.</summary>
    [Fact]
    public async Task A_renamed_logical_id_takes_over_and_its_old_Delete_removes_nothing()
    {
        await _world.SendAsync(Events.Create(Events.Entry(_world)));
        await _world.SendAsync(Events.Create(Events.Entry(_world), logicalId: "Renamed"));
        await _world.SendAsync(Events.Delete(Id, Events.Entry(_world)));
        Assert.Contains(Events.RoleArn, _world.AwsAuth("mapRoles"), StringComparison.Ordinal);

        await _world.SendAsync(Events.Delete(Id, Events.Entry(_world), logicalId: "Renamed"));
        Assert.Equal(NodeEntry, _world.AwsAuth("mapRoles"));
    }

    /// <summary>Hazard 3: CloudFormation makes up an id when it stops a Create.</summary>
    [Fact]
    public async Task A_Delete_with_a_made_up_id_looks_by_owner()
    {
        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete("access-Dev-1ABCDEF", Events.Entry(_world)))).Status);
        Assert.Equal(NodeEntry, _world.AwsAuth("mapRoles"));

        await _world.SendAsync(Events.Create(Events.Entry(_world)));
        var told = await _world.SendAsync(Events.Delete("access-Dev-1ABCDEF", Events.Entry(_world)));
        Assert.Equal(("SUCCESS", "access-Dev-1ABCDEF"), (told.Status, told.PhysicalResourceId));
        Assert.Equal(NodeEntry, _world.AwsAuth("mapRoles"));
    }

    /// <summary>Hazards 5 to 7: another ARN is a replacement; its rollback is an Update with the properties swapped.</summary>
    [Fact]
    public async Task Another_ARN_is_a_replacement_and_its_rollback_is_exact()
    {
        var before = Events.Entry(_world);
        var after = Events.Entry(_world, "arn:aws:iam::111122223333:role/Ops", "ops");
        await _world.SendAsync(Events.Create(before));
        var map = Map()["data"]!.ToJsonString();

        var updated = await _world.SendAsync(Events.Update(Id, before, after));
        Assert.Equal("aws-auth|demo|role|arn:aws:iam::111122223333:role/ops", updated.PhysicalResourceId);
        Assert.Contains("role/Dev", _world.AwsAuth("mapRoles"), StringComparison.Ordinal);

        var back = await _world.SendAsync(Events.Update(updated.PhysicalResourceId, after, before));
        Assert.Equal(("SUCCESS", Id), (back.Status, back.PhysicalResourceId));
        await _world.SendAsync(Events.Delete(updated.PhysicalResourceId, after));
        Assert.Equal(map, Map()["data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_failed_replacement_keeps_the_old_id_unless_its_write_may_have_come_through()
    {
        var before = Events.Entry(_world);
        var after = Events.Entry(_world, "arn:aws:iam::111122223333:role/Ops", "ops");
        await _world.SendAsync(Events.Create(before));
        _world.Time = TimeSpan.FromSeconds(2);

        _world.Kubernetes.FailAlways("PUT", new Fault.Refuse(500));
        var failed = await _world.SendAsync(Events.Update(Id, before, after));
        Assert.Equal(("FAILED", Id), (failed.Status, failed.PhysicalResourceId));

        _world.Kubernetes.Heal();
        _world.Kubernetes.FailAlways("PUT", new Fault.HangAfterwards());
        var unknown = await _world.SendAsync(Events.Update(Id, before, after));
        Assert.Equal(("FAILED", "aws-auth|demo|role|arn:aws:iam::111122223333:role/ops"), (unknown.Status, unknown.PhysicalResourceId));
    }

    /// <summary>Hazard 8: users are told apart by case in ids, but not by the authenticator.</summary>
    [Fact]
    public async Task A_user_whose_case_changes_keeps_its_id()
    {
        var before = Events.Entry(_world).Without("RoleArn").With("UserArn", "arn:aws:iam::111122223333:user/ann");
        var after = before.With("UserArn", "arn:aws:iam::111122223333:user/Ann");
        var created = await _world.SendAsync(Events.Create(before));

        var updated = await _world.SendAsync(Events.Update(created.PhysicalResourceId, before, after));

        Assert.Equal(("SUCCESS", created.PhysicalResourceId), (updated.Status, updated.PhysicalResourceId));
        Assert.Contains("user/Ann", _world.AwsAuth("mapUsers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_section_is_left_alone_and_a_Delete_that_owns_nothing_there_succeeds()
    {
        const string Broken = NodeEntry + "- rolearn: {{Dev}}: x\n\tusername: y\n";
        PutMap(Broken);

        var told = await _world.SendAsync(Events.Create(Events.Entry(_world)));
        Assert.Equal("FAILED", told.Status);
        Assert.Contains("line ", told.Reason, StringComparison.Ordinal);
        Assert.Contains("column ", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM030]", told.Reason, StringComparison.Ordinal);

        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(Id, Events.Entry(_world)))).Status);
        Assert.Equal(Broken, _world.AwsAuth("mapRoles"));
    }

    [Fact]
    public async Task A_ConfigMap_near_its_size_limit_is_not_written()
    {
        var big = NodeEntry + "# " + new string('x', (1024 * 1024) - NodeEntry.Length - 40) + "\n";
        PutMap(big);

        var told = await _world.SendAsync(Events.Create(Events.Entry(_world)));

        Assert.EndsWith("[EKSIAM033]", told.Reason, StringComparison.Ordinal);
        Assert.Equal(big, _world.AwsAuth("mapRoles"));
    }

    private JsonObject Map() => _world.Kubernetes.Find(FakeKubernetes.AwsAuthPath)!;

    private void PutMap(string roles) => _world.Kubernetes.Put(FakeKubernetes.AwsAuthPath, new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
        ["data"] = new JsonObject { ["mapRoles"] = roles },
    });
}
