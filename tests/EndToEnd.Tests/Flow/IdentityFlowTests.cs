using System.Text.Json.Nodes;
using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.EndToEnd.Tests.Cloud;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>What all this is for: who gets in, and what they may do there.</summary>
public sealed class IdentityFlowTests(KubeApiServerFixture server) : FlowTest(server)
{
    private const string DevEntry = """
        {"RoleArn": "arn:aws:iam::111122223333:role/team/Dev", "Username": "dev:{{SessionName}}", "Groups": ["flow:developers"]}
        """;
    private readonly KubeApiServerFixture _server = server;

    [Fact]
    public async Task A_role_gets_in_with_its_entry_does_what_its_group_may_and_is_out_when_the_entry_goes()
    {
        var space = $"flow-{Guid.NewGuid():N}"[..16];
        var pods = $"/api/v1/namespaces/{space}/pods";
        var now = DateTimeOffset.UtcNow;
        var @namespace = $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{space}}}"}}""";
        (await Admin.CreateAsync("/api/v1/namespaces", @namespace)).Expect(201);
        var (entry, binding) = (Entry("Dev"), Object("Binding"));
        var manifest = ObjectFlowTests.Properties($$$"""
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "developers", "namespace": "{{{space}}}"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
             "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "flow:developers"}]}
            """);

        (await AsDeveloperAsync(pods, now.AddSeconds(-5))).ExpectRefusal(401, "Unauthorized");
        (await entry.CreateAsync(DevEntry)).Success();
        var mapped = (await AsDeveloperAsync(pods, now.AddSeconds(-4))).ExpectRefusal(403, "Forbidden");
        (await binding.CreateAsync(manifest)).Success();
        var allowed = await EventuallyAsync(() => AsDeveloperAsync(pods, now.AddSeconds(-3)), reply => reply.Status == 200);
        var secrets = await AsDeveloperAsync(pods.Replace("pods", "secrets", StringComparison.Ordinal), now.AddSeconds(-3));
        (await entry.DeleteAsync(DevEntry)).Success();
        (await binding.DeleteAsync(manifest)).Success();

        Assert.Contains("User \"dev:me-example.org\"", mapped.Message, StringComparison.Ordinal);
        Assert.Equal("PodList", (string?)allowed.Body["kind"]);
        secrets.ExpectRefusal(403, "Forbidden");
        (await AsDeveloperAsync(pods, now.AddSeconds(-2))).ExpectRefusal(401, "Unauthorized");
    }

    [Fact]
    public async Task A_cluster_is_found_by_its_name_alone()
    {
        await GivenAwsAuthAsync("[]");
        var named = new JsonObject { ["Name"] = KubeApiServerFixture.ClusterName };
        var entry = new CustomResource(Cloud, "access", "Dev", "Custom::EksAwsAuthEntry", named);

        var created = (await entry.CreateAsync(DevEntry)).Success();

        Assert.StartsWith("aws-auth|prod|role|", created.PhysicalResourceId, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:role/Dev\"", await MapRolesAsync(), StringComparison.Ordinal);
    }

    private async Task<ApiReply> AsDeveloperAsync(string path, DateTimeOffset signedAt)
    {
        using var client = new ApiClient(_server.Backend, KubeApiServerFixture.Tokens.Mint(KubeApiServerFixture.Developer, signedAt));
        return await client.GetAsync(path);
    }

    private static async Task<ApiReply> EventuallyAsync(Func<Task<ApiReply>> ask, Func<ApiReply, bool> holds)
    {
        var reply = await ask();
        for (var attempt = 0; attempt < 200 && !holds(reply); attempt++)
        {
            await Task.Delay(50);
            reply = await ask();
        }

        return reply;
    }
}
