using static EksIamCdk.Sandbox.Tests.Kubernetes.KubernetesBed;

namespace EksIamCdk.Sandbox.Tests.Kubernetes;

/// <summary>managedFields beyond what the contract suite asks of both servers.</summary>
public sealed class FieldOwnershipTests
{
    [Fact]
    public async Task A_created_object_belongs_to_the_program_that_the_user_agent_names_with_the_maps_it_made()
    {
        await using var bed = await StartAsync();
        var body = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "labels": {"l": "1"}, "finalizers": ["x.y/z"]}, "data": {"k": "v"}}""";

        var created = (await bed.SendAsync("POST", ConfigMaps, body)).Expect(201);

        Assert.Equal(
            """{"f:data":{".":{},"f:k":{}},"f:metadata":{"f:finalizers":{".":{},"v:\u0022x.y/z\u0022":{}},"f:labels":{".":{},"f:l":{}}}}""",
            created.Fields("tester"));
    }

    [Fact]
    public async Task Keyed_items_are_owned_one_by_one_and_merged_by_key()
    {
        await using var bed = await StartAsync();
        var path = "/api/v1/namespaces/default/serviceaccounts/robot";
        string Robot(string secrets) => $$"""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}, "secrets": [{{secrets}}]}""";

        (await bed.SendAsync("PATCH", $"{path}?fieldManager=one", Robot("""{"name": "a"}"""), Apply)).Expect(201);
        var both = (await bed.SendAsync("PATCH", $"{path}?fieldManager=two", Robot("""{"name": "b"}"""), Apply)).Expect(200);
        var left = (await bed.SendAsync("PATCH", $"{path}?fieldManager=one", Robot(""), Apply)).Expect(200);

        Assert.Equal("""[{"name":"a"},{"name":"b"}]""", both.Body["secrets"]!.ToJsonString());
        Assert.Equal("""{"f:secrets":{"k:{\u0022name\u0022:\u0022b\u0022}":{}}}""", both.Fields("two"));
        Assert.Equal("""[{"name":"b"}]""", left.Body["secrets"]!.ToJsonString());
    }

    [Fact]
    public async Task Managers_can_be_reset_and_what_was_there_then_belongs_to_before_first_apply()
    {
        await using var bed = await StartAsync();
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a", """, "data": {"k": "1"}"""))).Expect(201);

        var reset = (await bed.SendAsync("PATCH", $"{ConfigMaps}/a", """{"metadata": {"managedFields": [{}]}}""", Merge)).Expect(200);
        var refused = (await bed.SendAsync("PATCH", $"{ConfigMaps}/a?fieldManager=me", ConfigMap("a", """, "data": {"k": "2"}"""), Apply)).Expect(409);
        var applied = (await bed.SendAsync("PATCH", $"{ConfigMaps}/a?fieldManager=me", ConfigMap("a", """, "data": {"k": "1"}"""), Apply)).Expect(200);

        Assert.Null(reset.Body["metadata"]!["managedFields"]);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.k", refused.Message);
        Assert.Equal("""{"f:data":{".":{},"f:k":{}}}""", applied.Fields("before-first-apply"));
    }

    [Fact]
    public async Task Conflicts_with_several_managers_are_listed_by_manager()
    {
        await using var bed = await StartAsync();
        (await bed.SendAsync("PATCH", $"{ConfigMaps}/a?fieldManager=one", ConfigMap("a", """, "data": {"x": "1"}"""), Apply)).Expect(201);
        (await bed.SendAsync("PATCH", $"{ConfigMaps}/a?fieldManager=two", ConfigMap("a", """, "data": {"y": "1"}"""), Apply)).Expect(200);

        var refused = (await bed.SendAsync("PATCH", $"{ConfigMaps}/a?fieldManager=me", ConfigMap("a", """, "data": {"x": "2", "y": "2"}"""), Apply)).Expect(409);

        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.x\nconflicts with \"two\":\n- .data.y", refused.Message);
    }

    [Fact]
    public async Task An_apply_can_be_YAML()
    {
        await using var bed = await StartAsync();
        var yaml = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data:
              on: "true"
              text: |
                two
                lines
            """;

        var applied = (await bed.SendAsync("PATCH", $"{ConfigMaps}/a?fieldManager=me", yaml, Apply)).Expect(201);
        var refused = (await bed.SendAsync("PATCH", $"{ConfigMaps}/b?fieldManager=me", yaml.Replace("\"true\"", "true", StringComparison.Ordinal).Replace("name: a", "name: b", StringComparison.Ordinal), Apply)).Expect(500);

        Assert.Equal("""{"on":"true","text":"two\nlines"}""", applied.Body["data"]!.ToJsonString());
        Assert.Contains(".data.on: expected string", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_of_a_node_is_written_by_its_subresource_alone()
    {
        await using var bed = await StartAsync();
        var node = """{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}""";
        (await bed.SendAsync("POST", "/api/v1/nodes", node)).Expect(201);

        var main = (await bed.SendAsync("PATCH", "/api/v1/nodes/n", """{"status": {"conditions": null}, "metadata": {"labels": {"a": "b"}}}""", Merge)).Expect(200);
        var sub = (await bed.SendAsync(
            "PATCH", "/api/v1/nodes/n/status", """{"status": {"conditions": [{"type": "Ready", "status": "False"}, {"type": "Disk", "status": "True"}]}}""", Strategic)).Expect(200);

        Assert.Equal("""{"conditions":[{"type":"Ready","status":"True"}]}""", main.Body["status"]!.ToJsonString());
        Assert.Equal("""[{"type":"Ready","status":"False"},{"type":"Disk","status":"True"}]""", sub.Body["status"]!["conditions"]!.ToJsonString());
        Assert.Equal("b", (string?)sub.Body["metadata"]!["labels"]!["a"]);
    }
}
