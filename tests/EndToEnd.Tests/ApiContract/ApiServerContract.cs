using System.Text.Json.Nodes;
using EksIamCdk.EndToEnd.Tests.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>
/// What this project relies on in a Kubernetes API server. Run against a real kube-apiserver, which is right, and against the
/// embedded one, which must not differ.
/// </summary>
public abstract partial class ApiServerContract(IKubernetesBackend backend) : IAsyncLifetime
{
    private readonly List<ApiClient> _clients = [];
    private readonly string _space = $"contract-{Guid.NewGuid():N}"[..20];
    private ApiClient? _admin;

    private ApiClient Admin => _admin ??= Client(backend.AdminToken);

    private string ConfigMaps => $"/api/v1/namespaces/{_space}/configmaps";

    private string Roles => $"/apis/rbac.authorization.k8s.io/v1/namespaces/{_space}/roles";

    private string RoleBindings => $"/apis/rbac.authorization.k8s.io/v1/namespaces/{_space}/rolebindings";

    public async Task InitializeAsync() =>
        (await Admin.CreateAsync("/api/v1/namespaces", Namespace(_space))).Expect(201);

    public async Task DisposeAsync()
    {
        await Admin.DeleteAsync($"/api/v1/namespaces/{_space}");
        _clients.ForEach(client => client.Dispose());
    }

    private ApiClient As(string username, params string[] groups) => Client(TestTokens.For(username, groups));

    private ApiClient Client(string? token)
    {
        var client = new ApiClient(backend, token);
        _clients.Add(client);
        return client;
    }

    /// <summary>A name for something outside of this test's namespace.</summary>
    private string Unique(string name) => $"{_space}-{name}";

    private static string Namespace(string name) =>
        $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{name}}}"}}""";

    private static string ConfigMap(string name, string data = """{"a": "1"}""", string metadata = "") =>
        $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{{name}}}"{{{metadata}}}}, "data": {{{data}}}}""";

    private static string Role(string name, string rules) =>
        $$$"""{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "{{{name}}}"}, "rules": [{{{rules}}}]}""";

    private static string RoleBinding(string name, string role, string user, string kind = "Role") =>
        $$$"""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "{{{name}}}"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "{{{kind}}}", "name": "{{{role}}}"},
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "{{{user}}}"}]}
        """;

    /// <summary>A rule over verbs of one resource; the core group when none is given.</summary>
    private static string Rule(string verbs, string resource, string group = "")
    {
        var quoted = string.Join(", ", verbs.Split(',').Select(verb => $"\"{verb}\""));
        return $$"""{"apiGroups": ["{{group}}"], "resources": ["{{resource}}"], "verbs": [{{quoted}}]}""";
    }

    /// <summary>Gives a user what the rules say, in this test's namespace.</summary>
    private async Task GrantAsync(string user, params string[] rules)
    {
        var name = $"grant-{user}";
        (await Admin.CreateAsync(Roles, Role(name, string.Join(", ", rules)))).Expect(201);
        (await Admin.CreateAsync(RoleBindings, RoleBinding(name, name, user))).Expect(201);
        await EventuallyAsync(async () => await AllowedAsync(user, rules[^1]));
    }

    private async Task<bool> AllowedAsync(string user, string rule)
    {
        var parsed = JsonNode.Parse(rule)!;
        var review = await ReviewAsync(new JsonObject
        {
            ["user"] = user,
            ["resourceAttributes"] = new JsonObject
            {
                ["namespace"] = _space,
                ["group"] = (string?)parsed["apiGroups"]![0],
                ["resource"] = (string?)parsed["resources"]![0],
                ["verb"] = (string?)parsed["verbs"]![0],
            },
        });
        return (bool)review.Expect(201).Body["status"]!["allowed"]!;
    }

    private Task<ApiReply> ReviewAsync(JsonObject spec) => Admin.CreateAsync(
        "/apis/authorization.k8s.io/v1/subjectaccessreviews",
        new JsonObject { ["apiVersion"] = "authorization.k8s.io/v1", ["kind"] = "SubjectAccessReview", ["spec"] = spec }.ToJsonString());

    /// <summary>Waits for what an API server does in its own time: its RBAC cache, the end of a namespace.</summary>
    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await holds())
                return;
            await Task.Delay(50);
        }

        Assert.Fail("What was waited for did not come about.");
    }
}
