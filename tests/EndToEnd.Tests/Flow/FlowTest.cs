using System.Text.Json.Nodes;
using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.EndToEnd.Tests.Cloud;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>The published function in between CloudFormation's requests and an API server, the real kube-apiserver unless another is said, with the tokens of EKS.</summary>
[Collection(KubeApiServerCollection.Name)]
public abstract class FlowTest(ClusterFixture server) : IAsyncLifetime
{
    private const string AwsAuthPath = "/api/v1/namespaces/kube-system/configmaps/aws-auth";

    private CloudServer? _cloud;

    private protected FunctionProcesses Function { get; } = new();

    private protected ApiClient Admin { get; } = new(server.Backend, server.Backend.AdminToken);

    private protected CloudServer Cloud => _cloud!;

    /// <summary>The property <c>Cluster</c>, with all that CloudFormation knows of a cluster.</summary>
    private protected JsonObject Cluster => new()
    {
        ["Name"] = KubeApiServerFixture.ClusterName,
        ["Arn"] = KubeApiServerFixture.ClusterArn,
        ["Endpoint"] = server.Backend.Endpoint,
        ["CertificateAuthorityData"] = server.Backend.CertificateAuthorityData,
        ["Region"] = KubeApiServerFixture.Region,
    };

    public async Task InitializeAsync()
    {
        await Admin.DeleteAsync(AwsAuthPath);
        _cloud = await CloudServer.StartAsync(new JsonObject
        {
            ["name"] = KubeApiServerFixture.ClusterName,
            ["arn"] = KubeApiServerFixture.ClusterArn,
            ["endpoint"] = server.Backend.Endpoint,
            ["certificateAuthority"] = new JsonObject { ["data"] = server.Backend.CertificateAuthorityData },
            ["status"] = "ACTIVE",
        });
        StartFunctions(1);
    }

    public async Task DisposeAsync()
    {
        Assert.True(Function.AllRunning, string.Join('\n', Function.Log));
        Function.Dispose();
        // Bearer tokens and the signature of a ResponseURL never reach a log.
        Assert.DoesNotContain(Function.Log, line => line.Contains("k8s-aws-v1.", StringComparison.Ordinal));
        Assert.DoesNotContain(Function.Log, line => line.Contains("X-Amz-Signature", StringComparison.Ordinal));
        await Cloud.DisposeAsync();
        Admin.Dispose();
    }

    private protected void StartFunctions(int count) => Function.Start(count, Environment());

    /// <summary>The function anew, in another environment.</summary>
    private protected async Task RestartAsync(Action<Dictionary<string, string>> change)
    {
        Function.Dispose();
        while (Cloud.Idle > 0)
            await Task.Delay(10);
        var environment = Environment();
        change(environment);
        Function.Start(1, environment);
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = Cloud.HostAndPort,
        ["AWS_LAMBDA_FUNCTION_NAME"] = "eks-iam-cdk",
        ["AWS_REGION"] = KubeApiServerFixture.Region,
        ["AWS_ACCESS_KEY_ID"] = KubeApiServerFixture.FunctionCaller.AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = KubeApiServerFixture.FunctionCaller.SecretAccessKey,
        ["AWS_SESSION_TOKEN"] = KubeApiServerFixture.FunctionCaller.SessionToken,
        ["AWS_ENDPOINT_URL"] = Cloud.Url,
        ["EKSIAM_LOG_LEVEL"] = "Debug",
    };

    private protected CustomResource Entry(string logicalId, string stack = "access") =>
        new(Cloud, stack, logicalId, "Custom::EksAwsAuthEntry", Cluster);

    private protected CustomResource Check(string logicalId, JsonObject? cluster = null) =>
        new(Cloud, "access", logicalId, "Custom::EksAccessCheck", cluster ?? Cluster);

    private protected CustomResource Object(string logicalId, string stack = "access") =>
        new(Cloud, stack, logicalId, "Custom::EksKubernetesObject", Cluster);

    /// <summary>Makes aws-auth what it was before this project came, and gives back its resourceVersion.</summary>
    private protected async Task<string> GivenAwsAuthAsync(string? mapRoles, string? mapUsers = null, string? mapAccounts = null)
    {
        var data = new JsonObject();
        if (mapRoles is not null)
            data["mapRoles"] = mapRoles;
        if (mapUsers is not null)
            data["mapUsers"] = mapUsers;
        if (mapAccounts is not null)
            data["mapAccounts"] = mapAccounts;
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "somebody" } },
            ["data"] = data,
        };
        return (await Admin.CreateAsync("/api/v1/namespaces/kube-system/configmaps", body.ToJsonString())).Expect(201).ResourceVersion!;
    }

    private protected Task<ApiReply> AwsAuthAsync() => Admin.GetAsync(AwsAuthPath);

    private protected async Task<string?> MapRolesAsync() => (string?)(await AwsAuthAsync()).Expect(200).Body["data"]?["mapRoles"];

    private protected async Task SetMapRolesAsync(string text)
    {
        var live = (await AwsAuthAsync()).Expect(200).Body;
        live["data"]!["mapRoles"] = text;
        (await Admin.ReplaceAsync(AwsAuthPath, live.ToJsonString())).Expect(200);
    }

    /// <summary>Every state that mapRoles was in since a resourceVersion, one after the other; the empty text where it was away.</summary>
    private protected async Task<IReadOnlyList<string>> HistoryAsync(string since)
    {
        var watch = "/api/v1/namespaces/kube-system/configmaps?watch=true&fieldSelector=metadata.name%3Daws-auth&timeoutSeconds=1"
            + $"&resourceVersion={since}";
        return [.. (await Admin.WatchAsync(watch)).Select(change => (string?)change["object"]!["data"]?["mapRoles"] ?? "")];
    }
}
