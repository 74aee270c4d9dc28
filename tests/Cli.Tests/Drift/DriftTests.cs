using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Tests.Drift;

/// <summary><c>eksiam drift</c> against a live cluster.</summary>
public abstract class DriftTests : IAsyncLifetime
{
    private const string StackId = "arn:aws:cloudformation:eu-central-1:111122223333:stack/team/0001";
    private const string Dev = "arn:aws:iam::111122223333:role/Dev";
    private const string ByHand = "# by hand\n- rolearn: arn:aws:iam::111122223333:role/Other\n  username: other\n";

    private static readonly Manifest s_role = Manifest.Parse(
        "Manifest",
        """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "reader", "namespace": "default"}, "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]}""",
        new ProblemList(),
        out _)!;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");
    private IKubernetesBackend? _backend;
    private readonly List<KubernetesApi> _opened = [];

    private KubernetesApi Api => _opened[0];

    private string Kubeconfig => Path.Combine(_folder.FullName, "config");

    public async Task InitializeAsync()
    {
        _backend = await StartAsync(async (token, _) => await Task.FromResult(token == "nothing" ? new KubernetesUser("nobody-much", "1", []) : null));
        _opened.Add(new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(_backend.Endpoint),
                Authority = CertificateAuthority.Parse(_backend.CertificateAuthorityData)!,
                Token = () => _backend.AdminToken,
            },
            TimeProvider.System));
        await WriteKubeconfigAsync(_backend.AdminToken);
        await DeclareAsync();
    }

    public async Task DisposeAsync()
    {
        _opened.ForEach(api => api.Dispose());
        await _backend!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_cluster_as_it_was_declared_is_exit_code_0()
    {
        var ended = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig, "--context", "it");

        Assert.Equal(("", "2 entries and objects compared: all as declared\n", 0), (ended.Error, ended.Output, ended.ExitCode));
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_told_by_owner_and_line_and_put_back_by_heal()
    {
        var declared = await RolesAsync();
        await ChangeAsync();

        var told = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig);
        var json = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig, "--json");
        var healed = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig, "--heal");
        var after = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig);

        Assert.Equal((1, 1, 0, 0), (told.ExitCode, json.ExitCode, healed.ExitCode, after.ExitCode));
        Assert.Equal($"""
            stack team ({StackId})
              Developers: mapRoles {Dev} is not as declared
                  …
                  username: dev
                  groups:
                -   - readers
                +   - system:masters
              Reader: Role default/reader is not as declared
                  …
                        - pods
                      verbs:
                -       - get
                +       - *
            2 entries and objects compared: 2 not as declared

            """, told.Output);
        var deviations = JsonNode.Parse(json.Output)!["deviations"]!.AsArray();
        Assert.Equal(["Developers", "Reader"], deviations.Select(deviation => (string?)deviation!["owner"]!["logicalId"]));
        Assert.Contains("+  - system:masters", deviations[0]!["difference"]!.AsArray().Select(line => (string?)line));
        Assert.Contains("    put back\n", healed.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 not as declared, 2 put back\n", healed.Output, StringComparison.Ordinal);
        Assert.Equal(declared, await RolesAsync());
    }

    [Fact]
    public async Task An_entry_that_is_gone_comes_back_beside_what_others_wrote()
    {
        var map = (JsonObject)(await LiveAsync(ObjectAddress.AwsAuth)).DeepClone();
        map["data"]!["mapRoles"] = $"{ByHand}- rolearn: arn:aws:iam::111122223333:role/New\n  username: new\n";
        Assert.IsType<ApiAnswer.Ok>(await Api.Replace(ObjectAddress.AwsAuth, map, default));

        var healed = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig, "--heal", "--json");

        Assert.Equal(0, healed.ExitCode);
        var deviation = Assert.Single(JsonNode.Parse(healed.Output)!["deviations"]!.AsArray())!;
        Assert.Equal((true, true), ((bool)deviation["gone"]!, (bool)deviation["putBack"]!));
        Assert.Equal(
            $"{ByHand}- rolearn: arn:aws:iam::111122223333:role/New\n  username: new\n- rolearn: {Dev}\n  username: dev\n  groups:\n    - readers\n",
            await RolesAsync());
    }

    [Fact]
    public async Task What_an_older_version_wrote_is_no_drift_and_is_said_not_to_be_known()
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ObjectAnnotations.Declared] = null } } };
        Assert.IsType<ApiAnswer.Ok>(await Api.Merge(s_role.Address, patch, default));
        await Api.Merge(s_role.Address, new JsonObject { ["rules"] = new JsonArray() }, default);

        var ended = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig);

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("not compared: Role default/reader of team", ended.Output, StringComparison.Ordinal);
        Assert.Contains("1 entries and objects compared", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_read_nothing_is_told_so()
    {
        await WriteKubeconfigAsync("nothing");

        var ended = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("EKSIAM023", ended.Error, StringComparison.Ordinal);
        Assert.Contains("get configmaps kube-system/aws-auth", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubeconfig_that_is_missing_and_a_context_that_is_not_in_it_are_bad_input()
    {
        var missing = await Eksiam.RunAsync("drift", "--kubeconfig", Path.Combine(_folder.FullName, "none"));
        var context = await Eksiam.RunAsync("drift", "--kubeconfig", Kubeconfig, "--context", "other");

        Assert.Equal((2, 2), (missing.ExitCode, context.ExitCode));
        Assert.Contains("none", missing.Error, StringComparison.Ordinal);
        Assert.Contains("has no context named other", context.Error, StringComparison.Ordinal);
    }

    private protected abstract Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator);

    private async Task DeclareAsync()
    {
        var map = new AwsAuthConfigMap { Data = new Dictionary<string, string> { ["mapRoles"] = ByHand } };
        var entry = new EntryDeclaration(Section.MapRoles, new MappingEntry { Id = Dev, Username = "dev", Groups = ["readers"] });
        var write = (AwsAuthDecision.Write)AwsAuthOwnership.Declare(map, entry, new Owner(StackId, "Developers"), OnConflict.Fail, null);
        var body = AwsAuthObject.Changed(null, write);
        Assert.IsType<ApiAnswer.Ok>(await Api.Create(ObjectAddress.AwsAuth, body, default));

        var apply = (ObjectDecision.Apply)ObjectOwnership.Declare(null, s_role, new Owner(StackId, "Reader"), OnConflict.Fail, null);
        Assert.IsType<ApiAnswer.Ok>(await Api.Apply(s_role.Address, apply.Body, ObjectOwnership.FieldManager, force: false, default));
    }

    private async Task ChangeAsync()
    {
        var map = (JsonObject)(await LiveAsync(ObjectAddress.AwsAuth)).DeepClone();
        map["data"]!["mapRoles"] = ((string)map["data"]!["mapRoles"]!).Replace("readers", "system:masters", StringComparison.Ordinal);
        Assert.IsType<ApiAnswer.Ok>(await Api.Replace(ObjectAddress.AwsAuth, map, default));
        var rules = JsonNode.Parse("""{"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]}]}""")!.AsObject();
        Assert.IsType<ApiAnswer.Ok>(await Api.Merge(s_role.Address, rules, default));
    }

    private async Task<string?> RolesAsync() => (string?)(await LiveAsync(ObjectAddress.AwsAuth))["data"]!["mapRoles"];

    private async Task<JsonObject> LiveAsync(ObjectAddress address) => Assert.IsType<ApiAnswer.Ok>(await Api.Get(address, default)).Object;

    private async Task WriteKubeconfigAsync(string token)
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
        await File.WriteAllTextAsync(Kubeconfig, config.ToJsonString());
    }
}

public sealed class EmbeddedDriftTests : DriftTests
{
    private protected override async Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator) =>
        await EmbeddedBackend.StartAsync(new EmbeddedOptions { Authenticator = authenticator }, CancellationToken.None);
}

public sealed class KubeApiServerDriftTests : DriftTests
{
    private protected override async Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator) =>
        await EnvtestBackend.StartAsync(authenticator, TimeProvider.System, CancellationToken.None);
}
