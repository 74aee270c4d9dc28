using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Tests.History;

/// <summary><c>eksiam history</c> and <c>eksiam restore</c>, on the embedded API server.</summary>
public sealed class HistoryTests : IAsyncLifetime, IDisposable
{
    private const string Map = "- rolearn: arn:aws:iam::111122223333:role/Ops\n  username: ops\n";
    private const string Nodes = "- rolearn: arn:aws:iam::111122223333:role/nodes\n  username: system:node:{{EC2PrivateDNSName}}\n";

    private static readonly Owner s_owner = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Dev");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eksiam-history.");
    private EmbeddedBackend _backend = null!;
    private KubernetesApi _api = null!;

    private string Kubeconfig => Path.Combine(_folder.FullName, "config");

    public async Task InitializeAsync()
    {
        _backend = await EmbeddedBackend.StartAsync(
            new EmbeddedOptions { Authenticator = (_, _) => Task.FromResult<KubernetesUser?>(null) }, CancellationToken.None);
        _api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(_backend.Endpoint),
                Authority = CertificateAuthority.Parse(_backend.CertificateAuthorityData)!,
                Token = () => _backend.AdminToken,
            },
            TimeProvider.System);
        await File.WriteAllTextAsync(Kubeconfig, $$$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: admin}}]
            clusters: [{name: test, cluster: {server: "{{{_backend.Endpoint}}}", certificate-authority-data: {{{_backend.CertificateAuthorityData}}} } } ]
            users: [{name: admin, user: {token: {{{_backend.AdminToken}}} } } ]
            """);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Where_nothing_was_written_there_is_no_history()
    {
        var ended = await RunAsync("history");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.StartsWith("nothing was written yet", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_is_listed_shown_line_by_line_taken_back_and_that_is_listed_too()
    {
        await GivenAsync(Map);
        await DeclareAsync("Dev");
        var written = await RolesAsync();

        var listed = await RunAsync("history");
        Assert.Matches(@"(?m)^1  [-0-9]{10} [:0-9]{8}  Create of Dev in stack team +\+ mapRoles arn:aws:iam::111122223333:role/Dev *$", listed.Output);

        var shown = await RunAsync("restore", "1", "--dry-run");
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Contains("  - - rolearn: arn:aws:iam::111122223333:role/Dev\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", shown.Output, StringComparison.Ordinal);
        Assert.Equal(written, await RolesAsync());

        var unasked = await RunAsync("restore", "1");
        Assert.Equal(2, unasked.ExitCode);
        Assert.Contains("add --yes", unasked.Error, StringComparison.Ordinal);
        Assert.Equal(written, await RolesAsync());

        var restored = await RunAsync("restore", "1", "--yes");
        Assert.Equal((0, ""), (restored.ExitCode, restored.Error));
        Assert.Equal(Map, await RolesAsync());

        var again = JsonNode.Parse((await RunAsync("history", "--json")).Output)!.AsArray();
        Assert.Equal(["- mapRoles arn:aws:iam::111122223333:role/Dev", "+ mapRoles arn:aws:iam::111122223333:role/Dev"], again.Select(record => (string?)record!["changes"]![0]));
        Assert.Equal($"restore {again[1]!["key"]}", (string?)again[0]!["by"]!["command"]);
        Assert.Equal("Dev", (string?)again[1]!["by"]!["logicalId"]);

        // By its key, which no write that comes meanwhile changes; and the restoration itself can be taken back.
        Assert.Equal(0, (await RunAsync("restore", (string)again[0]!["key"]!, "--yes")).ExitCode);
        Assert.Equal(written, await RolesAsync());
        Assert.Contains("nothing to put back", (await RunAsync("restore", (string)again[0]!["key"]!, "--yes")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_wrote_since_is_kept_or_said_to_be_in_the_way()
    {
        await GivenAsync(Map);
        await DeclareAsync("Dev");
        var byHand = await LiveAsync();
        byHand["data"]!["mapRoles"] = ((string)byHand["data"]!["mapRoles"]!).Replace("username: dev", "username: somebody", StringComparison.Ordinal);
        await _api.Replace(ObjectAddress.AwsAuth, byHand, CancellationToken.None);

        var refused = await RunAsync("restore", "1", "--yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("[EKSIAM031]", refused.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("restore", "1", "--exact", "--yes")).ExitCode);
        Assert.Equal(Map, await RolesAsync());
    }

    [Fact]
    public async Task The_last_entry_of_nodes_is_taken_away_only_when_asked_to()
    {
        var change = HistoryChange.OfAwsAuth.Of(
            new AwsAuthConfigMap { Data = new Dictionary<string, string> { ["mapRoles"] = "[]" } },
            new AwsAuthDecision.Write(new Dictionary<string, string?> { ["mapRoles"] = Nodes }, null))!;
        await GivenAsync(Nodes);
        await RecordAsync(change);

        var refused = await RunAsync("restore", "1", "--yes");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("the last one in aws-auth by which nodes come in", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Nodes, await RolesAsync());
        Assert.Equal(0, (await RunAsync("restore", "1", "--yes", "--allow-lockout")).ExitCode);
        Assert.Equal("[]", await RolesAsync());
    }

    [Fact]
    public async Task A_Secret_is_not_put_back_and_nothing_of_it_is_shown()
    {
        var address = new ObjectAddress(KubernetesKind.Secret, "default", "db");
        var secret = JsonNode.Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","namespace":"default"},"data":{"password":"aHVudGVyMg=="}}""")!.AsObject();
        await RecordAsync(HistoryChange.OfObject.Of(address, secret, null));

        var refused = await RunAsync("restore", "1", "--yes");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The data of Secret default/db is never kept", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", refused.Output + refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("20261122T073001.123Z-00000000")]
    public async Task A_record_that_there_is_not_is_bad_input(string number)
    {
        await GivenAsync(Map);
        await DeclareAsync("Dev");

        var ended = await RunAsync("restore", number, "--yes");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"restore {number}: the history has 1 records", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_is_bad_input()
    {
        var strangers = Path.Combine(_folder.FullName, "stranger");
        await File.WriteAllTextAsync(strangers, (await File.ReadAllTextAsync(Kubeconfig)).Replace(_backend.AdminToken, "nobody", StringComparison.Ordinal));

        var stranger = await Eksiam.RunAsync("history", "--kubeconfig", strangers);
        var missing = await Eksiam.RunAsync("history", "--kubeconfig", "no-such-file");

        Assert.Equal((2, 2), (stranger.ExitCode, missing.ExitCode));
        Assert.Contains("[EKSIAM022]", stranger.Error, StringComparison.Ordinal);
        Assert.Contains("no-such-file", missing.Error, StringComparison.Ordinal);
    }

    private Task<Ended> RunAsync(params string[] args) => Eksiam.RunAsync([.. args, "--kubeconfig", Kubeconfig]);

    private async Task GivenAsync(string mapRoles) => Assert.IsType<ApiAnswer.Ok>(await _api.Create(
        ObjectAddress.AwsAuth,
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
            ["data"] = new JsonObject { ["mapRoles"] = mapRoles },
        },
        CancellationToken.None));

    /// <summary>As the function does it.</summary>
    private async Task DeclareAsync(string role)
    {
        var live = await LiveAsync();
        var map = AwsAuthObject.Read(live);
        var entry = new MappingEntry { Id = $"arn:aws:iam::111122223333:role/{role}", Username = "dev" };
        var decision = AwsAuthOwnership.Declare(map, new EntryDeclaration(Section.MapRoles, entry), s_owner, OnConflict.Fail, null);
        var changed = AwsAuthObject.Changed(live, Assert.IsType<AwsAuthDecision.Write>(decision));
        Assert.IsType<ApiAnswer.Ok>(await _api.Replace(ObjectAddress.AwsAuth, changed, CancellationToken.None));
        await RecordAsync(HistoryChange.OfAwsAuth.Of(map, decision)!);
    }

    private async Task RecordAsync(HistoryChange change) => Assert.IsType<HistoryAddition.Kept>(await new HistoryStore(_api).AddAsync(
        new HistoryRecord(DateTimeOffset.UtcNow, new HistoryAuthor.OfStack(s_owner, "Create", "r1"), change), CancellationToken.None));

    private async Task<JsonObject> LiveAsync() => Assert.IsType<ApiAnswer.Ok>(await _api.Get(ObjectAddress.AwsAuth, CancellationToken.None)).Object;

    private async Task<string?> RolesAsync() => (string?)(await LiveAsync())["data"]!["mapRoles"];
}
