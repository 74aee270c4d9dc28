using System.Text.Json.Nodes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>Who gets in, and who may do what: https://kubernetes.io/docs/reference/access-authn-authz/rbac/.</summary>
public abstract partial class ApiServerContract
{
    [Fact]
    public async Task A_token_of_nobody_is_Unauthorized() =>
        (await Client("k8s-aws-v1.bm90LWEtdXJs").GetAsync(ConfigMaps)).ExpectRefusal(401, "Unauthorized");

    [Fact]
    public async Task Without_a_token_one_is_anonymous_and_may_see_the_version_and_nothing_else()
    {
        var anonymous = Client(null);

        var refused = (await anonymous.GetAsync(ConfigMaps)).ExpectRefusal(403, "Forbidden");
        var version = (await anonymous.GetAsync("/version")).Expect(200);

        Assert.Contains("\"system:anonymous\"", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("v1.", (string?)version.Body["gitVersion"], StringComparison.Ordinal);
        (await anonymous.GetAsync("/readyz")).Expect(200);
    }

    [Fact]
    public async Task Without_rights_every_verb_is_Forbidden_and_says_what_is_missing()
    {
        var alice = As("alice", "team-a");

        var got = (await alice.GetAsync($"{ConfigMaps}/a")).ExpectRefusal(403, "Forbidden");
        (await alice.GetAsync(ConfigMaps)).ExpectRefusal(403, "Forbidden");
        (await alice.CreateAsync(ConfigMaps, ConfigMap("a"))).ExpectRefusal(403, "Forbidden");
        (await alice.ReplaceAsync($"{ConfigMaps}/a", ConfigMap("a"))).ExpectRefusal(403, "Forbidden");
        (await alice.ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).ExpectRefusal(403, "Forbidden");
        (await alice.DeleteAsync($"{ConfigMaps}/a")).ExpectRefusal(403, "Forbidden");
        var all = (await alice.GetAsync($"{RbacGroup}/clusterroles")).ExpectRefusal(403, "Forbidden");

        Assert.Equal(
            $"configmaps \"a\" is forbidden: User \"alice\" cannot get resource \"configmaps\" in API group \"\" in the namespace \"{_space}\"",
            got.Message);
        Assert.Equal(
            "clusterroles.rbac.authorization.k8s.io is forbidden: User \"alice\" cannot list resource \"clusterroles\" "
            + "in API group \"rbac.authorization.k8s.io\" at the cluster scope",
            all.Message);
        Assert.Equal("configmaps", (string?)got.Body["details"]!["kind"]);
    }

    [Fact]
    public async Task A_role_gives_what_its_rules_say_in_its_namespace_alone()
    {
        await GrantAsync("alice", Rule("get,list", "configmaps"));
        var alice = As("alice");

        (await alice.GetAsync(ConfigMaps)).Expect(200);
        (await alice.GetAsync($"{ConfigMaps}/none")).ExpectRefusal(404, "NotFound");
        (await alice.CreateAsync(ConfigMaps, ConfigMap("a"))).ExpectRefusal(403, "Forbidden");
        (await alice.GetAsync(ConfigMaps.Replace("configmaps", "secrets", StringComparison.Ordinal))).ExpectRefusal(403, "Forbidden");
        (await alice.GetAsync("/api/v1/namespaces/default/configmaps")).ExpectRefusal(403, "Forbidden");
        (await alice.GetAsync("/api/v1/configmaps")).ExpectRefusal(403, "Forbidden");
    }

    [Fact]
    public async Task A_rule_with_names_gives_these_alone()
    {
        var named = """{"apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["a"], "verbs": ["get", "update"]}""";
        await GrantAsync("alice", named, Rule("get", "pods"));
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("a"))).Expect(201);
        (await Admin.CreateAsync(ConfigMaps, ConfigMap("b"))).Expect(201);
        var alice = As("alice");

