using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Tests.Migrate;

/// <summary><c>eksiam migrate --from KUBECONFIG</c> against API servers that answer.</summary>
public abstract class LiveMigrationTests(LiveMigrationTests.Cluster cluster)
{
    private const string Map = """
        - rolearn: arn:aws:iam::111122223333:role/Dev
          username: dev-{{SessionName}}
          groups: [migrate-devs]
        - rolearn: arn:aws:iam::111122223333:role/Ops
          username: ops:{{SessionName}}
          groups: [migrate-ops]
        """;

    [Fact]
    public async Task The_bindings_of_the_cluster_tell_what_a_principal_loses()
    {
        var ended = await Eksiam.RunAsync("migrate", "--from", cluster.Administrator, "--cluster", "demo");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("  - name: Ops\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("""
            arn:aws:iam::111122223333:role/Dev (mapRoles, line 1)
              before  dev-{{SessionName}}, groups migrate-devs
              after   arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}, groups migrate-devs
              DIFFERS the username dev-{{SessionName}} becomes arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}: a colon before {{SessionName}} in an access entry, such as dev:{{SessionName}}
              could   ClusterRole migrate-reader; ClusterRole migrate-deployer in migrate-apps (session ann)
              can     ClusterRole migrate-reader
              LOST    patch deployments.apps in migrate-apps (session ann)
              note    if the role has a path, its access entry needs the ARN with it
            arn:aws:iam::111122223333:role/Ops (mapRoles, line 4)
              before  ops:{{SessionName}}, groups migrate-ops
              after   ops:{{SessionName}}, groups migrate-ops
              can     ClusterRole migrate-deployer in migrate-apps
              note    if the role has a path, its access entry needs the ARN with it
            2 access entries; 1 differ, 0 cannot be moved and stand in the way of authenticationMode API

