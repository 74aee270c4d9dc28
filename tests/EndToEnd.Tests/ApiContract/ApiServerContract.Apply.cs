using System.Text.Json.Nodes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>Server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/.</summary>
public abstract partial class ApiServerContract
{
    [Fact]
    public async Task Apply_creates_what_is_missing_and_remembers_who_owns_which_field()
    {
        var applied = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", metadata: """, "annotations": {"k": "v"}"""))).Expect(201);

        var entry = Assert.Single(applied.ManagedFields)!;
        Assert.Equal("eks-iam-cdk", (string?)entry["manager"]);
        Assert.Equal("Apply", (string?)entry["operation"]);
        Assert.Equal("v1", (string?)entry["apiVersion"]);
        Assert.Equal("FieldsV1", (string?)entry["fieldsType"]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"f:data": {"f:a": {}}, "f:metadata": {"f:annotations": {"f:k": {}}}}"""), entry["fieldsV1"]));
    }

    [Fact]
    public async Task Applying_the_same_again_changes_nothing()
    {
        var first = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).Expect(201);

        var second = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).Expect(200);

        Assert.Equal(first.ResourceVersion, second.ResourceVersion);
    }

    [Fact]
    public async Task Applying_converges_and_takes_away_what_is_applied_no_more()
    {
        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "1", "b": "1"}"""))).Expect(201);

        var second = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2"}"""))).Expect(200);

        Assert.Equal("""{"a":"2"}""", second.Body["data"]!.ToJsonString());
    }

    [Fact]
    public async Task What_others_wrote_stays_when_it_is_not_applied()
    {
        (await Admin.CreateAsync($"{ConfigMaps}?fieldManager=kubectl", ConfigMap("a", """{"theirs": "1"}"""))).Expect(201);

        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"ours": "1"}"""))).Expect(200);
        var last = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", "{}"))).Expect(200);

        Assert.Equal("""{"theirs":"1"}""", last.Body["data"]!.ToJsonString());
        Assert.Contains(last.ManagedFields, entry => (string?)entry!["manager"] == "kubectl" && (string?)entry["operation"] == "Update");
    }

    [Fact]
    public async Task A_field_of_another_manager_is_a_Conflict_that_names_field_and_manager()
    {
        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "1", "b": "1"}"""), "somebody")).Expect(201);

        var refused = await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2", "b": "2", "c": "2"}"""));

        refused.ExpectRefusal(409, "Conflict");
        Assert.Equal([".data.a", ".data.b"], refused.Causes.Select(cause => (string?)cause!["field"]).Order());
        Assert.All(refused.Causes, cause => Assert.Equal("FieldManagerConflict", (string?)cause!["reason"]));
        Assert.All(refused.Causes, cause =>
            Assert.StartsWith("conflict with \"somebody\"", (string?)cause!["message"], StringComparison.Ordinal));
        Assert.Equal("""{"a":"1","b":"1"}""", (await Admin.GetAsync($"{ConfigMaps}/a")).Body["data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_field_written_by_an_update_conflicts_too()
    {
        (await Admin.CreateAsync($"{ConfigMaps}?fieldManager=kubectl-edit", ConfigMap("a"))).Expect(201);

        var refused = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2"}"""))).ExpectRefusal(409, "Conflict");

        Assert.Contains("\"kubectl-edit\" using v1", (string?)Assert.Single(refused.Causes)!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_takes_the_field_over_and_its_former_manager_loses_it()
    {
        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "1", "b": "1"}"""), "somebody")).Expect(201);

        var forced = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2"}"""), force: true)).Expect(200);

        Assert.Equal("""{"a":"2","b":"1"}""", forced.Body["data"]!.ToJsonString());
        Assert.Equal("""{"f:data":{"f:b":{}}}""", FieldsOf(forced, "somebody"));
        Assert.Equal("""{"f:data":{"f:a":{}}}""", FieldsOf(forced, "eks-iam-cdk"));
    }

    [Fact]
    public async Task The_same_value_by_two_managers_is_shared_until_both_have_dropped_it()
    {
        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"), "somebody")).Expect(201);
        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).Expect(200);

        var one = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", "{}"))).Expect(200);
        var none = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", "{}"), "somebody")).Expect(200);

        Assert.Equal("""{"a":"1"}""", one.Body["data"]!.ToJsonString());
        Assert.Null(none.Body["data"]?["a"]);
    }

    [Fact]
    public async Task Rules_and_subjects_are_taken_as_a_whole()
    {
        (await Admin.ApplyAsync($"{Roles}/r", Role("r", $"{Rule("get", "pods")}, {Rule("get", "configmaps")}"), "somebody")).Expect(201);

        var refused = (await Admin.ApplyAsync($"{Roles}/r", Role("r", Rule("list", "pods")))).ExpectRefusal(409, "Conflict");
        var forced = (await Admin.ApplyAsync($"{Roles}/r", Role("r", Rule("list", "pods")), force: true)).Expect(200);

        Assert.Equal(".rules", (string?)Assert.Single(refused.Causes)!["field"]);
        Assert.Equal("list", (string?)Assert.Single(forced.Body["rules"]!.AsArray())!["verbs"]![0]);
    }

    [Fact]
    public async Task Annotations_of_others_stay_when_ours_go()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a", metadata: """, "annotations": {"theirs": "1"}"""))).Expect(201);
        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", metadata: """, "annotations": {"ours": "1"}"""))).Expect(200);

        var without = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).Expect(200);

        Assert.Equal("""{"theirs":"1"}""", without.Body["metadata"]!["annotations"]!.ToJsonString());
    }

    [Fact]
    public async Task A_replacement_is_remembered_as_an_update_by_its_manager()
    {
        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "1", "b": "1"}"""))).Expect(201);

        var changed = ConfigMap("a", """{"a": "1", "b": "2"}""");
        var replaced = (await Admin.ReplaceAsync($"{ConfigMaps}/a?fieldManager=kubectl", changed)).Expect(200);

        Assert.Equal("""{"f:data":{"f:a":{}}}""", FieldsOf(replaced, "eks-iam-cdk"));
        Assert.Contains("f:b", FieldsOf(replaced, "kubectl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_needs_a_field_manager_and_takes_no_managedFields()
    {
        var noManager = await Admin.SendAsync(HttpMethod.Patch, $"{ConfigMaps}/a", ConfigMap("a"), "application/apply-patch+yaml");
        var managed = await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", metadata: """, "managedFields": [{"manager": "x"}]"""));

        Assert.InRange(noManager.Status, 400, 422);
        Assert.Equal("Status", (string?)noManager.Body["kind"]);
        managed.ExpectRefusal(400, "BadRequest");
        (await Admin.GetAsync($"{ConfigMaps}/a")).Expect(404);
    }

    [Fact]
    public async Task Apply_with_the_uid_or_resourceVersion_of_something_else_is_refused()
    {
        var created = (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).Expect(201);
        (await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2"}"""))).Expect(200);
        var otherUid = ConfigMap("a", metadata: $""", "uid": "{Guid.NewGuid()}" """);
        var stale = ConfigMap("a", metadata: $""", "resourceVersion": "{created.ResourceVersion}" """);

        (await Admin.ApplyAsync($"{ConfigMaps}/a", otherUid)).ExpectRefusal(422, "Invalid");
        (await Admin.ApplyAsync($"{ConfigMaps}/a", stale)).ExpectRefusal(409, "Conflict");
        var gone = otherUid.Replace("\"a\",", "\"gone\",", StringComparison.Ordinal);
        (await Admin.ApplyAsync($"{ConfigMaps}/gone", gone)).ExpectRefusal(409, "Conflict");
    }

    [Fact]
    public async Task A_field_that_the_kind_does_not_have_is_refused_and_nothing_is_written()
    {
        var unknown = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "dataa": {"a": "1"}}""";

        var refused = await Admin.ApplyAsync($"{ConfigMaps}/a", unknown);

        Assert.InRange(refused.Status, 400, 500);
        Assert.Contains("dataa", refused.Message, StringComparison.Ordinal);
        (await Admin.GetAsync($"{ConfigMaps}/a")).Expect(404);
    }

    [Fact]
    public async Task A_value_of_a_wrong_type_is_refused_and_nothing_is_written()
    {
        var refused = await Admin.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": 1}"""));

        Assert.InRange(refused.Status, 400, 500);
        Assert.Equal("Status", (string?)refused.Body["kind"]);
        (await Admin.GetAsync($"{ConfigMaps}/a")).Expect(404);
    }

    [Fact]
    public async Task A_merge_patch_changes_what_it_names_and_null_takes_away()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a", """{"a": "1", "b": "1"}"""))).Expect(201);

        var patch = """{"data": {"a": "2", "b": null}}""";
        var patched = await Admin.SendAsync(HttpMethod.Patch, $"{ConfigMaps}/a", patch, "application/merge-patch+json");

        Assert.Equal("""{"a":"2"}""", patched.Expect(200).Body["data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_patch_of_a_type_that_nobody_knows_is_UnsupportedMediaType()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);

        var refused = await Admin.SendAsync(HttpMethod.Patch, $"{ConfigMaps}/a", "{}", "application/json");

        refused.ExpectRefusal(415, "UnsupportedMediaType");
    }

    private static string FieldsOf(ApiReply reply, string manager) =>
        Assert.Single(reply.ManagedFields, entry => (string?)entry!["manager"] == manager)!["fieldsV1"]!.ToJsonString();
}
