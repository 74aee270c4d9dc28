using System.Text.Json.Nodes;
using EksIamCdk.Cli.Tests.See;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Tests.Doctor;

/// <summary><c>eksiam doctor --cluster NAME</c>: EKS, IAM and Kubernetes of a sandbox that is served.</summary>
public sealed class LiveDoctorTests(LiveEksTests.Cloud cloud) : IClassFixture<LiveEksTests.Cloud>
{
    [Fact]
    public async Task Whoever_asks_is_followed_from_the_API_server_to_the_access_policy()
    {
        var ended = await cloud.RunAsync("doctor", "access", "me", "delete", "pods", "-n", "default", "--cluster", "demo", "-o", "json");

        Assert.Equal(("", 0), (ended.Error, ended.ExitCode));
        var links = JsonNode.Parse(ended.Output)!["links"]!.AsArray();
        Assert.Equal(
            ["cluster", "API server", "principal", "authentication mode", "access entry", "aws-auth", "identity", "bindings", "roles", "namespace", "rule"],
            links.Select(link => (string?)link!["link"]));
        Assert.Equal("it answers, and lets in arn:aws:iam::111122223333:user/administrator", (string?)links[1]!["what"]);
    }

    [Fact]
    public async Task A_role_that_may_not_in_a_namespace_is_given_the_command_that_mends_it()
    {
        var ended = await cloud.RunAsync("doctor", "access", "Developer", "get", "pods", "-n", "default", "--cluster", "demo");

        Assert.Equal(1, ended.ExitCode);
        Assert.EndsWith(
            "  aws eks associate-access-policy --cluster-name demo --region eu-west-1 --principal-arn arn:aws:iam::111122223333:role/team/Developer "
            + "--policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy --access-scope type=namespace,namespaces=default\n",
            ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_maps_a_stranger()
    {
        var ended = await cloud.RunAsync("doctor", "access", "arn:aws:iam::111122223333:role/Stranger", "--cluster", "demo");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("broken      aws-auth", ended.Output, StringComparison.Ordinal);
        Assert.Contains("aws eks create-access-entry --cluster-name demo --region eu-west-1 --principal-arn arn:aws:iam::111122223333:role/Stranger", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_without_their_service_account_are_told_live()
    {
        var ended = await cloud.RunAsync("doctor", "pod-identity", "app/worker", "--cluster", "demo");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("there is no service account worker in namespace app", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_let_in_still_learns_what_EKS_tells()
    {
        var ended = await LiveEksTests.Cloud.RunAsync(cloud.OfTheReader(), "doctor", "access", "me", "--cluster", "demo");

        Assert.Contains("arn:aws:iam::111122223333:role/Reader, who asks, is not let in (401)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("the principal has none, so aws-auth decides", ended.Output, StringComparison.Ordinal);
        Assert.Contains("unknown     aws-auth", ended.Output, StringComparison.Ordinal);
        Assert.Equal(2, ended.ExitCode);
    }
}

/// <summary><c>eksiam doctor --kubeconfig FILE</c> on a real kube-apiserver.</summary>
public sealed class KubeconfigDoctorTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");
    private EnvtestBackend? _backend;

    public async Task InitializeAsync() =>
        _backend = await EnvtestBackend.StartAsync((_, _) => Task.FromResult<KubernetesUser?>(null), TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _backend!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task You_must_be_logged_in_with_a_token_that_the_cluster_does_not_take()
    {
        var ended = await Eksiam.RunAsync("doctor", "access", "arn:aws:iam::111122223333:role/Dev", "--kubeconfig", Kubeconfig("nobody"));

        Assert.Equal((1, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("it answers 401 to the user me: you must be logged in to the server", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\n  aws sts get-caller-identity\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_started_before_its_service_account_was_annotated_is_found()
    {
        using var api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(_backend!.Endpoint),
                Authority = CertificateAuthority.Parse(_backend.CertificateAuthorityData)!,
                Token = () => _backend.AdminToken,
            },
            TimeProvider.System);
        await CreateAsync(api, "serviceaccounts", """{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web", "annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/web"}}}""");
        await CreateAsync(api, "pods", """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1"}, "spec": {"serviceAccountName": "web", "automountServiceAccountToken": false, "containers": [{"name": "web", "image": "web"}]}}""");

        var ended = await Eksiam.RunAsync("doctor", "irsa", "default/web", "--kubeconfig", Kubeconfig(_backend.AdminToken));

        Assert.Equal((1, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("pod web-1 has no AWS_ROLE_ARN", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n  kubectl delete pod web-1 -n default\n", ended.Output, StringComparison.Ordinal);
    }

    private static async Task CreateAsync(KubernetesApi api, string plural, string body) =>
        Assert.IsType<ApiAnswer.Ok>(await api.Send(HttpMethod.Post, $"/api/v1/namespaces/default/{plural}", (JsonObject)JsonNode.Parse(body)!, default));

    private string Kubeconfig(string token)
    {
        var cluster = new JsonObject { ["server"] = _backend!.Endpoint, ["certificate-authority-data"] = _backend.CertificateAuthorityData };
        var config = new JsonObject
        {
            ["kind"] = "Config",
            ["current-context"] = "it",
            ["contexts"] = new JsonArray(new JsonObject { ["name"] = "it", ["context"] = new JsonObject { ["cluster"] = "it", ["user"] = "me" } }),
            ["clusters"] = new JsonArray(new JsonObject { ["name"] = "it", ["cluster"] = cluster }),
            ["users"] = new JsonArray(new JsonObject { ["name"] = "me", ["user"] = new JsonObject { ["token"] = token } }),
        };
        var path = Path.Combine(_folder.FullName, "config");
        File.WriteAllText(path, config.ToJsonString());
        return path;
    }
}
