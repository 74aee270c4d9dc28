using System.Text.Json.Nodes;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Drift;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.ClusterApi.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>What an API server makes of objects that are declared, so that it is not taken for drift; and putting back what is.</summary>
public abstract partial class ApiServerContract
{
    private static readonly TimeSpan DriftPatience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("ResourceQuota", """ "spec": {"hard": {"requests.cpu": "1500m", "limits.memory": "2048Mi", "pods": "10", "count/secrets": "5"}}""")]
    [InlineData("LimitRange", """ "spec": {"limits": [{"type": "Container", "max": {"cpu": "2000m"}, "default": {"memory": "1Gi"}, "defaultRequest": {"memory": "0.5Gi"}}]}""")]
    [InlineData("ServiceAccount", """ "imagePullSecrets": [{"name": "pull"}], "automountServiceAccountToken": false""")]
    [InlineData("ConfigMap", """ "data": {"a": "one\ntwo\n", "e": ""}, "binaryData": {"b": "AAECAw=="}, "immutable": false""")]
    [InlineData("Secret", """ "stringData": {"password": "p w"}, "data": {"key": "AAECAw=="}""")]
    [InlineData("Role", """ "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"], "resourceNames": []}]""")]
    [InlineData("RoleBinding", """ "roleRef": {"kind": "ClusterRole", "name": "view"}, "subjects": [{"kind": "Group", "name": "g"}, {"kind": "ServiceAccount", "name": "s"}]""")]
    [InlineData("RoleBinding", """ "roleRef": {"kind": "ClusterRole", "name": "view", "apiGroup": "rbac.authorization.k8s.io"}, "subjects": []""")]
    [InlineData("NetworkPolicy", """ "spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}, {"ports": [{"port": 80}, {"port": "web", "protocol": "UDP"}]}]}""")]
    public async Task What_was_just_declared_is_as_declared(string kind, string content)
    {
        using var api = AdminApi();
        var found = KubernetesKind.Supported.Single(supported => supported.Kind == kind);
        var manifest = Declared($$$"""{"apiVersion": "{{{found.ApiVersion}}}", "kind": "{{{kind}}}", "metadata": {"name": "declared", "namespace": "{{{_space}}}", "labels": {"a": ""}, "annotations": {}}, {{{content}}} }""");

        await DeclareAsync(api, manifest);

        Assert.IsType<ObjectDrift.AsDeclared>(ObjectDrift.Of(found, await LiveAsync(api, manifest)));
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_drift_and_is_put_back()
    {
        using var api = AdminApi();
        var cluster = Connection(api);
        var role = Declared($$$"""{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "r", "namespace": "{{{_space}}}"}, "rules": [{{{Rule("get", "pods")}}}]}""");
        var binding = Declared(
            $$$"""{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b", "namespace": "{{{_space}}}"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}, "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "g"}]}""");
        await DeclareAsync(api, role);
        await DeclareAsync(api, binding);
        Assert.Empty((await OurDriftAsync(cluster)).Deviations);

        (await Admin.SendAsync(HttpMethod.Patch, role.Address.Path, $$"""{"rules": [{{Rule("*", "*", "*")}}]}""", "application/merge-patch+json")).Expect(200);
        (await Admin.DeleteAsync(binding.Address.Path)).Expect(200);
        (await Admin.CreateAsync(RoleBindings, WithAnotherRole(binding))).Expect(201);

        var report = await OurDriftAsync(cluster);
        Assert.Equal([$"Role {_space}/r", $"RoleBinding {_space}/b"], report.Deviations.Select(deviation => deviation.Target).Order());
        var healer = new DriftHealer(cluster, new HistoryAuthor.OfUser("test", "drift --heal"), _ => Task.FromResult<string?>(null), TimeProvider.System, DriftPatience);
        foreach (var deviation in report.Deviations)
            Assert.IsType<Healing.Healed>(await healer.HealAsync(deviation, CancellationToken.None));

        Assert.Empty((await OurDriftAsync(cluster)).Deviations);
        Assert.Equal("view", (string?)(await LiveAsync(api, binding))["roleRef"]!["name"]);

        // What was found is not found any more: nothing is done a second time.
        var before = (await LiveAsync(api, role))["metadata"]!["resourceVersion"]!.ToString();
        Assert.IsType<Healing.Healed>(await healer.HealAsync(report.Deviations[0], CancellationToken.None));
        Assert.Equal(before, (await LiveAsync(api, role))["metadata"]!["resourceVersion"]!.ToString());
    }

    [Fact]
    public async Task What_was_deleted_by_hand_is_missed_and_comes_back_and_what_its_owner_deletes_is_not_missed()
    {
        using var api = AdminApi();
        var cluster = Connection(api);
        var role = Declared($$$"""{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "r", "namespace": "{{{_space}}}"}, "rules": [{{{Rule("get", "pods")}}}]}""");
        var history = new HistoryStore(api);
        await DeclareAsync(api, role);
        var made = HistoryChange.OfObject.Of(role.Address, null, await LiveAsync(api, role));
        Assert.IsType<HistoryAddition.Kept>(await history.AddAsync(
            new HistoryRecord(TimeProvider.System.GetUtcNow(), new HistoryAuthor.OfUser("test", "test"), made), CancellationToken.None));
        Assert.Empty((await OurDriftAsync(cluster)).Deviations);
        (await Admin.DeleteAsync(role.Address.Path)).Expect(200);

        var gone = Assert.Single((await OurDriftAsync(cluster)).Deviations);
        var healer = new DriftHealer(cluster, new HistoryAuthor.OfUser("test", "drift --heal"), _ => Task.FromResult<string?>(null), TimeProvider.System, DriftPatience);
        Assert.IsType<Healing.Healed>(await healer.HealAsync(gone, CancellationToken.None));

        Assert.Null(gone.Live);
        Assert.IsType<ObjectDrift.AsDeclared>(ObjectDrift.Of(KubernetesKind.Role, await LiveAsync(api, role)));
        Assert.IsType<ApiAnswer.Ok>(await history.ForgetAsync(role.Address, new Owner("another", "Thing"), CancellationToken.None));
        (await Admin.DeleteAsync(role.Address.Path)).Expect(200);
        Assert.Single((await OurDriftAsync(cluster)).Deviations);
        Assert.IsType<ApiAnswer.Ok>(await history.ForgetAsync(role.Address, DriftOwner, CancellationToken.None));
        Assert.Empty((await OurDriftAsync(cluster)).Deviations);
        Assert.IsType<Healing.Healed>(await healer.HealAsync(gone, CancellationToken.None));
        (await Admin.GetAsync(role.Address.Path)).ExpectRefusal(404, "NotFound");
    }

    [Fact]
    public async Task A_changed_Secret_is_drift_and_says_that_it_has_to_be_deployed_again()
    {
        using var api = AdminApi();
        var secret = Declared($$$"""{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "{{{_space}}}"}, "stringData": {"password": "before"}}""");
        await DeclareAsync(api, secret);
        (await Admin.SendAsync(HttpMethod.Patch, secret.Address.Path, """{"stringData": {"password": "after"}}""", "application/merge-patch+json")).Expect(200);

        var deviation = Assert.Single((await OurDriftAsync(Connection(api))).Deviations);
        var healer = new DriftHealer(Connection(api), new HistoryAuthor.OfUser("test", "drift --heal"), _ => Task.FromResult<string?>(null), TimeProvider.System, DriftPatience);
        var refused = Assert.IsType<Healing.Refused>(await healer.HealAsync(deviation, CancellationToken.None));

        Assert.Contains("Deploy Thing of stack drift again", refused.Failure.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("YWZ0ZXI", deviation.Live + deviation.Declared, StringComparison.Ordinal);
        (await Admin.DeleteAsync(secret.Address.Path)).Expect(200);
    }

    private static Owner DriftOwner { get; } = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/drift/0001", "Thing");

    /// <summary>As kubectl replace --force makes it, annotations and all.</summary>
    private static string WithAnotherRole(Manifest binding)
    {
        var body = ((ObjectDecision.Apply)ObjectOwnership.Declare(null, binding, DriftOwner, OnConflict.Fail, null)).Body;
        body["roleRef"]!["name"] = "admin";
        return body.ToJsonString();
    }

    private static Manifest Declared(string json) => Manifest.Parse("Manifest", json, new ProblemList(), out _) ?? throw new ArgumentException(json);

    private static async Task DeclareAsync(KubernetesApi api, Manifest manifest)
    {
        var body = ((ObjectDecision.Apply)ObjectOwnership.Declare(null, manifest, DriftOwner, OnConflict.Fail, null)).Body;
        Assert.IsType<ApiAnswer.Ok>(await api.Apply(manifest.Address, body, ObjectOwnership.FieldManager, force: false, CancellationToken.None));
    }

    private static async Task<JsonObject> LiveAsync(KubernetesApi api, Manifest manifest) =>
        Assert.IsType<ApiAnswer.Ok>(await api.Get(manifest.Address, CancellationToken.None)).Object;

    /// <summary>The drift in this test's namespace: the server is shared.</summary>
    private async Task<DriftReport> OurDriftAsync(ClusterConnection cluster)
    {
        var report = Assert.IsType<DriftReading.Read>(await new DriftCheck(cluster, TimeProvider.System, DriftPatience).RunAsync(CancellationToken.None)).Report;
        return report with { Deviations = [.. report.Deviations.Where(deviation => deviation is Deviation.OfObject { Address.Namespace: var space } && space == _space)] };
    }

    private ClusterConnection Connection(KubernetesApi api) => new(api, new ClusterReference { Name = "test", Endpoint = backend.Endpoint, Region = "" }, "the admin");
}
