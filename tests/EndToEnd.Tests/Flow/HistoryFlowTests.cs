using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>What the published function tells of its writes on a real cluster, what taking them back makes of it, and how the stacks go on.</summary>
public sealed class HistoryFlowTests : FlowTest, IDisposable
{
    private const string Dev = """{"RoleArn": "arn:aws:iam::111122223333:role/Dev", "Username": "dev", "Groups": ["team-a"]}""";
    private const string DevAdmin = """{"RoleArn": "arn:aws:iam::111122223333:role/Dev", "Username": "dev", "Groups": ["admins"]}""";
    private const string Ops = """{"RoleArn": "arn:aws:iam::111122223333:role/Ops", "Username": "ops", "Groups": []}""";
    private const string Map = "# by hand\n- rolearn: arn:aws:iam::111122223333:role/nodes   # EKS\n  username: system:node:{{EC2PrivateDNSName}}\n";

    private readonly string _space = $"history-{Guid.NewGuid():N}"[..18];
    private readonly KubernetesApi _api;
    private readonly ClusterConnection _cluster;

    public HistoryFlowTests(KubeApiServerFixture server)
        : base(server)
    {
        _api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(server.Backend.Endpoint),
                Authority = CertificateAuthority.Parse(server.Backend.CertificateAuthorityData)!,
                Token = () => server.Backend.AdminToken,
            },
            TimeProvider.System);
        _cluster = new ClusterConnection(_api, new ClusterReference { Name = "prod", Region = "eu-central-1" }, "an administrator");
    }

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task An_entry_that_a_stack_took_away_comes_back_as_its_own_beside_what_others_wrote_since()
    {
        await GivenAwsAuthAsync(Map);
        var (dev, ops) = (Entry("Dev"), Entry("Ops", "others"));
        (await dev.CreateAsync(Dev)).Success();
        (await dev.DeleteAsync(Dev)).Success();
        var gone = await RecordOfAsync("Dev", "Delete");
        (await ops.CreateAsync(Ops)).Success();
        var others = (await MapRolesAsync())!;

        await RestoreAsync(gone);

        var restored = (await MapRolesAsync())!;
        Assert.StartsWith(others, restored, StringComparison.Ordinal);
        Assert.Contains("role/Dev", restored[others.Length..], StringComparison.Ordinal);
        Assert.IsType<HistoryAuthor.OfUser>((await RecordsAsync())[0].By);

        (await dev.UpdateAsync(DevAdmin, Dev)).Success();
        Assert.Contains("admins", await MapRolesAsync(), StringComparison.Ordinal);
        (await dev.DeleteAsync(DevAdmin)).Success();
        Assert.Equal(others, await MapRolesAsync());
        (await ops.DeleteAsync(Ops)).Success();
        Assert.Equal(Map, await MapRolesAsync());
    }

    [Fact]
    public async Task An_update_is_taken_back_and_an_exact_restoration_gives_the_very_bytes()
    {
        await GivenAwsAuthAsync(Map);
        var (dev, ops) = (Entry("Dev"), Entry("Ops", "others"));
        (await dev.CreateAsync(Dev)).Success();
        var created = await AwsAuthAsync();
        (await dev.UpdateAsync(DevAdmin, Dev)).Success();
        var update = await RecordOfAsync("Dev", "Update");
        (await ops.CreateAsync(Ops)).Success();

        await RestoreAsync(update);
        var kept = (await MapRolesAsync())!;
        await RestoreAsync(update, exact: true);

        Assert.Contains("role/Ops", kept, StringComparison.Ordinal);
        Assert.Contains("team-a", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("admins", kept, StringComparison.Ordinal);
        var exact = await AwsAuthAsync();
        Assert.Equal(created.Body["data"]!.ToJsonString(), exact.Body["data"]!.ToJsonString());
        Assert.Equal((string?)created.Body["metadata"]!["annotations"]!["eks-iam-cdk/claims"], (string?)exact.Body["metadata"]!["annotations"]!["eks-iam-cdk/claims"]);
        (await ops.DeleteAsync(Ops)).Success();
        (await dev.DeleteAsync(Dev)).Success();
        Assert.Equal(Map, await MapRolesAsync());
    }

    [Fact]
    public async Task A_map_that_was_deleted_with_its_last_entry_comes_back_and_goes_again()
    {
        var dev = Entry("Dev");
        (await dev.CreateAsync(Dev)).Success();
        var before = await MapRolesAsync();
        (await dev.DeleteAsync(Dev)).Success();
        (await AwsAuthAsync()).Expect(404);

        await RestoreAsync(await RecordOfAsync("Dev", "Delete"));

        Assert.Equal(before, await MapRolesAsync());
        (await dev.UpdateAsync(Dev, Dev)).Success();
        (await dev.DeleteAsync(Dev)).Success();
        (await AwsAuthAsync()).Expect(404);
    }

    [Fact]
    public async Task What_an_update_did_to_an_object_is_taken_back_what_others_added_stays_and_the_stack_goes_on()
    {
        var (path, role) = (RolePath, Object("Reader"));
        await GivenNamespaceAsync();
        var (get, list) = (Role("get", "\"team\": \"a\""), Role("list", "\"team\": \"a\", \"later\": \"yes\""));
        (await role.CreateAsync(get)).Success();
        (await role.UpdateAsync(list, get)).Success();
        var update = await RecordOfAsync("Reader", "Update");
        var touched = (await Admin.GetAsync(path)).Expect(200).Body;
        touched["metadata"]!["labels"]!["by"] = "hand";
        (await Admin.ReplaceAsync(path, touched.ToJsonString())).Expect(200);

        await RestoreAsync(update);

        var restored = (await Admin.GetAsync(path)).Expect(200).Body;
        Assert.Equal("get", (string?)restored["rules"]![0]!["verbs"]![0]);
        Assert.Equal(("a", "hand", null), (Label(restored, "team"), Label(restored, "by"), Label(restored, "later")));

        // No field is left behind that its stack does not declare any more.
        (await role.UpdateAsync(Role("watch", ""), get)).Success();
        var updated = (await Admin.GetAsync(path)).Expect(200).Body;
        Assert.Equal(("watch", null, "hand"), ((string?)updated["rules"]![0]!["verbs"]![0], Label(updated, "team"), Label(updated, "by")));
        (await role.DeleteAsync(Role("watch", ""))).Success();
        (await Admin.GetAsync(path)).Expect(404);
    }

    [Fact]
    public async Task An_object_that_was_deleted_comes_back_as_its_stacks_own()
    {
        await GivenNamespaceAsync();
        var (role, properties) = (Object("Reader"), Role("get", "\"team\": \"a\""));
        (await role.CreateAsync(properties)).Success();
        (await role.DeleteAsync(properties)).Success();
        var deletion = await RecordOfAsync("Reader", "Delete");

        await RestoreAsync(deletion);

        var restored = (await Admin.GetAsync(RolePath)).Expect(200).Body;
        Assert.Contains("Reader", (string?)restored["metadata"]!["annotations"]!["eks-iam-cdk/owner"], StringComparison.Ordinal);
        (await role.UpdateAsync(Role("list", ""), properties)).Success();
        var updated = (await Admin.GetAsync(RolePath)).Expect(200).Body;
        Assert.Equal(("list", null), ((string?)updated["rules"]![0]!["verbs"]![0], Label(updated, "team")));
        (await role.DeleteAsync(Role("list", ""))).Success();
        (await Admin.GetAsync(RolePath)).Expect(404);
    }

    private string RolePath => $"/apis/rbac.authorization.k8s.io/v1/namespaces/{_space}/roles/reader";

    private string Role(string verb, string labels) => ObjectFlowTests.Properties($$$"""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["{{{verb}}}"]}],
         "metadata": {"name": "reader", "namespace": "{{{_space}}}", "labels": { {{{labels}}} } } }
        """);

    private static string? Label(JsonObject live, string name) => (string?)live["metadata"]!["labels"]?[name];

    private async Task GivenNamespaceAsync() => (await Admin.CreateAsync(
        "/api/v1/namespaces", $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{_space}}}"} }""")).Expect(201);

    private async Task<IReadOnlyList<HistoryRecord>> RecordsAsync() =>
        [.. Assert.IsType<HistoryReading.Read>(await new HistoryStore(_api).ReadAsync(CancellationToken.None)).Records.Select(kept => kept.Record).OfType<HistoryRecord>()];

    /// <summary>The newest record of a resource; the function writes it once it has answered.</summary>
    private async Task<HistoryRecord> RecordOfAsync(string logicalId, string requestType)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if ((await RecordsAsync()).FirstOrDefault(record => record.By is HistoryAuthor.OfStack by && by.Owner.LogicalId == logicalId) is { } newest
                && newest.By is HistoryAuthor.OfStack { RequestType: var type } && type == requestType)
                return newest;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The history does not tell of the {requestType} of {logicalId}.");
    }

    private async Task RestoreAsync(HistoryRecord record, bool exact = false)
    {
        var restorer = new Restorer(_cluster, new HistoryAuthor.OfUser("test", "restore"), TimeProvider.System);
        var plan = await restorer.PlanAsync(record.Change, exact, CancellationToken.None);
        Assert.Equal(new RestoreResult.Done(null), await restorer.ApplyAsync(plan, CancellationToken.None));
    }
}
