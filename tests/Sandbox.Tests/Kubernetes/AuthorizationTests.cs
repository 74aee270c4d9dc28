using static EksIamCdk.Sandbox.Tests.Kubernetes.KubernetesBed;

namespace EksIamCdk.Sandbox.Tests.Kubernetes;

public sealed class AuthorizationTests
{
    private const string ReadSecrets = """{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]}""";

    [Fact]
    public async Task An_aggregated_role_grows_with_the_roles_that_it_selects()
    {
        await using var bed = await StartAsync();
        var labelled = $$$"""
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
             "metadata": {"name": "more", "labels": {"rbac.authorization.k8s.io/aggregate-to-view": "true"}},
             "rules": [{"apiGroups": ["example.org"], "resources": ["things"], "verbs": ["get"]}]}
            """;
        (await bed.SendAsync("POST", $"{Rbac}/clusterroles", labelled)).Expect(201);

        var view = (await bed.SendAsync("GET", $"{Rbac}/clusterroles/view")).Expect(200).Body["rules"]!.ToJsonString();
        var admin = (await bed.SendAsync("GET", $"{Rbac}/clusterroles/admin")).Expect(200).Body["rules"]!.ToJsonString();
        (await bed.SendAsync("DELETE", $"{Rbac}/clusterroles/more")).Expect(200);
        var without = (await bed.SendAsync("GET", $"{Rbac}/clusterroles/view")).Expect(200).Body["rules"]!.ToJsonString();

        Assert.Contains("things", view, StringComparison.Ordinal);
        Assert.Contains("things", admin, StringComparison.Ordinal);
        Assert.DoesNotContain("things", without, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_escalation_is_refused_with_what_is_not_held_and_roles_that_are_missing()
    {
        await using var bed = await StartAsync();
        await BindAsync(bed, "maker", """{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["create"]}""");
        (await bed.SendAsync("POST", $"{Rbac}/namespaces/default/rolebindings", Binding("lost", "gone"))).Expect(201);

        var refused = (await bed.SendAsync("POST", Roles, Role("r", ReadSecrets), token: "alice:devs")).Expect(403);

        Assert.Equal(
            "roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"alice\" (groups=[\"devs\" \"system:authenticated\"]) is attempting to grant RBAC permissions "
            + "not currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\"]}; resolution errors: [roles.rbac.authorization.k8s.io \"gone\" not found]",
            refused.Message);
    }

    [Fact]
    public async Task A_role_whose_rules_stay_can_be_labelled_without_holding_them()
    {
        await using var bed = await StartAsync();
        await BindAsync(bed, "maker", """{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["get", "patch"]}""");
        (await bed.SendAsync("POST", Roles, Role("r", ReadSecrets))).Expect(201);

        (await bed.SendAsync("PATCH", $"{Roles}/r", """{"metadata": {"labels": {"a": "b"}}}""", Merge, "alice:devs")).Expect(200);
        (await bed.SendAsync("PATCH", $"{Roles}/r", """{"rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["*"]}]}""", Merge, "alice:devs")).Expect(403);
    }

    [Fact]
    public async Task Only_who_holds_everything_makes_aggregated_roles()
    {
        await using var bed = await StartAsync();
        var aggregated = """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "all"},
             "aggregationRule": {"clusterRoleSelectors": [{"matchExpressions": [{"key": "x", "operator": "Exists"}]}]}}
            """;
        var binding = """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "maker"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "maker"}, "subjects": [{"kind": "Group", "name": "devs"}]}
            """;
        var maker = Role("maker", """{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["create"]}""").Replace("\"Role\"", "\"ClusterRole\"", StringComparison.Ordinal);
        (await bed.SendAsync("POST", $"{Rbac}/clusterroles", maker)).Expect(201);
        (await bed.SendAsync("POST", $"{Rbac}/clusterrolebindings", binding)).Expect(201);

        var refused = (await bed.SendAsync("POST", $"{Rbac}/clusterroles", aggregated, token: "alice:devs")).Expect(403);
        (await bed.SendAsync("POST", $"{Rbac}/clusterroles", aggregated)).Expect(201);

        Assert.Contains("must have cluster-admin privileges to use the aggregationRule", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_says_which_binding_allows_or_which_role_is_missing()
    {
        await using var bed = await StartAsync();
        await BindAsync(bed, "reader", ReadSecrets);
        (await bed.SendAsync("POST", $"{Rbac}/namespaces/default/rolebindings", Binding("lost", "gone"))).Expect(201);
        string Review(string verb) => $$$"""
            {"spec": {"user": "alice", "groups": ["devs"], "resourceAttributes": {"namespace": "default", "verb": "{{{verb}}}", "resource": "secrets"} } }
            """;

        var allowed = (await bed.SendAsync("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", Review("get"))).Expect(201);
        var denied = (await bed.SendAsync("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", Review("delete"))).Expect(201);
        var rules = (await bed.SendAsync("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """{"spec": {"namespace": "default"}}""", token: "alice:devs")).Expect(201);

        Assert.Equal("RBAC: allowed by RoleBinding \"reader/default\" of Role \"reader\" to Group \"devs\"", (string?)allowed.Body["status"]!["reason"]);
        Assert.Equal("""{"allowed":false,"reason":"RBAC: role.rbac.authorization.k8s.io \u0022gone\u0022 not found"}""", denied.Body["status"]!.ToJsonString());
        Assert.Contains(rules.Body["status"]!["resourceRules"]!.AsArray(), rule => (string?)rule!["resources"]![0] == "secrets");
        (await bed.SendAsync("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "{}")).Expect(400);
        (await bed.SendAsync("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", "{")).Expect(400);
    }

    [Fact]
    public async Task All_of_a_kind_can_be_deleted_at_once()
    {
        await using var bed = await StartAsync();
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a"))).Expect(201);
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("b"))).Expect(201);

        (await bed.SendAsync("DELETE", $"{ConfigMaps}?fieldSelector=metadata.name%3Da")).Expect(200);
        var left = (await bed.SendAsync("GET", ConfigMaps)).Expect(200);

        Assert.Equal("b", (string?)Assert.Single(left.Body["items"]!.AsArray())!["metadata"]!["name"]);
        (await bed.SendAsync("GET", $"{ConfigMaps}?fieldSelector=spec.x%3Da")).Expect(400);
        (await bed.SendAsync("GET", $"{ConfigMaps}?labelSelector=a%20b%20c")).Expect(400);
    }

    private static async Task BindAsync(KubernetesBed bed, string name, string rule)
    {
        (await bed.SendAsync("POST", Roles, Role(name, rule))).Expect(201);
        (await bed.SendAsync("POST", $"{Rbac}/namespaces/default/rolebindings", Binding(name, name))).Expect(201);
    }

    private static string Role(string name, string rule) =>
        $$$"""{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "{{{name}}}"}, "rules": [{{{rule}}}]}""";

    private static string Binding(string name, string role) => $$$"""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "{{{name}}}"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "{{{role}}}"}, "subjects": [{"kind": "Group", "name": "devs"}]}
        """;
}
