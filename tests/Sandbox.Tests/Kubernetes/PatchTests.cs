using static EksIamCdk.Sandbox.Tests.Kubernetes.KubernetesBed;

namespace EksIamCdk.Sandbox.Tests.Kubernetes;

public sealed class PatchTests
{
    [Theory]
    [InlineData(Merge, """{"data": {"a": null, "c": "3"}}""", """{"b":"2","c":"3"}""")]
    [InlineData(Strategic, """{"data": {"a": null, "c": "3"}}""", """{"b":"2","c":"3"}""")]
    [InlineData(Strategic, """{"data": {"$patch": "replace", "c": "3"}}""", """{"c":"3"}""")]
    [InlineData(Json, """[{"op": "remove", "path": "/data/a"}, {"op": "add", "path": "/data/c", "value": "3"}]""", """{"b":"2","c":"3"}""")]
    [InlineData(Json, """[{"op": "test", "path": "/data/a", "value": "1"}, {"op": "replace", "path": "/data/a", "value": "9"}]""", """{"a":"9","b":"2"}""")]
    [InlineData(Json, """[{"op": "move", "from": "/data/a", "path": "/data/c"}]""", """{"b":"2","c":"1"}""")]
    [InlineData(Json, """[{"op": "copy", "from": "/data/a", "path": "/data/c"}]""", """{"a":"1","b":"2","c":"1"}""")]
    public async Task A_patch_changes_what_it_says(string contentType, string patch, string expected)
    {
        await using var bed = await StartAsync();
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a", """, "data": {"a": "1", "b": "2"}"""))).Expect(201);

        var patched = await bed.SendAsync("PATCH", $"{ConfigMaps}/a", patch, contentType);

        Assert.Equal(expected, patched.Expect(200).Body["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op": "test", "path": "/data/a", "value": "other"}]""", 422)]
    [InlineData("""[{"op": "replace", "path": "/data/none", "value": "x"}]""", 422)]
    [InlineData("""[{"op": "remove", "path": "/nothing/here"}]""", 422)]
    [InlineData("""[{"op": "frobnicate", "path": "/data/a"}]""", 422)]
    [InlineData("""{"data": 1}""", 400)]
    [InlineData("""[{""", 400)]
    public async Task A_JSON_patch_that_does_not_fit_is_refused_and_changes_nothing(string patch, int status)
    {
        await using var bed = await StartAsync();
        var created = (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a", """, "data": {"a": "1"}"""))).Expect(201);

        (await bed.SendAsync("PATCH", $"{ConfigMaps}/a", patch, Json)).Expect(status);

        Assert.Equal(created.ResourceVersion, (await bed.SendAsync("GET", $"{ConfigMaps}/a")).ResourceVersion);
    }

    [Fact]
    public async Task Items_of_lists_are_added_inserted_and_removed()
    {
        await using var bed = await StartAsync();
        var body = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "finalizers": ["x/a", "x/b"]}}""";
        (await bed.SendAsync("POST", ConfigMaps, body)).Expect(201);

        var patch = """[{"op": "add", "path": "/metadata/finalizers/-", "value": "x/d"}, {"op": "add", "path": "/metadata/finalizers/2", "value": "x/c"}, {"op": "remove", "path": "/metadata/finalizers/0"}, {"op": "replace", "path": "/metadata/finalizers/0", "value": "x/z"}]""";
        var json = (await bed.SendAsync("PATCH", $"{ConfigMaps}/a", patch, Json)).Expect(200);
        var strategic = (await bed.SendAsync("PATCH", $"{ConfigMaps}/a", """{"metadata": {"finalizers": ["x/new"], "$deleteFromPrimitiveList/finalizers": ["x/c"]}}""", Strategic)).Expect(200);

        Assert.Equal("""["x/z","x/c","x/d"]""", json.Body["metadata"]!["finalizers"]!.ToJsonString());
        Assert.Equal("""["x/z","x/d","x/new"]""", strategic.Body["metadata"]!["finalizers"]!.ToJsonString());
    }

    [Fact]
    public async Task A_patch_with_a_stale_resourceVersion_is_a_Conflict()
    {
        await using var bed = await StartAsync();
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a"))).Expect(201);

        (await bed.SendAsync("PATCH", $"{ConfigMaps}/a", """{"metadata": {"resourceVersion": "1"}, "data": {"a": "1"}}""", Merge)).Expect(409);
        (await bed.SendAsync("PATCH", $"{ConfigMaps}/none", "{}", Merge)).Expect(404);
        (await bed.SendAsync("PATCH", $"{ConfigMaps}/a", "[]", Merge)).Expect(400);
    }
}