            """, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_read_is_said_with_what_it_leaves_unknown()
    {
        var ended = await Eksiam.RunAsync("migrate", "--from", cluster.OfOneWhoReadsOnlyTheMap, "--cluster", "demo", "--json");

        Assert.Equal(1, ended.ExitCode);
        var unknown = JsonNode.Parse(ended.Output)!["unknown"]!.AsArray().Select(line => (string)line!).ToList();
        Assert.Equal(5, unknown.Count);
        Assert.StartsWith("list clusterroles is forbidden, which leaves unknown what the ClusterRoles allow that bindings name (", unknown[0], StringComparison.Ordinal);
        Assert.Contains("clusterroles.rbac.authorization.k8s.io is forbidden", unknown[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_read_the_map_migrates_nothing()
    {
        var ended = await Eksiam.RunAsync("migrate", "--from", cluster.OfNobody, "--cluster", "demo");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("get configmaps kube-system/aws-auth", ended.Error, StringComparison.Ordinal);
        Assert.Contains("[EKSIAM023]", ended.Error, StringComparison.Ordinal);
    }

    /// <summary>An API server with a map and some RBAC, and kubeconfigs for it.</summary>
    public abstract class Cluster : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");
        private IKubernetesBackend? _backend;

        public string Administrator => Kubeconfig("admin", _backend!.AdminToken);

        public string OfOneWhoReadsOnlyTheMap => Kubeconfig("map-reader", "map-reader");

        public string OfNobody => Kubeconfig("nobody", "nobody");

        public async Task InitializeAsync()
        {
            _backend = await StartAsync((token, _) => Task.FromResult<KubernetesUser?>(new KubernetesUser(token, token, [])));
            using var api = new KubernetesApi(
                new KubernetesEndpoint
                {
                    Address = new Uri(_backend.Endpoint),
                    Authority = CertificateAuthority.Parse(_backend.CertificateAuthorityData),
                    Token = () => _backend.AdminToken,
                },
                TimeProvider.System);
            foreach (var body in Objects().Select(text => JsonNode.Parse(text)!.AsObject()))
            {
                var kind = KubernetesKind.Find((string)body["apiVersion"]!, (string)body["kind"]!)!;
                var address = new ObjectAddress(kind, (string?)body["metadata"]!["namespace"], (string)body["metadata"]!["name"]!);
                Assert.IsType<ApiAnswer.Ok>(await api.Create(address, body, CancellationToken.None));
            }
        }

        public async Task DisposeAsync()
        {
            if (_backend is not null) await _backend.DisposeAsync();
            _folder.Delete(recursive: true);
        }

        protected abstract Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator);

        private static IEnumerable<string> Objects()
        {
            const string Rbac = "rbac.authorization.k8s.io";
            yield return """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "migrate-apps"}}""";
            yield return new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
                ["data"] = new JsonObject { ["mapRoles"] = Map },
            }.ToJsonString();
            yield return Role("ClusterRole", "migrate-reader", null, "get", "", "pods");
            yield return Role("ClusterRole", "migrate-deployer", null, "patch", "apps", "deployments");
            yield return Role("Role", "migrate-map-reader", "kube-system", "get", "", "configmaps");
            yield return Binding("ClusterRoleBinding", "migrate-reader", null, "ClusterRole", "Group", "migrate-devs");
            yield return Binding("RoleBinding", "migrate-deployer", "migrate-apps", "ClusterRole", "User", "dev-ann");
            yield return Binding("RoleBinding", "migrate-deployer", "migrate-apps", "ClusterRole", "Group", "migrate-ops", "-ops");
            yield return Binding("RoleBinding", "migrate-map-reader", "kube-system", "Role", "User", "map-reader");

            static string Role(string kind, string name, string? inNamespace, string verb, string group, string resource) => new JsonObject
            {
                ["apiVersion"] = $"{Rbac}/v1",
                ["kind"] = kind,
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = inNamespace },
                ["rules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray(verb), ["apiGroups"] = new JsonArray(group), ["resources"] = new JsonArray(resource) }),
            }.ToJsonString();

            static string Binding(string kind, string role, string? inNamespace, string roleKind, string subjectKind, string subject, string suffix = "") => new JsonObject
            {
                ["apiVersion"] = $"{Rbac}/v1",
                ["kind"] = kind,
                ["metadata"] = new JsonObject { ["name"] = role + suffix, ["namespace"] = inNamespace },
                ["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = roleKind, ["name"] = role },
                ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = Rbac, ["kind"] = subjectKind, ["name"] = subject }),
            }.ToJsonString();
        }

        private string Kubeconfig(string user, string token)
        {
            var path = Path.Combine(_folder.FullName, user);
            var cluster = new JsonObject { ["server"] = _backend!.Endpoint, ["certificate-authority-data"] = _backend.CertificateAuthorityData };
            var context = new JsonObject { ["cluster"] = "it", ["user"] = user };
            File.WriteAllText(path, $"""
                kind: Config
                current-context: it
                contexts: [{new JsonObject { ["name"] = "it", ["context"] = context }.ToJsonString()}]
                clusters: [{new JsonObject { ["name"] = "it", ["cluster"] = cluster }.ToJsonString()}]
                users: [{new JsonObject { ["name"] = user, ["user"] = new JsonObject { ["token"] = token } }.ToJsonString()}]
                """);
            return path;
        }
    }
}

public sealed class EmbeddedMigrationTests(EmbeddedMigrationTests.Server server) : LiveMigrationTests(server), IClassFixture<EmbeddedMigrationTests.Server>
{
    public sealed class Server : Cluster
    {
        protected override async Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator) =>
            await EmbeddedBackend.StartAsync(new EmbeddedOptions { Authenticator = authenticator }, CancellationToken.None);
    }
}

public sealed class KubeApiServerMigrationTests(KubeApiServerMigrationTests.Server server)
    : LiveMigrationTests(server), IClassFixture<KubeApiServerMigrationTests.Server>
{
    public sealed class Server : Cluster
    {
        protected override async Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator) =>
            await EnvtestBackend.StartAsync(authenticator, TimeProvider.System, CancellationToken.None);
    }
}
