using System.Text.Json.Nodes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>Objects one by one: created, read, replaced, deleted, listed.</summary>
public abstract partial class ApiServerContract
{
    [Fact]
    public async Task A_created_object_gets_its_identity_from_the_server()
    {
        var created = (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);

        Assert.Equal(_space, (string?)created.Body["metadata"]!["namespace"]);
        Assert.True(Guid.TryParse(created.Uid, out _));
        Assert.NotEmpty(created.ResourceVersion!);
        Assert.NotNull(created.Body["metadata"]!["creationTimestamp"]);
        var read = (await Admin.GetAsync($"{ConfigMaps}/a")).Expect(200);
        Assert.True(JsonNode.DeepEquals(created.Body, read.Body));
    }

    [Fact]
    public async Task Creating_what_exists_is_AlreadyExists()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);

        var again = (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).ExpectRefusal(409, "AlreadyExists");

        Assert.Equal("a", (string?)again.Body["details"]!["name"]);
        Assert.Equal("configmaps", (string?)again.Body["details"]!["kind"]);
        Assert.Equal("configmaps \"a\" already exists", again.Message);
    }

    [Fact]
    public async Task Reading_replacing_and_deleting_what_is_missing_are_NotFound()
    {
        var read = (await Admin.GetAsync($"{ConfigMaps}/none")).ExpectRefusal(404, "NotFound");
        (await Admin.ReplaceAsync($"{ConfigMaps}/none", ConfigMap("none"))).ExpectRefusal(404, "NotFound");
        (await Admin.DeleteAsync($"{ConfigMaps}/none")).ExpectRefusal(404, "NotFound");

        Assert.Equal("configmaps \"none\" not found", read.Message);
        Assert.Equal("configmaps", (string?)read.Body["details"]!["kind"]);
    }

    [Fact]
    public async Task Every_change_gives_a_new_resourceVersion_and_no_change_none()
    {
        var created = (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);
        var same = (await Admin.ReplaceAsync($"{ConfigMaps}/a", created.Body.ToJsonString())).Expect(200);
        var changed = (await Admin.ReplaceAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2"}"""))).Expect(200);

        Assert.Equal(created.ResourceVersion, same.ResourceVersion);
        Assert.NotEqual(created.ResourceVersion, changed.ResourceVersion);
        Assert.Equal(created.Uid, changed.Uid);
        Assert.Equal("2", (string?)changed.Body["data"]!["a"]);
    }

    [Fact]
    public async Task Replacing_with_a_stale_resourceVersion_is_a_Conflict()
    {
        var first = (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);
        (await Admin.ReplaceAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2"}"""))).Expect(200);

        var stale = (await Admin.ReplaceAsync($"{ConfigMaps}/a", first.Body.ToJsonString())).ExpectRefusal(409, "Conflict");

        Assert.Equal("a", (string?)stale.Body["details"]!["name"]);
        Assert.Equal("configmaps", (string?)stale.Body["details"]!["kind"]);
        Assert.Equal("2", (string?)(await Admin.GetAsync($"{ConfigMaps}/a")).Body["data"]!["a"]);
    }

    [Fact]
    public async Task Of_writers_at_the_same_time_with_one_resourceVersion_one_wins()
    {
        var first = (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);
        var writes = Enumerable.Range(0, 8).Select(number =>
        {
            var body = first.Body.DeepClone();
            body["data"]!["a"] = $"writer {number}";
            return Admin.ReplaceAsync($"{ConfigMaps}/a", body.ToJsonString());
        });

        var replies = await Task.WhenAll(writes);

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(7, replies.Count(reply => reply.Status == 409));
    }

    [Fact]
    public async Task A_replacement_with_another_uid_is_a_Conflict()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);

        var other = ConfigMap("a", metadata: """, "uid": "00000000-0000-4000-8000-000000000000" """);

        (await Admin.ReplaceAsync($"{ConfigMaps}/a", other)).ExpectRefusal(409, "Conflict");
    }

    [Fact]
    public async Task Name_and_namespace_of_path_and_body_must_agree()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);

        (await Admin.ReplaceAsync($"{ConfigMaps}/a", ConfigMap("b"))).ExpectRefusal(400, "BadRequest");
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("c", metadata: """, "namespace": "default" """))).ExpectRefusal(400, "BadRequest");
    }

    [Fact]
    public async Task A_name_that_no_DNS_name_can_be_is_Invalid()
    {
        var refused = (await Admin.CreateAsync(ConfigMaps, ConfigMap("Not_A_Name"))).ExpectRefusal(422, "Invalid");

        Assert.Contains(refused.Causes, cause => (string?)cause!["field"] == "metadata.name");
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_or_of_another_kind_is_a_BadRequest()
    {
        (await Admin.CreateAsync(ConfigMaps, "{\"apiVersion\": ")).ExpectRefusal(400, "BadRequest");
        (await Admin.CreateAsync(ConfigMaps, Role("a", ""))).ExpectRefusal(400, "BadRequest");
    }

    [Fact]
    public async Task A_ConfigMap_value_that_is_not_text_is_a_BadRequest() =>
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a", """{"mapRoles": []}"""))).ExpectRefusal(400, "BadRequest");

    [Fact]
    public async Task A_path_that_nobody_serves_is_404()
    {
        (await Admin.GetAsync("/api/v1/nothings")).Expect(404);
        (await Admin.GetAsync("/apis/example.org/v1/things")).Expect(404);
    }

    [Fact]
    public async Task Delete_answers_with_Success_and_the_object_is_gone()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);

        var deleted = (await Admin.DeleteAsync($"{ConfigMaps}/a")).Expect(200);

        Assert.Equal("Success", (string?)deleted.Body["status"]);
        (await Admin.GetAsync($"{ConfigMaps}/a")).Expect(404);
    }

    [Fact]
    public async Task Delete_with_the_uid_of_another_object_is_a_Conflict()
    {
        var created = (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);

        (await Admin.DeleteAsync($"{ConfigMaps}/a", uid: Guid.NewGuid().ToString())).ExpectRefusal(409, "Conflict");

        (await Admin.GetAsync($"{ConfigMaps}/a")).Expect(200);
        (await Admin.DeleteAsync($"{ConfigMaps}/a", uid: created.Uid)).Expect(200);
    }

    [Fact]
    public async Task Delete_with_a_stale_resourceVersion_is_a_Conflict()
    {
        var first = (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);
        var second = (await Admin.ReplaceAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2"}"""))).Expect(200);

        (await Admin.DeleteAsync($"{ConfigMaps}/a", first.Uid, first.ResourceVersion)).ExpectRefusal(409, "Conflict");

        (await Admin.DeleteAsync($"{ConfigMaps}/a", first.Uid, second.ResourceVersion)).Expect(200);
    }

    [Fact]
    public async Task An_object_with_a_finalizer_stays_until_that_is_taken_off()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a", metadata: """, "finalizers": ["example.org/hold"]"""))).Expect(201);

        (await Admin.DeleteAsync($"{ConfigMaps}/a")).Expect(200);

        var held = (await Admin.GetAsync($"{ConfigMaps}/a")).Expect(200);
        Assert.NotNull(held.Body["metadata"]!["deletionTimestamp"]);
        held.Body["metadata"]!.AsObject().Remove("finalizers");
        (await Admin.ReplaceAsync($"{ConfigMaps}/a", held.Body.ToJsonString())).Expect(200);
        (await Admin.GetAsync($"{ConfigMaps}/a")).Expect(404);
    }

    [Fact]
    public async Task A_ConfigMap_holds_one_MiB_of_values_and_not_a_byte_more()
    {
        var fits = $$"""{"a": "{{new string('x', 1_048_576)}}"}""";
        var tooLarge = $$"""{"a": "{{new string('x', 1_048_577)}}"}""";

        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a", fits))).Expect(201);
        (await Admin.ReplaceAsync($"{ConfigMaps}/a", ConfigMap("a", tooLarge))).ExpectRefusal(422, "Invalid");

        Assert.Equal(1_048_576, ((string?)(await Admin.GetAsync($"{ConfigMaps}/a")).Body["data"]!["a"])!.Length);
    }

    [Fact]
    public async Task Annotations_over_256_KiB_in_all_are_Invalid()
    {
        var half = new string('x', 131_072);
        var metadata = $$""", "annotations": {"a": "{{half}}", "b": "{{half}}"}""";

        var refused = (await Admin.CreateAsync(ConfigMaps, ConfigMap("a", metadata: metadata))).ExpectRefusal(422, "Invalid");

        Assert.Contains(refused.Causes, cause => (string?)cause!["field"] == "metadata.annotations");
    }

    [Fact]
    public async Task A_list_holds_what_is_in_the_namespace_and_the_whole_cluster_has_it_too()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("b"))).Expect(201);

        var list = (await Admin.GetAsync(ConfigMaps)).Expect(200);
        var all = (await Admin.GetAsync("/api/v1/configmaps")).Expect(200);

        Assert.Equal("ConfigMapList", (string?)list.Body["kind"]);
        Assert.NotEmpty(list.ResourceVersion!);
        Assert.Equal(["a", "b"], list.ItemNames.Where(name => name != "kube-root-ca.crt"));
        Assert.Contains(all.Body["items"]!.AsArray(), item => (string?)item!["metadata"]!["namespace"] == _space);
    }

    [Theory]
    [InlineData("team=a", "one")]
    [InlineData("team==a", "one")]
    [InlineData("team!=a", "two three")]
    [InlineData("team", "one two")]
    [InlineData("!team", "three")]
    [InlineData("team in (a,b)", "one two")]
    [InlineData("team notin (a)", "two three")]
    [InlineData("team=b,tier=x", "two")]
    public async Task A_list_can_be_narrowed_by_labels(string selector, string expected)
    {
        (await Admin.CreateAsync(Roles, Labelled("one", """{"team": "a"}"""))).Expect(201);
        (await Admin.CreateAsync(Roles, Labelled("two", """{"team": "b", "tier": "x"}"""))).Expect(201);
        (await Admin.CreateAsync(Roles, Labelled("three", "{}"))).Expect(201);

        var list = (await Admin.GetAsync($"{Roles}?labelSelector={Uri.EscapeDataString(selector)}")).Expect(200);

        Assert.Equal(expected.Split(' ').Order(), list.ItemNames.Order());
    }

    [Fact]
    public async Task A_list_can_be_narrowed_to_one_name()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("b"))).Expect(201);

        var list = (await Admin.GetAsync($"{ConfigMaps}?fieldSelector=metadata.name%3Db")).Expect(200);

        Assert.Equal(["b"], list.ItemNames);
    }

    [Fact]
    public async Task Data_of_a_Secret_given_as_text_is_kept_in_base64()
    {
        var secret = """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"password": "hunter2"}}""";

        var created = (await Admin.CreateAsync($"/api/v1/namespaces/{_space}/secrets", secret)).Expect(201);

        Assert.Equal("aHVudGVyMg==", (string?)created.Body["data"]!["password"]);
        Assert.Null(created.Body["stringData"]);
        Assert.Equal("Opaque", (string?)created.Body["type"]);
    }

    private static string Labelled(string name, string labels) =>
        $$$"""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "rules": [],
         "metadata": {"name": "{{{name}}}", "labels": {{{labels}}}}}
        """;
}
