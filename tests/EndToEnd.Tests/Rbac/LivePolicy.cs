using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.EndToEnd.Tests.ApiContract;

namespace EksIamCdk.EndToEnd.Tests.Rbac;

/// <summary>The roles and bindings of an API server, between its JSON and the evaluator.</summary>
internal static class LivePolicy
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    public static async Task<RbacPolicy> ReadAsync(ApiClient admin)
    {
        List<JsonObject> roles = [.. await ListAsync(admin, "clusterroles"), .. await ListAsync(admin, "roles")];
        List<JsonObject> bindings = [.. await ListAsync(admin, "clusterrolebindings"), .. await ListAsync(admin, "rolebindings")];
        return new RbacPolicy(roles.Select(Role), bindings.Select(Binding));
    }

    public static async Task CreateAsync(ApiClient admin, RbacRole role)
    {
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = role.Name },
            ["rules"] = new JsonArray([.. role.Rules.Select(ToJson)]),
        };
        (await admin.CreateAsync(PathOf(role.Namespace, "roles"), body.ToJsonString())).Expect(201);
    }

    public static async Task CreateAsync(ApiClient admin, RbacBinding binding)
    {
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = binding.Name },
            ["roleRef"] = new JsonObject
            {
                ["apiGroup"] = "rbac.authorization.k8s.io",
                ["kind"] = binding.RoleIsClusterRole ? "ClusterRole" : "Role",
                ["name"] = binding.RoleName,
            },
            ["subjects"] = new JsonArray([.. binding.Subjects.Select(ToJson)]),
        };
        (await admin.CreateAsync(PathOf(binding.Namespace, "rolebindings"), body.ToJsonString())).Expect(201);
    }

    private static async Task<IEnumerable<JsonObject>> ListAsync(ApiClient admin, string plural) =>
        (await admin.GetAsync($"{Rbac}/{plural}")).Expect(200).Body["items"]!.AsArray().Select(item => item!.AsObject());

    private static string PathOf(string inNamespace, string plural) =>
        inNamespace.Length == 0 ? $"{Rbac}/cluster{plural}" : $"{Rbac}/namespaces/{inNamespace}/{plural}";

    private static RbacRole Role(JsonObject live) => new()
    {
        Namespace = Text(live["metadata"]!, "namespace"),
        Name = Text(live["metadata"]!, "name"),
        Rules =
        [
            .. Items(live, "rules").Select(rule => new PolicyRule
            {
                Verbs = Texts(rule, "verbs"), ApiGroups = Texts(rule, "apiGroups"), Resources = Texts(rule, "resources"),
                ResourceNames = Texts(rule, "resourceNames"), NonResourceUrls = Texts(rule, "nonResourceURLs"),
            }),
        ],
    };

    private static RbacBinding Binding(JsonObject live) => new()
    {
        Namespace = Text(live["metadata"]!, "namespace"),
        Name = Text(live["metadata"]!, "name"),
        RoleIsClusterRole = Text(live["roleRef"]!, "kind") == "ClusterRole",
        RoleName = Text(live["roleRef"]!, "name"),
        Subjects =
        [
            .. Items(live, "subjects").Select(
                subject => new RbacSubject(Enum.Parse<SubjectKind>(Text(subject, "kind")), Text(subject, "name"), Text(subject, "namespace"))),
        ],
    };

    private static JsonNode ToJson(PolicyRule rule)
    {
        var json = new JsonObject { ["verbs"] = Array(rule.Verbs) };
        if (rule.NonResourceUrls.Count > 0)
        {
            json["nonResourceURLs"] = Array(rule.NonResourceUrls);
            return json;
        }

        json["apiGroups"] = Array(rule.ApiGroups);
        json["resources"] = Array(rule.Resources);
        if (rule.ResourceNames.Count > 0)
            json["resourceNames"] = Array(rule.ResourceNames);
        return json;
    }

    private static JsonNode ToJson(RbacSubject subject)
    {
        var json = new JsonObject { ["kind"] = subject.Kind.ToString(), ["name"] = subject.Name };
        if (subject.Kind == SubjectKind.ServiceAccount)
            json["namespace"] = subject.Namespace;
        else
            json["apiGroup"] = "rbac.authorization.k8s.io";
        return json;
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static IEnumerable<JsonObject> Items(JsonObject parent, string name) =>
        (parent[name] as JsonArray ?? []).Select(item => item!.AsObject());

    private static string[] Texts(JsonObject parent, string name) => [.. (parent[name] as JsonArray ?? []).Select(item => (string)item!)];

    private static string Text(JsonNode parent, string name) => (string?)parent[name] ?? "";
}