        (await alice.GetAsync($"{ConfigMaps}/a")).Expect(200);
        (await alice.ReplaceAsync($"{ConfigMaps}/a", ConfigMap("a", """{"a": "2"}"""))).Expect(200);
        (await alice.GetAsync($"{ConfigMaps}/b")).ExpectRefusal(403, "Forbidden");
        (await alice.GetAsync(ConfigMaps)).ExpectRefusal(403, "Forbidden");
    }

    [Fact]
    public async Task Apply_needs_patch_and_for_what_is_missing_create_too()
    {
        await GrantAsync("alice", Rule("patch", "configmaps"));
        await GrantAsync("bob", Rule("patch,create", "configmaps"));

        (await As("alice").ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).ExpectRefusal(403, "Forbidden");
        (await As("bob").ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).Expect(201);
        (await As("alice").ApplyAsync($"{ConfigMaps}/a", ConfigMap("a"))).Expect(200);
    }

    [Fact]
    public async Task Subjects_are_users_groups_and_service_accounts()
    {
        (await Admin.CreateAsync(Roles, Role("r", Rule("get", "pods")))).Expect(201);
        var binding = JsonNode.Parse(RoleBinding("b", "r", "alice"))!;
        binding["subjects"] = JsonNode.Parse($$$"""
            [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "alice"},
             {"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "team-a"},
             {"kind": "ServiceAccount", "name": "robot", "namespace": "{{{_space}}}"}]
            """);
        (await Admin.CreateAsync(RoleBindings, binding.ToJsonString())).Expect(201);
        await EventuallyAsync(() => AllowedAsync("alice", Rule("get", "pods")));
        var pod = $"/api/v1/namespaces/{_space}/pods/none";

        (await As("alice").GetAsync(pod)).Expect(404);
        (await As("carol", "team-a").GetAsync(pod)).Expect(404);
        (await As($"system:serviceaccount:{_space}:robot").GetAsync(pod)).Expect(404);
        (await As("team-a").GetAsync(pod)).Expect(403);
    }

    [Fact]
    public async Task Nobody_gives_rights_that_they_do_not_have()
    {
        await GrantAsync("alice", Rule("create,update,patch,get", "roles", "rbac.authorization.k8s.io"), Rule("get", "configmaps"));
        var alice = As("alice");

        (await alice.CreateAsync(Roles, Role("held", Rule("get", "configmaps")))).Expect(201);
        var created = (await alice.CreateAsync(Roles, Role("more", Rule("get", "secrets")))).ExpectRefusal(403, "Forbidden");
        var replaced = (await alice.ReplaceAsync($"{Roles}/held", Role("held", Rule("*", "configmaps")))).ExpectRefusal(403, "Forbidden");
        var applied = (await alice.ApplyAsync($"{Roles}/more", Role("more", Rule("get", "secrets")))).ExpectRefusal(403, "Forbidden");

        Assert.All([created, replaced, applied], refused =>
            Assert.Contains("attempting to grant RBAC permissions not currently held", refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_may_escalate_gives_rights_that_they_do_not_have()
    {
        await GrantAsync("alice", Rule("create,escalate", "roles", "rbac.authorization.k8s.io"));

        (await As("alice").CreateAsync(Roles, Role("more", Rule("get", "secrets")))).Expect(201);
    }

    [Fact]
    public async Task Nobody_binds_a_role_with_rights_that_they_do_not_have_unless_they_may_bind_it()
    {
        await GrantAsync("alice", Rule("create", "rolebindings", "rbac.authorization.k8s.io"));
        await GrantAsync("bob", Rule("create", "rolebindings", "rbac.authorization.k8s.io"), Rule("bind", "roles", "rbac.authorization.k8s.io"));
        (await Admin.CreateAsync(Roles, Role("secret-reader", Rule("get", "secrets")))).Expect(201);

        var refused = (await As("alice").CreateAsync(RoleBindings, RoleBinding("a", "secret-reader", "alice"))).ExpectRefusal(403, "Forbidden");
        (await As("bob").CreateAsync(RoleBindings, RoleBinding("b", "secret-reader", "bob"))).Expect(201);

        Assert.Contains("attempting to grant RBAC permissions not currently held", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_bind_verb_a_role_that_is_missing_cannot_be_bound()
    {
        await GrantAsync("alice", Rule("create", "rolebindings", "rbac.authorization.k8s.io"));

        (await As("alice").CreateAsync(RoleBindings, RoleBinding("a", "missing", "alice"))).ExpectRefusal(404, "NotFound");
    }

    [Fact]
    public async Task A_ClusterRole_binds_everywhere_or_in_one_namespace()
    {
        var (role, binding) = ($"{RbacGroup}/clusterroles/{Unique("r")}", $"{RbacGroup}/clusterrolebindings/{Unique("b")}");
        var lister = Role(Unique("r"), Rule("list", "configmaps")).Replace("\"Role\"", "\"ClusterRole\"", StringComparison.Ordinal);
        (await Admin.ApplyAsync(role, lister)).Expect(201);
        (await Admin.CreateAsync(RoleBindings, RoleBinding("b", Unique("r"), "alice", "ClusterRole"))).Expect(201);
        var everywhere = RoleBinding(Unique("b"), Unique("r"), "bob", "ClusterRole")
            .Replace("\"RoleBinding\"", "\"ClusterRoleBinding\"", StringComparison.Ordinal);
        (await Admin.ApplyAsync(binding, everywhere)).Expect(201);
        await EventuallyAsync(() => AllowedAsync("alice", Rule("list", "configmaps")));
        await EventuallyAsync(() => AllowedAsync("bob", Rule("list", "configmaps")));

        (await As("alice").GetAsync(ConfigMaps)).Expect(200);
        (await As("alice").GetAsync("/api/v1/configmaps")).ExpectRefusal(403, "Forbidden");
        (await As("bob").GetAsync(ConfigMaps)).Expect(200);
        (await As("bob").GetAsync("/api/v1/configmaps")).Expect(200);
        (await Admin.DeleteAsync(role)).Expect(200);
        (await Admin.DeleteAsync(binding)).Expect(200);
    }

    [Theory]
    [InlineData("cluster-admin", "delete", "secrets", true)]
    [InlineData("admin", "create", "secrets", true)]
    [InlineData("edit", "create", "configmaps", true)]
    [InlineData("edit", "create", "resourcequotas", false)]
    [InlineData("view", "list", "configmaps", true)]
    [InlineData("view", "list", "secrets", false)]
    [InlineData("view", "create", "configmaps", false)]
    public async Task The_roles_that_every_cluster_has_give_what_is_documented(string role, string verb, string resource, bool expected)
    {
        (await Admin.CreateAsync(RoleBindings, RoleBinding("b", role, "alice", "ClusterRole"))).Expect(201);
        await EventuallyAsync(() => AllowedAsync("alice", Rule("list", "services")));

        Assert.Equal(expected, await AllowedAsync("alice", Rule(verb, resource)));
    }

    [Fact]
    public async Task A_review_tells_what_a_user_by_the_groups_given_may_do()
    {
        (await Admin.CreateAsync(Roles, Role("r", Rule("get", "pods/log")))).Expect(201);
        var binding = RoleBinding("b", "r", "team-a").Replace("\"User\"", "\"Group\"", StringComparison.Ordinal);
        (await Admin.CreateAsync(RoleBindings, binding)).Expect(201);
        JsonObject Asked(string group, string subresource) => JsonNode.Parse($$$"""
            {"user": "carol", "groups": ["{{{group}}}"],
             "resourceAttributes": {"verb": "get", "resource": "pods", "subresource": "{{{subresource}}}", "namespace": "{{{_space}}}"}}
            """)!.AsObject();

        await EventuallyAsync(async () => (bool)(await ReviewAsync(Asked("team-a", "log"))).Body["status"]!["allowed"]!);

        Assert.False((bool)(await ReviewAsync(Asked("team-a", ""))).Expect(201).Body["status"]!["allowed"]!);
        Assert.False((bool)(await ReviewAsync(Asked("team-b", "log"))).Expect(201).Body["status"]!["allowed"]!);
    }

    [Fact]
    public async Task A_review_of_a_non_resource_URL_knows_what_everybody_may_see()
    {
        JsonObject Asked(string path) => JsonNode.Parse($$$"""
            {"user": "carol", "groups": ["system:authenticated"], "nonResourceAttributes": {"verb": "get", "path": "{{{path}}}"}}
            """)!.AsObject();

        Assert.True((bool)(await ReviewAsync(Asked("/version"))).Expect(201).Body["status"]!["allowed"]!);
        Assert.False((bool)(await ReviewAsync(Asked("/logs"))).Expect(201).Body["status"]!["allowed"]!);
    }

    [Fact]
    public async Task A_review_without_user_or_attributes_is_Invalid()
    {
        (await ReviewAsync([])).ExpectRefusal(422, "Invalid");
        (await ReviewAsync(new JsonObject { ["user"] = "carol" })).ExpectRefusal(422, "Invalid");
    }

    [Fact]
    public async Task Everybody_may_ask_about_themselves_and_not_about_others()
    {
        const string Reviews = "/apis/authorization.k8s.io/v1";
        string Review(string kind, string user) => $$$"""
            {"apiVersion": "authorization.k8s.io/v1", "kind": "{{{kind}}}",
             "spec": { {{{user}}} "resourceAttributes": {"namespace": "{{{_space}}}", "verb": "get", "resource": "pods"} } }
            """;

        var self = await As("carol").CreateAsync($"{Reviews}/selfsubjectaccessreviews", Review("SelfSubjectAccessReview", ""));
        var other = await As("carol").CreateAsync($"{Reviews}/subjectaccessreviews", Review("SubjectAccessReview", "\"user\": \"bob\","));

        Assert.False((bool)self.Expect(201).Body["status"]!["allowed"]!);
        other.ExpectRefusal(403, "Forbidden");
    }

    [Fact]
    public async Task Members_of_system_masters_may_do_everything()
    {
        var everything = """{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}""";

        (await As("root", "system:masters").CreateAsync(Roles, Role("all", everything))).Expect(201);
    }
}
