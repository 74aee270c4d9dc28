using System.Text.Json.Nodes;
using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>The life of Kubernetes objects of every kind on a real cluster, and whose they are.</summary>
public sealed class ObjectFlowTests(KubeApiServerFixture server) : FlowTest(server)
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private readonly string _space = $"flow-{Guid.NewGuid():N}"[..16];

    private string ConfigMapPath => $"/api/v1/namespaces/{_space}/configmaps/settings";

    [Theory]
    [MemberData(nameof(ApiServerContract.Kinds), MemberType = typeof(ApiServerContract))]
    public async Task Every_kind_comes_is_owned_converges_and_goes(string collection, string kind, string content)
    {
        await GivenNamespaceAsync();
        var (path, manifest) = ObjectOf(collection, kind, content);
        var resource = Object("Thing");
        var properties = Properties(manifest.ToJsonString(), "\"OnDelete\": \"Delete\"");

        var created = (await resource.CreateAsync(properties)).Success();
        var live = (await Admin.GetAsync(path)).Expect(200);
        (await resource.UpdateAsync(properties, properties)).Success();
        var converged = (await Admin.GetAsync(path)).Expect(200);
        (await resource.DeleteAsync(properties)).Success();

        var space = (string?)manifest["metadata"]!["namespace"] ?? "";
        Assert.Equal(
            $"k8s|{KubeApiServerFixture.ClusterArn}|{manifest["apiVersion"]}/{manifest["kind"]}|{space}|{manifest["metadata"]!["name"]}",
            created.PhysicalResourceId);
        Assert.Equal(live.Uid, (string?)created.Data["Uid"]);
        Assert.Equal(live.ResourceVersion, (string?)created.Data["ResourceVersion"]);
        Assert.Contains("Thing", (string?)live.Body["metadata"]!["annotations"]!["eks-iam-cdk/owner"], StringComparison.Ordinal);
        Assert.Equal(live.ResourceVersion, converged.ResourceVersion);
        Assert.True(await GoneAsync(path));
    }

    [Fact]
    public async Task A_foreign_object_is_not_touched_without_being_asked_to_adopt_it()
    {
        await GivenNamespaceAsync();
        await GivenConfigMapAsync("""{"theirs": "1"}""");
        var before = await Admin.GetAsync(ConfigMapPath);
        var resource = Object("Settings");
        var properties = Properties(ConfigMap("""{"ours": "1"}"""));

        var failed = (await resource.CreateAsync(properties)).Failed("EKSIAM040");
        (await resource.DeleteAsync(properties)).Success();

        Assert.Contains("Adopt", failed.Reason, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before.Body, (await Admin.GetAsync(ConfigMapPath)).Body));
    }

    [Fact]
    public async Task An_adopted_object_is_put_back_as_it_was()
    {
        await GivenNamespaceAsync();
        await GivenConfigMapAsync("""{"theirs": "1", "shared": "1"}""");
        var before = Written(await Admin.GetAsync(ConfigMapPath));
        var resource = Object("Settings");
        var properties = Properties(ConfigMap("""{"ours": "1", "shared": "2"}"""), "\"OnConflict\": \"Adopt\"");

        (await resource.CreateAsync(properties)).Success();
        var during = (await Admin.GetAsync(ConfigMapPath)).Expect(200);
        (await resource.DeleteAsync(properties)).Success();

        Assert.Equal("1", (string?)during.Body["data"]!["ours"]);
        Assert.Equal("2", (string?)during.Body["data"]!["shared"]);
        Assert.NotNull(during.Body["metadata"]!["annotations"]!["eks-iam-cdk/previous"]);
        Assert.Equal(before, Written(await Admin.GetAsync(ConfigMapPath)));
    }

    [Fact]
    public async Task An_update_that_is_rolled_back_leaves_what_was_there_before()
    {
        await GivenNamespaceAsync();
        var resource = Object("Settings");
        var (old, changed) = (Properties(ConfigMap("""{"a": "1", "b": "1"}""")), Properties(ConfigMap("""{"a": "2", "c": "2"}""")));
        (await resource.CreateAsync(old)).Success();
        var before = Written(await Admin.GetAsync(ConfigMapPath));

        (await resource.UpdateAsync(changed, old)).Success();
        var during = (await Admin.GetAsync(ConfigMapPath)).Body["data"]!.ToJsonString();
        (await resource.UpdateAsync(old, changed)).Success();

        Assert.Equal("""{"a":"2","c":"2"}""", during);
        Assert.Equal(before, Written(await Admin.GetAsync(ConfigMapPath)));
    }

    [Fact]
    public async Task A_changed_roleRef_makes_the_binding_anew_and_its_rollback_too()
    {
        await GivenNamespaceAsync();
        var path = $"{Rbac}/namespaces/{_space}/rolebindings/people";
        var resource = Object("People");
        var (view, edit) = (Properties(Binding("view")), Properties(Binding("edit")));
        var created = (await resource.CreateAsync(view)).Success();

        var updated = (await resource.UpdateAsync(edit, view)).Success();
        var during = (await Admin.GetAsync(path)).Expect(200);
        (await resource.UpdateAsync(view, edit)).Success();
        var after = (await Admin.GetAsync(path)).Expect(200);
        (await resource.DeleteAsync(view)).Success();

        Assert.Equal(created.PhysicalResourceId, updated.PhysicalResourceId);
        Assert.NotEqual((string?)created.Data["Uid"], during.Uid);
        Assert.Equal(during.Uid, (string?)updated.Data["Uid"]);
        Assert.Equal("edit", (string?)during.Body["roleRef"]!["name"]);
        Assert.Equal("view", (string?)after.Body["roleRef"]!["name"]);
        (await Admin.GetAsync(path)).Expect(404);
    }

    [Fact]
    public async Task A_binding_that_cannot_be_made_anew_is_put_back()
    {
        await GivenNamespaceAsync();
        var path = $"{Rbac}/namespaces/{_space}/rolebindings/people";
        var resource = Object("People");
        var good = Properties(Binding("view"));
        (await resource.CreateAsync(good)).Success();
        var before = Written(await Admin.GetAsync(path));

        var bad = Properties(Binding("edit").Replace("\"User\"", "\"Nobody\"", StringComparison.Ordinal));
        (await resource.UpdateAsync(bad, good)).Failed("EKSIAM043");

        Assert.Equal(before, Written((await Admin.GetAsync(path)).Expect(200)));
        (await resource.DeleteAsync(good)).Success();
        (await Admin.GetAsync(path)).Expect(404);
    }

    [Fact]
    public async Task A_retained_object_stays_without_our_annotations()
    {
        await GivenNamespaceAsync();
        var resource = Object("Settings");
        var properties = Properties(ConfigMap("""{"a": "1"}"""), "\"OnDelete\": \"Retain\"");
        (await resource.CreateAsync(properties)).Success();

        (await resource.DeleteAsync(properties)).Success();

        var left = (await Admin.GetAsync(ConfigMapPath)).Expect(200);
        Assert.Equal("""{"a":"1"}""", left.Body["data"]!.ToJsonString());
        Assert.DoesNotContain("eks-iam-cdk/", left.Body["metadata"]!["annotations"]?.ToJsonString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_stays_unless_its_deletion_is_asked_for()
    {
        var manifest = $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{_space}}}"}}""";
        var resource = Object("Space");
        (await resource.CreateAsync(Properties(manifest))).Success();

        (await resource.DeleteAsync(Properties(manifest))).Success();

        Assert.Equal("Active", (string?)(await Admin.GetAsync($"/api/v1/namespaces/{_space}")).Expect(200).Body["status"]!["phase"]);
    }

    [Fact]
    public async Task What_was_in_a_namespace_that_is_gone_or_going_is_deleted_without_complaint()
    {
        await GivenNamespaceAsync();
        var resource = Object("Settings");
        var properties = Properties(ConfigMap("""{"a": "1"}"""));
        (await resource.CreateAsync(properties)).Success();
        (await Admin.DeleteAsync($"/api/v1/namespaces/{_space}")).Expect(200);

        (await resource.DeleteAsync(properties)).Success();

        Assert.True(await GoneAsync($"/api/v1/namespaces/{_space}"));
        (await resource.DeleteAsync(properties)).Success();
    }

    [Fact]
    public async Task An_object_that_somebody_made_in_place_of_ours_is_not_deleted()
    {
        await GivenNamespaceAsync();
        var resource = Object("Settings");
        var properties = Properties(ConfigMap("""{"a": "1"}"""));
        (await resource.CreateAsync(properties)).Success();
        (await Admin.DeleteAsync(ConfigMapPath)).Expect(200);
        await GivenConfigMapAsync("""{"theirs": "1"}""");

        (await resource.DeleteAsync(properties)).Success();

        Assert.Equal("""{"theirs":"1"}""", (await Admin.GetAsync(ConfigMapPath)).Expect(200).Body["data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_renamed_logical_id_takes_the_object_over_and_gives_it_back_on_rollback()
    {
        await GivenNamespaceAsync();
        var (old, renamed) = (Object("Old"), Object("Renamed"));
        var (properties, changed) = (Properties(ConfigMap("""{"a": "1"}""")), Properties(ConfigMap("""{"a": "2"}""")));
        (await old.CreateAsync(properties)).Success();
        var before = Written(await Admin.GetAsync(ConfigMapPath));

        (await renamed.CreateAsync(changed)).Success();
        var during = (await Admin.GetAsync(ConfigMapPath)).Body["data"]!.ToJsonString();
        (await renamed.DeleteAsync(changed)).Success();

        Assert.Equal("""{"a":"2"}""", during);
        Assert.Equal(before, Written(await Admin.GetAsync(ConfigMapPath)));
        (await old.DeleteAsync(properties)).Success();
        (await Admin.GetAsync(ConfigMapPath)).Expect(404);
    }

    [Fact]
    public async Task Another_name_is_a_replacement()
    {
        await GivenNamespaceAsync();
        var resource = Object("Settings");
        var first = Properties(ConfigMap("""{"a": "1"}"""));
        var second = first.Replace("settings", "others", StringComparison.Ordinal);
        var created = (await resource.CreateAsync(first)).Success();

        var updated = (await resource.UpdateAsync(second, first)).Success();
        (await Admin.GetAsync(ConfigMapPath)).Expect(200);
        (await resource.DeleteAsync(first, created.PhysicalResourceId)).Success();

        Assert.NotEqual(created.PhysicalResourceId, updated.PhysicalResourceId);
        (await Admin.GetAsync(ConfigMapPath)).Expect(404);
        (await Admin.GetAsync(ConfigMapPath.Replace("settings", "others", StringComparison.Ordinal))).Expect(200);
    }

    [Theory]
    [InlineData("not json", "EKSIAM010")]
    [InlineData("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default"}, "dataa": {}}""", "EKSIAM010")]
    [InlineData("""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "namespace": "default"}}""", "EKSIAM042")]
    [InlineData("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "aws-auth", "namespace": "kube-system"}}""", "EKSIAM042")]
    [InlineData("""{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "a", "namespace": "default"}, "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": []}]}""", "EKSIAM043")]
    public async Task What_cannot_be_is_refused_and_its_delete_is_a_success(string manifest, string code)
    {
        var resource = Object("Wrong");
        var properties = Properties(manifest);

        (await resource.CreateAsync(properties)).Failed(code);

        (await resource.DeleteAsync(properties)).Success();
    }

    internal static string Properties(string manifest, string? more = null) =>
        $$"""{"Manifest": {{JsonValue.Create(manifest).ToJsonString()}}{{(more is null ? "" : ", " + more)}}}""";

    /// <summary>What people wrote: without what the API server counts, and without who wrote it.</summary>
    private static string Written(ApiReply reply)
    {
        var copy = reply.Expect(200).Body.DeepClone().AsObject();
        foreach (var counted in (string[])["resourceVersion", "managedFields", "uid", "creationTimestamp"])
            copy["metadata"]!.AsObject().Remove(counted);
        return copy.ToJsonString();
    }

    private string ConfigMap(string data) =>
        $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "{{{_space}}}"}, "data": {{{data}}}}""";

    private string Binding(string role) => $$$"""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "people", "namespace": "{{{_space}}}"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{{role}}}"},
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "alice"}]}
        """;

    private async Task GivenNamespaceAsync()
    {
        var @namespace = $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{_space}}}"}}""";
        (await Admin.CreateAsync("/api/v1/namespaces", @namespace)).Expect(201);
    }

    private async Task GivenConfigMapAsync(string data) =>
        (await Admin.CreateAsync($"/api/v1/namespaces/{_space}/configmaps?fieldManager=kubectl", ConfigMap(data))).Expect(201);

    private (string Path, JsonObject Manifest) ObjectOf(string collection, string kind, string content)
    {
        var manifest = JsonNode.Parse(content)!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(kind)!.AsObject())
            manifest[key] = value!.DeepClone();
        var metadata = manifest["metadata"] as JsonObject ?? [];
        manifest["metadata"] = metadata;
        metadata["name"] = $"{_space}-x";
        if (collection.Contains("NS", StringComparison.Ordinal))
            metadata["namespace"] = _space;
        return ($"{collection.Replace("NS", _space, StringComparison.Ordinal)}/{_space}-x", manifest);
    }

    private async Task<bool> GoneAsync(string path)
    {
        for (var attempt = 0; attempt < 600 && (await Admin.GetAsync(path)).Status != 404; attempt++)
            await Task.Delay(50);
        return (await Admin.GetAsync(path)).Status == 404;
    }
}
