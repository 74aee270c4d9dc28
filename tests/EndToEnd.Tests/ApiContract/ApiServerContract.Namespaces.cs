namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>The life of a namespace, and of what is in it.</summary>
public abstract partial class ApiServerContract
{
    [Fact]
    public async Task An_object_in_a_namespace_that_is_missing_is_NotFound_by_the_name_of_the_namespace()
    {
        var created = (await Admin.CreateAsync("/api/v1/namespaces/nowhere/configmaps", ConfigMap("a"))).ExpectRefusal(404, "NotFound");
        var applied = (await Admin.ApplyAsync("/api/v1/namespaces/nowhere/configmaps/a", ConfigMap("a"))).ExpectRefusal(404, "NotFound");

        Assert.Equal("namespaces \"nowhere\" not found", created.Message);
        Assert.Equal("namespaces", (string?)applied.Body["details"]!["kind"]);
    }

    [Fact]
    public async Task A_new_namespace_is_active()
    {
        var made = (await Admin.CreateAsync("/api/v1/namespaces", Namespace(Unique("new")))).Expect(201);

        Assert.Equal("Active", (string?)made.Body["status"]!["phase"]);
        Assert.Equal("kubernetes", (string?)made.Body["spec"]!["finalizers"]![0]);
        (await Admin.DeleteAsync($"/api/v1/namespaces/{Unique("new")}")).Expect(200);
    }

    [Fact]
    public async Task Deleting_a_namespace_ends_all_that_is_in_it()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);
        (await Admin.CreateAsync(Roles, Role("r", Rule("get", "pods")))).Expect(201);

        (await Admin.DeleteAsync($"/api/v1/namespaces/{_space}")).Expect(200);

        await EventuallyAsync(async () => (await Admin.GetAsync($"/api/v1/namespaces/{_space}")).Status == 404);
        (await Admin.GetAsync($"{ConfigMaps}/a")).ExpectRefusal(404, "NotFound");
        (await Admin.GetAsync($"{Roles}/r")).ExpectRefusal(404, "NotFound");
    }

    [Fact]
    public async Task A_namespace_is_terminating_while_something_in_it_has_a_finalizer_and_takes_nothing_new()
    {
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("held", metadata: """, "finalizers": ["example.org/hold"]"""))).Expect(201);

        (await Admin.DeleteAsync($"/api/v1/namespaces/{_space}")).Expect(200);
        await EventuallyAsync(async () => (await Admin.GetAsync($"{ConfigMaps}/held")).Body["metadata"]?["deletionTimestamp"] is not null);

        var terminating = (await Admin.GetAsync($"/api/v1/namespaces/{_space}")).Expect(200);
        Assert.Equal("Terminating", (string?)terminating.Body["status"]!["phase"]);
        var created = (await Admin.CreateAsync(ConfigMaps, ConfigMap("new"))).ExpectRefusal(403, "Forbidden");
        var applied = (await Admin.ApplyAsync($"{ConfigMaps}/new", ConfigMap("new"))).ExpectRefusal(403, "Forbidden");
        Assert.Contains(created.Causes, cause => (string?)cause!["reason"] == "NamespaceTerminating");
        Assert.Contains(applied.Causes, cause => (string?)cause!["reason"] == "NamespaceTerminating");

        var held = (await Admin.GetAsync($"{ConfigMaps}/held")).Expect(200);
        held.Body["metadata"]!.AsObject().Remove("finalizers");
        (await Admin.ReplaceAsync($"{ConfigMaps}/held", held.Body.ToJsonString())).Expect(200);
        await EventuallyAsync(async () => (await Admin.GetAsync($"/api/v1/namespaces/{_space}")).Status == 404);
    }

    [Theory]
    [InlineData("kube-system")]
    [InlineData("default")]
    [InlineData("kube-public")]
    public async Task The_namespaces_of_the_cluster_itself_cannot_be_deleted(string name)
    {
        (await Admin.DeleteAsync($"/api/v1/namespaces/{name}")).ExpectRefusal(403, "Forbidden");

        Assert.Equal("Active", (string?)(await Admin.GetAsync($"/api/v1/namespaces/{name}")).Expect(200).Body["status"]!["phase"]);
    }
}
