using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.ClusterApi.Reading;

namespace EksIamCdk.ClusterApi.Tests.Reading;

public sealed class ClusterReaderTests
{
    private static readonly RbacUser Developer = new("dev:ann", ["devs"]);

    [Fact]
    public async Task All_pages_of_a_list_are_read()
    {
        var api = new ScriptedLists((_, page) => page switch
        {
            null => Page("2", "a", "b"),
            "2" => Page("3", "c"),
            _ => Page("", "d"),
        });

        var listing = Assert.IsType<Listing.Whole>(await Reader(api).ListAsync(KubernetesKind.Namespace, default));

        Assert.Equal(["a", "b", "c", "d"], listing.Objects.Select(RbacJson.NameOf));
    }

    [Fact]
    public async Task A_list_that_grew_too_old_between_two_pages_is_read_from_the_start()
    {
        var expired = false;
        var api = new ScriptedLists((_, page) =>
        {
            if (page is null) return Page("2", "a");
            if (expired) return Page("", "b");
            expired = true;
            return new ApiAnswer.Refused(410, "Expired", "The provided continue parameter is too old", null, null);
        });

        var listing = Assert.IsType<Listing.Whole>(await Reader(api).ListAsync(KubernetesKind.Namespace, default));

        Assert.Equal(["a", "b"], listing.Objects.Select(RbacJson.NameOf));
    }

    [Fact]
    public async Task A_list_that_is_always_too_old_ends_as_a_failure()
    {
        var api = new ScriptedLists((_, page) => page is null ? Page("2", "a") : new ApiAnswer.Refused(410, "Expired", "too old", null, null));

        var failed = Assert.IsType<Listing.Failed>(await Reader(api).ListAsync(KubernetesKind.Namespace, default));

        Assert.Equal(ErrorCode.RefusedByApiServer, failed.Failure.Code);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_server_is_asked_again(int status)
    {
        var asked = 0;
        var api = new ScriptedLists((_, _) => asked++ == 0 ? new ApiAnswer.Refused(status, "", "busy", null, null) : Page("", "a"));

        Assert.IsType<Listing.Whole>(await Reader(api).ListAsync(KubernetesKind.Namespace, default));
        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData(401, "does not let in the user me")]
    [InlineData(404, "refused to list clusterroles")]
    public async Task Who_is_not_let_in_hears_it_at_once(int status, string expected)
    {
        var asked = 0;
        var api = new ScriptedLists((_, _) =>
        {
            asked++;
            return new ApiAnswer.Refused(status, "", "no", null, null);
        });

        var failed = Assert.IsType<Listing.Failed>(await Reader(api).ListAsync(KubernetesKind.ClusterRole, default));

        Assert.Contains(expected, failed.Failure.What, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Roles_and_bindings_become_the_policy_that_decides()
    {
        var api = new ScriptedLists((kind, _) => kind.Kind switch
        {
            "ClusterRole" => Items("""{"metadata": {"name": "reader"}, "rules": [{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}, {"verbs": ["get"], "nonResourceURLs": ["/metrics"]}]}"""),
            "Role" => Items("""{"metadata": {"name": "one", "namespace": "dev"}, "rules": [{"verbs": ["delete"], "apiGroups": ["apps"], "resources": ["deployments"], "resourceNames": ["web"]}]}"""),
            "ClusterRoleBinding" => Items("""{"metadata": {"name": "devs"}, "roleRef": {"kind": "ClusterRole", "name": "reader"}, "subjects": [{"kind": "Group", "name": "devs"}]}"""),
            "RoleBinding" => Items("""{"metadata": {"name": "ann", "namespace": "dev"}, "roleRef": {"kind": "Role", "name": "one"}, "subjects": [{"kind": "User", "name": "dev:ann"}, {"kind": "Robot"}]}"""),
            _ => Items("""{"metadata": {"name": "dev"}}""", """{"metadata": {"name": "prod"}}"""),
        });

        var rbac = Assert.IsType<RbacReading.Read>(await Reader(api).RbacAsync(default)).Rbac;

        Assert.Empty(rbac.Unread);
        Assert.Equal(["dev", "prod"], rbac.Namespaces);
        Assert.True(May(new AccessRequest.OfResource { Verb = "get", Resource = "pods", Namespace = "prod" }));
        Assert.True(May(new AccessRequest.OfUrl { Verb = "get", Path = "/metrics" }));
        Assert.True(May(new AccessRequest.OfResource { Verb = "delete", ApiGroup = "apps", Resource = "deployments", Name = "web", Namespace = "dev" }));
        Assert.False(May(new AccessRequest.OfResource { Verb = "delete", ApiGroup = "apps", Resource = "deployments", Name = "db", Namespace = "dev" }));

        bool May(AccessRequest request) => rbac.Policy.Decide(Developer, request).Allowed;
    }

    [Fact]
    public async Task A_list_that_is_forbidden_is_said_with_what_it_leaves_unknown()
    {
        var api = new ScriptedLists((kind, _) => kind == KubernetesKind.RoleBinding
            ? new ApiAnswer.Refused(403, "Forbidden", "rolebindings is forbidden", null, null)
            : Items("""{"metadata": {"name": "a"}}"""));

        var rbac = Assert.IsType<RbacReading.Read>(await Reader(api).RbacAsync(default)).Rbac;

        Assert.Equal(
            "list rolebindings is forbidden, which leaves unknown who is given rights in single namespaces (rolebindings is forbidden)",
            Assert.Single(rbac.Unread).ToString());
        Assert.Equal(["a"], rbac.Namespaces);
    }

    [Fact]
    public async Task What_is_not_there_is_no_failure_and_what_is_forbidden_is_one()
    {
        var missing = new ScriptedLists((_, _) => new ApiAnswer.Refused(404, "NotFound", "", null, null));
        var forbidden = new ScriptedLists((_, _) => new ApiAnswer.Refused(403, "Forbidden", "configmaps is forbidden", null, null));

        Assert.Null(Assert.IsType<ObjectReading.Read>(await Reader(missing).GetAsync(ObjectAddress.AwsAuth, default)).Object);
        Assert.Equal(ErrorCode.Forbidden, Assert.IsType<ObjectReading.Failed>(await Reader(forbidden).GetAsync(ObjectAddress.AwsAuth, default)).Failure.Code);
    }

    private static ClusterReader Reader(ScriptedLists api) => new(
        new ClusterConnection(api, new ClusterReference { Name = "demo", Region = "" }, "the user me"), TimeProvider.System, TimeSpan.FromSeconds(10));

    private static ApiAnswer.Ok Page(string next, params string[] names) => new(new()
    {
        ["metadata"] = new JsonObject { ["continue"] = next },
        ["items"] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } })]),
    });

    private static ApiAnswer.Ok Items(params string[] items) => new(new() { ["items"] = new JsonArray([.. items.Select(item => JsonNode.Parse(item))]) });
}
