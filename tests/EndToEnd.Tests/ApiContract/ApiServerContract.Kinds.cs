using System.Text.Json.Nodes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>Every kind that the custom resource supports (docs: contract, section 4), by its path.</summary>
public abstract partial class ApiServerContract
{
    private const string RbacGroup = "/apis/rbac.authorization.k8s.io/v1";

    /// <summary>Path of the collection (NS is this test's namespace), and an object with and then without something.</summary>
    public static TheoryData<string, string, string> Kinds => new()
    {
        { "/api/v1/namespaces", """{"apiVersion": "v1", "kind": "Namespace"}""", """{"metadata": {"labels": {"team": "a"}}}""" },
        { "/api/v1/namespaces/NS/serviceaccounts", """{"apiVersion": "v1", "kind": "ServiceAccount"}""", """{"automountServiceAccountToken": false, "imagePullSecrets": [{"name": "x"}]}""" },
        { "/api/v1/namespaces/NS/resourcequotas", """{"apiVersion": "v1", "kind": "ResourceQuota"}""", """{"spec": {"hard": {"pods": "10", "requests.cpu": "4"}}}""" },
        { "/api/v1/namespaces/NS/limitranges", """{"apiVersion": "v1", "kind": "LimitRange"}""", """{"spec": {"limits": [{"type": "Container", "default": {"cpu": "500m"}, "defaultRequest": {"cpu": "100m"}}]}}""" },
        { "/api/v1/namespaces/NS/configmaps", """{"apiVersion": "v1", "kind": "ConfigMap"}""", """{"data": {"a": "1"}}""" },
        { "/api/v1/namespaces/NS/secrets", """{"apiVersion": "v1", "kind": "Secret"}""", """{"type": "Opaque", "data": {"a": "MQ=="}}""" },
        { $"{RbacGroup}/namespaces/NS/roles", """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"}""", """{"rules": [{"apiGroups": [""], "resources": ["pods", "pods/log"], "verbs": ["get", "list"]}]}""" },
        { $"{RbacGroup}/clusterroles", """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole"}""", """{"rules": [{"nonResourceURLs": ["/metrics"], "verbs": ["get"]}]}""" },
        { $"{RbacGroup}/namespaces/NS/rolebindings", """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding"}""", """{"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}, "subjects": [{"kind": "ServiceAccount", "name": "x", "namespace": "default"}]}""" },
        { $"{RbacGroup}/clusterrolebindings", """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding"}""", """{"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}, "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "team-a"}]}""" },
        { "/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies", """{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy"}""", """{"spec": {"podSelector": {"matchLabels": {"app": "a"}}, "policyTypes": ["Ingress"], "ingress": [{"ports": [{"protocol": "TCP", "port": 80}]}]}}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_supported_kind_is_applied_read_listed_and_deleted(string collection, string kind, string content)
    {
        var (path, body) = ObjectOf(collection, kind, content);

        var applied = (await Admin.ApplyAsync(path, body)).Expect(201);
        var again = (await Admin.ApplyAsync(path, body)).Expect(200);
        var read = (await Admin.GetAsync(path)).Expect(200);
        var list = (await Admin.GetAsync(path[..path.LastIndexOf('/')])).Expect(200);

        Assert.Equal(applied.ResourceVersion, again.ResourceVersion);
        Assert.True(Includes(read.Body, JsonNode.Parse(body)!), read.Body.ToJsonString());
        Assert.Contains(path[(path.LastIndexOf('/') + 1)..], list.ItemNames);
        Assert.Equal($"{(string?)read.Body["kind"]}List", (string?)list.Body["kind"]);
        (await Admin.DeleteAsync(path, applied.Uid)).Expect(200);
        await EventuallyAsync(async () => (await Admin.GetAsync(path)).Status == 404);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_supported_kind_refuses_a_field_it_does_not_have(string collection, string kind, string content)
    {
        var (path, body) = ObjectOf(collection, kind, content);
        var typo = JsonNode.Parse(body)!.AsObject();
        typo["speck"] = new JsonObject();

        var refused = await Admin.ApplyAsync(path, typo.ToJsonString());

        Assert.InRange(refused.Status, 400, 500);
        (await Admin.GetAsync(path)).Expect(404);
    }

    [Theory]
    [InlineData("rolebindings", "RoleBinding")]
    [InlineData("clusterrolebindings", "ClusterRoleBinding")]
    public async Task The_roleRef_of_a_binding_cannot_be_changed(string plural, string kind)
    {
        var path = plural == "rolebindings" ? $"{RoleBindings}/b" : $"{RbacGroup}/clusterrolebindings/{Unique("b")}";
        string Body(string role) => $$$"""
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "{{{kind}}}", "metadata": {"name": "{{{path[(path.LastIndexOf('/') + 1)..]}}}"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{{role}}}"}, "subjects": []}
            """;
        (await Admin.ApplyAsync(path, Body("view"))).Expect(201);

        var applied = (await Admin.ApplyAsync(path, Body("edit"), force: true)).ExpectRefusal(422, "Invalid");
        var replaced = (await Admin.ReplaceAsync(path, Body("edit"))).ExpectRefusal(422, "Invalid");

        Assert.Equal("roleRef", (string?)Assert.Single(applied.Causes)!["field"]);
        Assert.Equal("roleRef", (string?)Assert.Single(replaced.Causes)!["field"]);
        (await Admin.DeleteAsync(path)).Expect(200);
    }

    [Fact]
    public async Task A_rule_without_verbs_and_a_binding_without_a_role_are_Invalid()
    {
        var rule = """{"apiGroups": [""], "resources": ["pods"], "verbs": []}""";

        (await Admin.CreateAsync(Roles, Role("r", rule))).ExpectRefusal(422, "Invalid");
        (await Admin.CreateAsync(RoleBindings, RoleBinding("b", "", "alice"))).ExpectRefusal(422, "Invalid");
    }

    [Fact]
    public async Task A_binding_to_a_role_that_is_not_there_yet_is_fine_for_an_administrator() =>
        (await Admin.CreateAsync(RoleBindings, RoleBinding("b", "later", "alice"))).Expect(201);

    private (string Path, string Body) ObjectOf(string collection, string kind, string content)
    {
        var name = collection.Contains("NS", StringComparison.Ordinal) ? "x" : Unique("x");
        var body = JsonNode.Parse(content)!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(kind)!.AsObject())
            body[key] = value!.DeepClone();
        body["metadata"] ??= new JsonObject();
        body["metadata"]!["name"] = name;
        return ($"{collection.Replace("NS", _space, StringComparison.Ordinal)}/{name}", body.ToJsonString());
    }

    /// <summary>Whether all that was asked for is in what is there; the server adds defaults.</summary>
    private static bool Includes(JsonNode? there, JsonNode asked) => asked switch
    {
        JsonObject members => there is JsonObject found && members.All(member => Includes(found[member.Key], member.Value!)),
        JsonArray items => there is JsonArray found && found.Count == items.Count && items.Zip(found).All(pair => Includes(pair.Second, pair.First!)),
        _ => JsonNode.DeepEquals(there, asked),
    };
}
