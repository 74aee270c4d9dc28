using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>What a schedule has the published function do, on a real kube-apiserver.</summary>
public sealed class DriftFlowTests(KubeApiServerFixture server) : FlowTest(server)
{
    private const string Dev = """{"RoleArn": "arn:aws:iam::111122223333:role/Dev", "Username": "dev", "Groups": ["readers"]}""";
    private readonly string _namespace = $"drift-{Guid.NewGuid():N}"[..14];

    private int _checks;

    [Fact]
    public async Task The_check_tells_each_deviation_counts_them_and_puts_them_back_only_when_asked_to()
    {
        await GivenAwsAuthAsync("# by hand\n- rolearn: arn:aws:iam::111122223333:role/Other\n  username: other\n");
        var before = await MapRolesAsync();
        (await Entry("Developers").CreateAsync(Dev)).Success();
        var space = Object("Space");
        var labelled = Manifest("v1", "Namespace", _namespace, "\"labels\": {\"team\": \"a\"}");
        (await space.CreateAsync(labelled)).Success();
        var declared = await MapRolesAsync();
        await CheckAsync(heal: false);
        Assert.Equal((0, 0), await CountedAsync());

        await SetMapRolesAsync(declared!.Replace("readers", "system:masters", StringComparison.Ordinal));
        (await Admin.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{_namespace}", """{"metadata": {"labels": {"team": "b"}}}""", "application/merge-patch+json")).Expect(200);
        await CheckAsync(heal: false);

        Assert.Equal((2, 0), await CountedAsync());
        Assert.Contains(Function.Log, line => line.Contains("\"logicalResourceId\":\"Developers\"", StringComparison.Ordinal) && line.Contains("system:masters", StringComparison.Ordinal));
        Assert.Contains("system:masters", await MapRolesAsync(), StringComparison.Ordinal);

        await CheckAsync(heal: true);

        Assert.Equal((2, 2), await CountedAsync());
        Assert.Equal(declared, await MapRolesAsync());
        Assert.Equal("a", (string?)(await Admin.GetAsync($"/api/v1/namespaces/{_namespace}")).Expect(200).Body["metadata"]!["labels"]!["team"]);
        await CheckAsync(heal: true);
        Assert.Equal((0, 0), await CountedAsync());

        // Who owned it before it was put back owns it still.
        var entry = Entry("Developers");
        (await entry.UpdateAsync(Dev, Dev)).Success();
        (await entry.DeleteAsync(Dev)).Success();
        (await space.DeleteAsync(labelled)).Success();
        Assert.Equal(before, await MapRolesAsync());
    }

    [Fact]
    public async Task An_entry_that_was_taken_out_comes_back_where_new_entries_go()
    {
        await GivenAwsAuthAsync(null);
        (await Entry("Developers").CreateAsync(Dev)).Success();
        var declared = await MapRolesAsync();
        await SetMapRolesAsync("[]\n");

        await CheckAsync(heal: true);

        Assert.Equal((1, 1), await CountedAsync());
        Assert.Contains("role/Dev", await MapRolesAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(declared!);
    }

    [Fact]
    public async Task An_object_that_was_deleted_by_hand_comes_back_and_one_that_its_stack_deleted_does_not()
    {
        await GivenAwsAuthAsync(null);
        var (kept, gone) = (Object("Kept"), Object("Gone"));
        var (one, other) = (Manifest("v1", "Namespace", _namespace, "\"labels\": {\"team\": \"a\"}"), ConfigMapManifest);
        (await kept.CreateAsync(one)).Success();
        (await gone.CreateAsync(other)).Success();
        (await Admin.DeleteAsync(ConfigMapPath)).Expect(200);

        await CheckAsync(heal: true);
        Assert.Equal((1, 1), await CountedAsync());
        Assert.Equal("1", (string?)(await Admin.GetAsync(ConfigMapPath)).Expect(200).Body["data"]!["a"]);

        (await Admin.DeleteAsync(ConfigMapPath)).Expect(200);
        (await gone.DeleteAsync(other)).Success();
        await CheckAsync(heal: true);
        Assert.Equal((0, 0), await CountedAsync());
        (await Admin.GetAsync(ConfigMapPath)).ExpectRefusal(404, "NotFound");
        (await kept.DeleteAsync(one)).Success();
    }

    private string ConfigMapPath => $"/api/v1/namespaces/{_namespace}/configmaps/settings";

    private string ConfigMapManifest => new JsonObject
    {
        ["Manifest"] = $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "{{{_namespace}}}"}, "data": {"a": "1"} }""",
    }.ToJsonString();

    private Task CheckAsync(bool heal)
    {
        _checks++;
        return Cloud.InvokeAsync(new JsonObject { ["eks-iam-cdk"] = "drift", ["Cluster"] = Cluster, ["Heal"] = heal }, TimeSpan.FromMinutes(1));
    }

    private IReadOnlyList<string> Counts => [.. Function.Log.Where(line => line.Contains("\"_aws\"", StringComparison.Ordinal))];

    /// <summary>What the last check counted, as CloudWatch reads it from the log.</summary>
    private async Task<(int Drift, int Healed)> CountedAsync()
    {
        // A process writes its log beside its answers.
        for (var attempt = 0; attempt < 200 && Counts.Count < _checks; attempt++)
            await Task.Delay(50);
        var line = JsonDocument.Parse(Counts[_checks - 1]).RootElement;
        var metrics = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.Equal("EksIamCdk", metrics.GetProperty("Namespace").GetString());
        Assert.Equal("Cluster", metrics.GetProperty("Dimensions")[0][0].GetString());
        Assert.Equal(KubeApiServerFixture.ClusterName, line.GetProperty("Cluster").GetString());
        return (line.GetProperty("Drift").GetInt32(), line.GetProperty("Healed").GetInt32());
    }

    private static string Manifest(string apiVersion, string kind, string name, string metadata) => new JsonObject
    {
        ["Manifest"] = $$"""{"apiVersion": "{{apiVersion}}", "kind": "{{kind}}", "metadata": {"name": "{{name}}", {{metadata}} } }""",
        ["OnDelete"] = "Delete",
    }.ToJsonString();
}
