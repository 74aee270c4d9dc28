using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes;
using static EksIamCdk.Sandbox.Tests.Kubernetes.KubernetesBed;

namespace EksIamCdk.Sandbox.Tests.Kubernetes;

public sealed class EmbeddedBackendTests
{
    [Fact]
    public async Task What_is_saved_is_there_again_under_another_endpoint_and_authority()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("eks-iam-cdk-test.").FullName, "cluster.json");
        await using var first = await StartAsync(path);
        var created = (await first.SendAsync("POST", ConfigMaps, ConfigMap("a", """, "data": {"k": "v"}"""))).Expect(201);
        await first.Server.SaveAsync(path, CancellationToken.None);

        await using var second = await StartAsync(path);
        var read = (await second.SendAsync("GET", $"{ConfigMaps}/a")).Expect(200);
        var next = (await second.SendAsync("POST", ConfigMaps, ConfigMap("b"))).Expect(201);

        Assert.True(JsonNode.DeepEquals(created.Body, read.Body));
        Assert.True(long.Parse(next.ResourceVersion, null) > long.Parse(created.ResourceVersion, null));
        Assert.NotEqual(first.Server.Endpoint, second.Server.Endpoint);
        Assert.NotEqual(first.Server.CertificateAuthorityData, second.Server.CertificateAuthorityData);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("[]", "does not hold the state of a cluster")]
    public async Task A_state_that_is_none_is_refused_by_its_path(string content, string expected)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, content);

        var refused = await Assert.ThrowsAsync<KubernetesBackendException>(() => StartAsync(path));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public async Task A_fault_can_stand_before_the_server_for_some_requests_and_some_times()
    {
        await using var bed = await StartAsync();
        bed.Server.Fault = KubernetesFaults.When(
            request => request.Method == "POST",
            KubernetesFaults.Times(1, KubernetesFaults.Answer(429, "TooManyRequests", "slow down", TimeSpan.FromSeconds(2))));

        var refused = (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a"))).Expect(429);
        (await bed.SendAsync("GET", ConfigMaps)).Expect(200);
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a"))).Expect(201);

        Assert.Equal(TimeSpan.FromSeconds(2), refused.RetryAfter);
    }

    [Fact]
    public async Task A_lost_answer_is_of_a_request_that_was_done_and_a_reset_of_one_that_was_not()
    {
        await using var bed = await StartAsync();

        bed.Server.Fault = KubernetesFaults.LoseAnswer();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => bed.SendAsync("POST", ConfigMaps, ConfigMap("lost")));
        bed.Server.Fault = KubernetesFaults.Reset();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => bed.SendAsync("POST", ConfigMaps, ConfigMap("reset")));
        bed.Server.Fault = KubernetesFaults.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);

        (await bed.SendAsync("GET", $"{ConfigMaps}/lost")).Expect(200);
        (await bed.SendAsync("GET", $"{ConfigMaps}/reset")).Expect(404);
    }

    [Fact]
    public async Task A_hung_request_ends_when_the_server_does()
    {
        var bed = await StartAsync();
        var arrived = new TaskCompletionSource();
        var hang = KubernetesFaults.Hang();
        bed.Server.Fault = (context, next) =>
        {
            arrived.SetResult();
            return hang(context, next);
        };

        var request = bed.SendAsync("GET", ConfigMaps);
        await arrived.Task;
        Assert.False(request.IsCompleted);
        await bed.Server.DisposeAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => request);
    }

    [Fact]
    public async Task Documents_tell_kubectl_what_there_is()
    {
        await using var bed = await StartAsync();

        var core = (await bed.SendAsync("GET", "/api/v1")).Expect(200);
        var groups = (await bed.SendAsync("GET", "/apis")).Expect(200);
        var rbac = (await bed.SendAsync("GET", "/openapi/v3/apis/rbac.authorization.k8s.io/v1")).Expect(200);

        Assert.Contains(core.Body["resources"]!.AsArray(), resource => (string?)resource!["name"] == "configmaps" && (string?)resource["shortNames"]![0] == "cm");
        Assert.Equal(
            ["authorization.k8s.io", "networking.k8s.io", "rbac.authorization.k8s.io"], groups.Body["groups"]!.AsArray().Select(group => (string?)group!["name"]).Order());
        Assert.Contains(rbac.Body["paths"]!.AsObject(), path => path.Key.EndsWith("/roles/{name}", StringComparison.Ordinal));
        (await bed.SendAsync("GET", "/apis/rbac.authorization.k8s.io")).Expect(200);
        (await bed.SendAsync("GET", "/apis/apps/v1")).Expect(404);
        (await bed.SendAsync("GET", "/api/v1", token: "")).Expect(403);
    }

    [Fact]
    public async Task Method_and_place_must_go_together()
    {
        await using var bed = await StartAsync();

        (await bed.SendAsync("POST", "/api/v1/configmaps", "{}")).Expect(405);
        (await bed.SendAsync("PUT", ConfigMaps, "{}")).Expect(405);
        (await bed.SendAsync("GET", "/apis/authorization.k8s.io/v1/subjectaccessreviews")).Expect(405);
        (await bed.SendAsync("PATCH", $"{ConfigMaps}/a", "{}", "application/json")).Expect(415);
        (await bed.SendAsync("GET", "/api/v1/namespaces/default/pods")).Expect(404);
    }

    [Fact]
    public async Task A_body_in_protocol_buffers_is_read_as_kubectl_sends_it()
    {
        await using var bed = await StartAsync();
        byte[] envelope = [.. "k8s\0"u8, .. Field(1, [.. Field(1, "v1"u8), .. Field(2, "ConfigMap"u8)]), .. Field(2, ConfigMapMessage())];
        using var known = new ByteArrayContent(envelope);
        using var strange = new ByteArrayContent(Encoding.UTF8.GetBytes("k8s\0rubbish"));

        var created = await bed.SendAsync("POST", ConfigMaps, known, "application/vnd.kubernetes.protobuf");
        var refused = await bed.SendAsync("POST", ConfigMaps, strange, "application/vnd.kubernetes.protobuf");

        created.Expect(201);
        refused.Expect(415);
        Assert.Equal("""{"k":"v"}""", created.Body["data"]!.ToJsonString());
        Assert.True((bool)created.Body["immutable"]!);

        static byte[] ConfigMapMessage() =>
            [.. Field(1, [.. Field(1, "proto"u8)]), .. Field(2, [.. Field(1, "k"u8), .. Field(2, "v"u8)]), (4 << 3) | 0, 1];
        static byte[] Field(int number, ReadOnlySpan<byte> value) => [(byte)((number << 3) | 2), (byte)value.Length, .. value];
    }
}
