using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.ClusterApi.Reading;
using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Rbac;

/// <summary>The roles and bindings of an API server, between its JSON and the evaluator.</summary>
internal static class LivePolicy
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    public static async Task<RbacPolicy> ReadAsync(IKubernetesBackend backend) => (await ReadRbacAsync(backend)).Policy;

    public static async Task<LiveRbac> ReadRbacAsync(IKubernetesBackend backend)
    {
        using var api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(backend.Endpoint),
                Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!,
                Token = () => backend.AdminToken,
            },
            TimeProvider.System);
        var connection = new ClusterConnection(api, new ClusterReference { Name = "live", Region = "" }, "an administrator");
        var reading = await new ClusterReader(connection, TimeProvider.System, TimeSpan.FromSeconds(10)).RbacAsync(CancellationToken.None);
        return Assert.IsType<RbacReading.Read>(reading).Rbac;
    }

    /// <summary>Writes the roles and bindings of a generator.</summary>
    public static async Task CreateAsync(ApiClient admin, RandomPolicies generator)
    {
        var roles = generator.Roles().Select(WithoutUrlsInRoles).ToList();
        foreach (var role in roles)
            await CreateAsync(admin, role);
        foreach (var binding in generator.Bindings(roles))
            await CreateAsync(admin, binding);
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

    // The server refuses them there.
    private static RbacRole WithoutUrlsInRoles(RbacRole role) =>
        role.Namespace.Length == 0 ? role : role with { Rules = [.. role.Rules.Where(rule => rule.NonResourceUrls.Count == 0)] };

    private static string PathOf(string inNamespace, string plural) =>
        inNamespace.Length == 0 ? $"{Rbac}/cluster{plural}" : $"{Rbac}/namespaces/{inNamespace}/{plural}";

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
}
