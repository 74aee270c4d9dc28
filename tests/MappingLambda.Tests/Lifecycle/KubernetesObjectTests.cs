using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

public sealed class KubernetesObjectTests : IAsyncLifetime
{
    private const string RolePath = "/apis/rbac.authorization.k8s.io/v1/namespaces/dev/roles/read";
    private const string BindingPath = "/apis/rbac.authorization.k8s.io/v1/namespaces/dev/rolebindings/read";
    private const string Role =
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"read","namespace":"dev"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""";
    private const string RoleId = "k8s|demo|rbac.authorization.k8s.io/v1/Role|dev|read";
    private const string Labels = ""","labels":{"team":"a"}""";

    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_object_lives_from_create_over_update_to_delete()
    {
        var before = Events.KubernetesObject(_world, Role);
        var after = Events.KubernetesObject(_world, Role.Replace("\"get\"", "\"list\"", StringComparison.Ordinal));

        var created = await Create(before);
        Assert.Equal(("SUCCESS", RoleId), (created.Status, created.PhysicalResourceId));
        Assert.Equal("read", created.Data("Name"));
        Assert.Equal("dev", created.Data("Namespace"));
        Assert.Equal((string?)_world.Kubernetes.Find(RolePath)!["metadata"]!["uid"], created.Data("Uid"));
        Assert.Equal((string?)_world.Kubernetes.Find(RolePath)!["metadata"]!["resourceVersion"], created.Data("ResourceVersion"));

        var updated = await _world.SendAsync(Events.Update(RoleId, before, after, Events.ObjectType));
        Assert.Equal(("SUCCESS", RoleId), (updated.Status, updated.PhysicalResourceId));
        Assert.Equal("list", (string?)_world.Kubernetes.Find(RolePath)!["rules"]![0]!["verbs"]![0]);

        var deleted = await Delete(after, RoleId);
        Assert.Equal(("SUCCESS", RoleId), (deleted.Status, deleted.PhysicalResourceId));
        Assert.Null(_world.Kubernetes.Find(RolePath));

        Assert.Equal("SUCCESS", (await Delete(after, RoleId)).Status);
    }

    [Fact]
    public async Task A_request_delivered_twice_leaves_the_state_of_once()
    {
        var properties = Events.KubernetesObject(_world, Role);

        var first = await Create(properties);
        var once = _world.Kubernetes.Find(RolePath);
        var second = await Create(properties);

        Assert.Equal(first.Json["Data"]!.ToJsonString(), second.Json["Data"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(once, _world.Kubernetes.Find(RolePath)));
    }

    [Fact]
    public async Task A_foreign_object_is_refused_saying_how_to_adopt_it()
    {
        _world.Kubernetes.Put(RolePath, JsonNode.Parse(Role.Replace("get", "watch", StringComparison.Ordinal))!.AsObject());
        var before = _world.Kubernetes.Find(RolePath);

        var told = await Create(Events.KubernetesObject(_world, Role));

        Assert.Equal(("FAILED", RoleId), (told.Status, told.PhysicalResourceId));
        Assert.Contains("OnConflict to Adopt", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM040]", told.Reason, StringComparison.Ordinal);
        Assert.Equal("SUCCESS", (await Delete(Events.KubernetesObject(_world, Role), RoleId)).Status);
        Assert.True(JsonNode.DeepEquals(before, _world.Kubernetes.Find(RolePath)));
    }

    [Fact]
    public async Task An_adopted_object_is_put_back_when_its_resource_is_deleted()
    {
        _world.Kubernetes.Put(RolePath, JsonNode.Parse(Role.Replace("get", "watch", StringComparison.Ordinal))!.AsObject());
        var adopting = Events.KubernetesObject(_world, Role).With("OnConflict", "Adopt");

        Assert.Equal("SUCCESS", (await Create(adopting)).Status);
        Assert.Equal("get", (string?)_world.Kubernetes.Find(RolePath)!["rules"]![0]!["verbs"]![0]);
        Assert.Equal("SUCCESS", (await Delete(adopting, RoleId)).Status);

        var back = _world.Kubernetes.Find(RolePath)!;
        Assert.Equal("watch", (string?)back["rules"]![0]!["verbs"]![0]);
        Assert.Null(back["metadata"]!["annotations"]);
    }

    [Fact]
    public async Task An_object_of_another_stack_is_refused_naming_it_and_survives_the_delete()
    {
        await Create(Events.KubernetesObject(_world, Role));
        const string Other = "arn:aws:cloudformation:eu-central-1:111122223333:stack/other/0";

        var told = await _world.SendAsync(Events.Create(Events.KubernetesObject(_world, Role), Events.ObjectType, "Theirs", Other));
        await _world.SendAsync(Events.Delete(RoleId, Events.KubernetesObject(_world, Role), Events.ObjectType, "Theirs", Other));

        Assert.Equal("FAILED", told.Status);
        Assert.Contains("Dev of stack access", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM040]", told.Reason, StringComparison.Ordinal);
        Assert.NotNull(_world.Kubernetes.Find(RolePath));
    }

    [Fact]
    public async Task Retain_leaves_the_object_and_takes_our_annotations_off()
    {
        var properties = Events.KubernetesObject(_world, Role).With("OnDelete", "Retain");
        await Create(properties);

        Assert.Equal("SUCCESS", (await Delete(properties, RoleId)).Status);

        Assert.Null(_world.Kubernetes.Find(RolePath)!["metadata"]!["annotations"]);
    }

    [Fact]
    public async Task A_namespace_is_retained_unless_told_otherwise()
    {
        var properties = Events.KubernetesObject(_world, """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev"}}""");
        var created = await Create(properties);
        Assert.Equal("k8s|demo|v1/Namespace||dev", created.PhysicalResourceId);

        await Delete(properties, created.PhysicalResourceId);
        Assert.NotNull(_world.Kubernetes.Find("/api/v1/namespaces/dev"));

        await Create(properties);
        await Delete(properties.With("OnDelete", "Delete"), created.PhysicalResourceId);
        Assert.Null(_world.Kubernetes.Find("/api/v1/namespaces/dev"));
    }

    /// <summary>Hazards 3 and 4: CloudFormation makes up an id when it stops a Create.</summary>
    [Fact]
    public async Task A_Delete_with_a_made_up_id_removes_what_its_owner_has_and_nothing_else()
    {
        var properties = Events.KubernetesObject(_world, Role);
        Assert.Equal("SUCCESS", (await Delete(properties, "access-Dev-1ABCDEF")).Status);

        _world.Kubernetes.Put(RolePath, JsonNode.Parse(Role)!.AsObject());
        var told = await Delete(properties, "access-Dev-1ABCDEF");
        Assert.Equal(("SUCCESS", "access-Dev-1ABCDEF"), (told.Status, told.PhysicalResourceId));
        Assert.NotNull(_world.Kubernetes.Find(RolePath));

        _world.Kubernetes.Remove(RolePath);
        await Create(properties);
        await Delete(properties, "access-Dev-1ABCDEF");
        Assert.Null(_world.Kubernetes.Find(RolePath));
    }

    [Fact]
    public async Task Another_name_is_a_replacement_and_a_failed_one_keeps_the_old_id()
    {
        var before = Events.KubernetesObject(_world, Role);
        var after = Events.KubernetesObject(_world, Role.Replace("\"name\":\"read\"", "\"name\":\"look\"", StringComparison.Ordinal));
        await Create(before);

        _world.Kubernetes.Fail("PATCH", new Fault.Refuse(422, "Invalid"));
        var failed = await _world.SendAsync(Events.Update(RoleId, before, after, Events.ObjectType));
        Assert.Equal(("FAILED", RoleId), (failed.Status, failed.PhysicalResourceId));
        Assert.EndsWith("[EKSIAM043]", failed.Reason, StringComparison.Ordinal);

        var updated = await _world.SendAsync(Events.Update(RoleId, before, after, Events.ObjectType));
        Assert.Equal(("SUCCESS", RoleId.Replace("|read", "|look", StringComparison.Ordinal)), (updated.Status, updated.PhysicalResourceId));
        Assert.NotNull(_world.Kubernetes.Find(RolePath));

        await Delete(before, RoleId);
        Assert.Equal([RolePath.Replace("/read", "/look", StringComparison.Ordinal)], _world.Kubernetes.Paths);
    }

    /// <summary>CloudFormation cancels what runs while another resource fails, and rolls it back without knowing what it came to.</summary>
    [Fact]
    public async Task A_rollback_takes_away_what_the_Update_made_that_CloudFormation_has_no_answer_to()
    {
        var before = Events.KubernetesObject(_world, Role);
        var after = Events.KubernetesObject(_world, Role.Replace("\"name\":\"read\"", "\"name\":\"look\"", StringComparison.Ordinal));
        await Create(before);
        await _world.SendAsync(Events.Update(RoleId, before, after, Events.ObjectType));

        var back = await _world.SendAsync(Events.Update(RoleId, after, before, Events.ObjectType));

        Assert.Equal(("SUCCESS", RoleId), (back.Status, back.PhysicalResourceId));
        Assert.Equal([RolePath], _world.Kubernetes.Paths);
    }

    [Fact]
    public async Task A_rollback_leaves_to_the_clean_up_what_CloudFormation_knows_of()
    {
        var before = Events.KubernetesObject(_world, Role);
        var after = Events.KubernetesObject(_world, Role.Replace("\"name\":\"read\"", "\"name\":\"look\"", StringComparison.Ordinal));
        await Create(before);
        var updated = await _world.SendAsync(Events.Update(RoleId, before, after, Events.ObjectType));

        await _world.SendAsync(Events.Update(updated.PhysicalResourceId, after, before, Events.ObjectType));

        Assert.Equal(2, _world.Kubernetes.Paths.Count);
    }

    /// <summary>Hazard 8: an id with changeable content deletes the live object in clean-up.</summary>
    [Fact]
    public async Task An_ARN_that_was_only_added_to_the_cluster_keeps_the_id()
    {
        var before = Events.KubernetesObject(_world, Role);
        var cluster = Events.ClusterOf(_world).With("Arn", "arn:aws:eks:eu-central-1:111122223333:cluster/demo");
        await Create(before);

        var updated = await _world.SendAsync(Events.Update(RoleId, before, before.With("Cluster", cluster), Events.ObjectType));

        Assert.Equal(("SUCCESS", RoleId), (updated.Status, updated.PhysicalResourceId));
        var fresh = await Create(before.With("Cluster", cluster.DeepClone()));
        Assert.StartsWith("k8s|arn:aws:eks:eu-central-1:111122223333:cluster/demo|", fresh.PhysicalResourceId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_roleRef_is_a_new_binding_within_one_invocation()
    {
        var before = Events.KubernetesObject(_world, Binding("read"));
        await Create(before);
        var uid = (string?)_world.Kubernetes.Find(BindingPath)!["metadata"]!["uid"];

        var updated = await _world.SendAsync(Events.Update(BindingId, before, Events.KubernetesObject(_world, Binding("write")), Events.ObjectType));

        Assert.Equal(("SUCCESS", BindingId), (updated.Status, updated.PhysicalResourceId));
        Assert.Equal("write", (string?)_world.Kubernetes.Find(BindingPath)!["roleRef"]!["name"]);
        Assert.NotEqual(uid, updated.Data("Uid"));
    }

    [Fact]
    public async Task A_binding_that_cannot_be_made_anew_is_put_back_as_it_was()
    {
        var before = Events.KubernetesObject(_world, Binding("read", Labels));
        await Create(before);
        var was = Bare(_world.Kubernetes.Find(BindingPath)!);
        _world.Kubernetes.Fail("PATCH", new Fault.Refuse(422, "Invalid"));

        var updated = await _world.SendAsync(Events.Update(BindingId, before, Events.KubernetesObject(_world, Binding("write")), Events.ObjectType));

        Assert.Equal(("FAILED", BindingId), (updated.Status, updated.PhysicalResourceId));
        Assert.True(JsonNode.DeepEquals(was, Bare(_world.Kubernetes.Find(BindingPath)!)));
    }

    [Fact]
    public async Task A_binding_whose_new_form_never_comes_is_put_back_before_the_deadline()
    {
        _world.Time = TimeSpan.FromSeconds(4);
        var before = Events.KubernetesObject(_world, Binding("read", Labels));
        await Create(before);
        var was = Bare(_world.Kubernetes.Find(BindingPath)!);
        _world.Kubernetes.FailAlways("PATCH", new Fault.Hang());

        var updated = await _world.SendAsync(Events.Update(BindingId, before, Events.KubernetesObject(_world, Binding("write")), Events.ObjectType));

        Assert.Equal(("FAILED", BindingId), (updated.Status, updated.PhysicalResourceId));
        Assert.EndsWith("[EKSIAM090]", updated.Reason, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(was, Bare(_world.Kubernetes.Find(BindingPath)!)));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task A_lost_answer_in_a_change_of_roleRef_is_looked_up(string method)
    {
        var before = Events.KubernetesObject(_world, Binding("read", Labels)).With("OnConflict", "Adopt");
        _world.Kubernetes.Put(BindingPath, JsonNode.Parse(Binding("foreign"))!.AsObject());
        _world.Kubernetes.Fail(method, new Fault.LoseAnswer());

        Assert.Equal("SUCCESS", (await Create(before)).Status);
        Assert.Equal("read", (string?)_world.Kubernetes.Find(BindingPath)!["roleRef"]!["name"]);

        Assert.Equal("SUCCESS", (await Delete(before, BindingId)).Status);
        Assert.Equal("foreign", (string?)_world.Kubernetes.Find(BindingPath)!["roleRef"]!["name"]);
        Assert.Null(_world.Kubernetes.Find(BindingPath)!["metadata"]!["labels"]);
    }

    /// <summary>As when Lambda ends a process: from the deletion on, nothing reaches the API server any more.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_binding_was_outlives_the_invocation_that_made_it_anew(bool again)
    {
        var foreign = JsonNode.Parse(Binding("foreign", Labels))!.AsObject();
        _world.Kubernetes.Put(BindingPath, foreign);
        var properties = Events.KubernetesObject(_world, Binding("read")).With("OnConflict", "Adopt");
        _world.Time = TimeSpan.FromSeconds(3);
        _world.Kubernetes.Fail("DELETE", new Fault.Before(() => _world.Kubernetes.FailAlways("*", new Fault.Reset())));
        Assert.Equal("FAILED", (await Create(properties)).Status);
        Assert.Equal(["rolebindings"], _world.Kubernetes.Paths.Select(path => path.Split('/')[^2]));
        Assert.Null(_world.Kubernetes.Find(BindingPath));
        _world.Kubernetes.Heal();

        // Whoever finds it and cannot put it back leaves it to the next.
        _world.Kubernetes.FailAlways("POST", new Fault.Refuse(500));
        Assert.Equal("FAILED", (await Delete(properties, BindingId)).Status);
        _world.Kubernetes.Heal();
        _world.Time = TimeSpan.FromSeconds(60);

        if (again)
        {
            Assert.Equal("SUCCESS", (await Create(properties)).Status);
            var binding = _world.Kubernetes.Find(BindingPath)!;
            Assert.Equal(("read", "a"), ((string?)binding["roleRef"]!["name"], (string?)binding["metadata"]!["labels"]!["team"]));
            Assert.Equal([BindingPath], _world.Kubernetes.Paths);
        }

        Assert.Equal("SUCCESS", (await Delete(properties, BindingId)).Status);
        Assert.True(JsonNode.DeepEquals(foreign, Bare(_world.Kubernetes.Find(BindingPath)!)));
        Assert.Equal([BindingPath], _world.Kubernetes.Paths);
    }

    [Fact]
    public async Task An_API_server_that_forbids_what_holds_a_binding_forbids_no_change_of_it()
    {
        var before = Events.KubernetesObject(_world, Binding("read"));
        await Create(before);
        _world.Kubernetes.Fail("POST", new Fault.Refuse(403, "Forbidden"));

        var updated = await _world.SendAsync(Events.Update(BindingId, before, Events.KubernetesObject(_world, Binding("write")), Events.ObjectType));

        Assert.Equal("SUCCESS", updated.Status);
        Assert.Equal("write", (string?)_world.Kubernetes.Find(BindingPath)!["roleRef"]!["name"]);
    }

    [Fact]
    public async Task A_binding_that_only_bears_the_name_of_what_holds_another_is_left_alone()
    {
        var owner = new Owner(World.StackId, "Dev");
        var name = StandIn.AddressOf(new(KubernetesKind.RoleBinding, "dev", "read"), owner).Name;
        var path = BindingPath.Replace("/read", $"/{name}", StringComparison.Ordinal);
        _world.Kubernetes.Put(path, JsonNode.Parse(Binding("foreign").Replace("\"read\"", $"\"{name}\"", StringComparison.Ordinal))!.AsObject());
        var before = Events.KubernetesObject(_world, Binding("read"));
        await Create(before);

        var updated = await _world.SendAsync(Events.Update(BindingId, before, Events.KubernetesObject(_world, Binding("write")), Events.ObjectType));

        Assert.Equal("SUCCESS", updated.Status);
        Assert.Equal("write", (string?)_world.Kubernetes.Find(BindingPath)!["roleRef"]!["name"]);
        Assert.Equal("foreign", (string?)_world.Kubernetes.Find(path)!["roleRef"]!["name"]);
    }

    [Fact]
    public async Task What_holds_a_binding_goes_though_its_removal_fails_at_first()
    {
        var before = Events.KubernetesObject(_world, Binding("read"));
        await Create(before);
        _world.Kubernetes.Fail("DELETE", new Fault.Before(() => _world.Kubernetes.Fail("DELETE", new Fault.Refuse(500))));

        var updated = await _world.SendAsync(Events.Update(BindingId, before, Events.KubernetesObject(_world, Binding("write")), Events.ObjectType));

        Assert.Equal("SUCCESS", updated.Status);
        Assert.Equal([BindingPath], _world.Kubernetes.Paths);
    }

    [Fact]
    public async Task Field_conflicts_name_the_field_and_its_manager()
    {
        _world.Kubernetes.Fail("PATCH", Conflict());

        var told = await Create(Events.KubernetesObject(_world, Role));

        Assert.Equal("FAILED", told.Status);
        Assert.Contains(".rules", told.Reason, StringComparison.Ordinal);
        Assert.Contains("kubectl-edit", told.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM041]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_somebody_makes_meanwhile_is_his_whatever_fields_it_has()
    {
        _world.Kubernetes.Fail("PATCH", Conflict());
        _world.Kubernetes.Fail("GET", new Fault.Before(() => { }));
        _world.Kubernetes.Fail("GET", new Fault.Before(() => _world.Kubernetes.Put(RolePath, JsonNode.Parse(Role)!.AsObject())));

        var told = await Create(Events.KubernetesObject(_world, Role.Replace("\"get\"", "\"list\"", StringComparison.Ordinal)));

        Assert.Equal("FAILED", told.Status);
        Assert.EndsWith("[EKSIAM040]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_that_terminates_makes_a_delete_succeed()
    {
        var properties = Events.KubernetesObject(_world, Role).With("OnDelete", "Retain");
        await Create(properties);
        var causes = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "NamespaceTerminating" }) };
        _world.Kubernetes.FailAlways("PUT", new Fault.Refuse(403, "Forbidden", causes));

        Assert.Equal("SUCCESS", (await Delete(properties, RoleId)).Status);
    }

    [Fact]
    public async Task An_object_that_is_being_deleted_is_waited_for()
    {
        var dying = JsonNode.Parse(Role)!.AsObject();
        dying["metadata"]!["deletionTimestamp"] = "2026-07-01T12:00:00Z";
        _world.Kubernetes.Put(RolePath, dying);
        _world.Kubernetes.Fail("GET", new Fault.Refuse(503));
        _world.Kubernetes.Fail("GET", new Fault.Refuse(503));
        _world.Kubernetes.Fail("GET", new Fault.Before(() => { }));
        _world.Kubernetes.Fail("GET", new Fault.Before(() => _world.Kubernetes.Remove(RolePath)));

        Assert.Equal("SUCCESS", (await Create(Events.KubernetesObject(_world, Role))).Status);
        Assert.Null(_world.Kubernetes.Find(RolePath)!["metadata"]!["deletionTimestamp"]);
    }

    [Fact]
    public async Task A_secret_is_nowhere_but_in_the_cluster()
    {
        const string Manifest = """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"dev"},"stringData":{"password":"hunter2"}}""";

        var told = await Create(Events.KubernetesObject(_world, Manifest));
        Assert.Equal(("SUCCESS", ""), (told.Status, told.Reason));
        var broken = await Create(Events.KubernetesObject(_world, Manifest + "}"));
        var misspelt = await Create(Events.KubernetesObject(_world, Manifest).With("Manifset", Manifest));
        _world.Kubernetes.Fail("PATCH", new Fault.Refuse(422, "Invalid"));
        var refused = await Create(Events.KubernetesObject(_world, Manifest));

        Assert.Equal("aHVudGVyMg==", (string?)_world.Kubernetes.Find("/api/v1/namespaces/dev/secrets/s")!["data"]!["password"]);
        Assert.Equal(["FAILED", "FAILED", "FAILED"], new[] { broken, misspelt, refused }.Select(answer => answer.Status));
        Assert.All(new[] { told, broken, misspelt, refused }, answer => Assert.DoesNotContain("hunter2", answer.Json.ToJsonString(), StringComparison.Ordinal));
        Assert.DoesNotContain("aHVudGVyMg", told.Json.ToJsonString() + refused.Reason + _world.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _world.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("k8s-aws-v1", _world.Log, StringComparison.Ordinal);
    }

    private static Fault.Refuse Conflict() => new(409, "Conflict", new JsonObject
    {
        ["causes"] = new JsonArray(new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = "conflict with \"kubectl-edit\" using rbac.authorization.k8s.io/v1",
            ["field"] = ".rules",
        }),
    });

    private const string BindingId = "k8s|demo|rbac.authorization.k8s.io/v1/RoleBinding|dev|read";

    private static string Binding(string role, string more = "") =>
        $$$"""
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"read","namespace":"dev"{{{more}}}},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"{{{role}}}"},
         "subjects":[{"kind":"Group","name":"devs","apiGroup":"rbac.authorization.k8s.io"}]}
        """;

    /// <summary>Without what the server sets.</summary>
    private static JsonObject Bare(JsonObject found)
    {
        found["metadata"]!.AsObject().Remove("uid");
        found["metadata"]!.AsObject().Remove("resourceVersion");
        return found;
    }

    private Task<Told> Create(JsonObject properties) => _world.SendAsync(Events.Create(properties, Events.ObjectType));

    private Task<Told> Delete(JsonObject properties, string id) => _world.SendAsync(Events.Delete(id, properties, Events.ObjectType));
}
