using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.EndToEnd.Tests.Cloud;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Kubernetes;

/// <summary>The one kube-apiserver of this assembly: it starts in seconds, and each test takes names of its own.</summary>
public sealed class KubeApiServerFixture : IAsyncLifetime
{
    public const string ClusterName = "prod";
    public const string ClusterArn = "arn:aws:eks:eu-central-1:111122223333:cluster/prod";
    public const string Region = "eu-central-1";

    /// <summary>The role of the function, let in by an access entry with a policy for the whole cluster.</summary>
    public static readonly KnownCaller FunctionCaller = new(
        "arn:aws:sts::111122223333:assumed-role/eks-iam-cdk/eks-iam-cdk",
        "ASIAFUNCTION00000001", "the+secret/of/the+function", "session+of/the+function==",
        new KubernetesUser("eks-iam-cdk", "AROAFUNCTION", ["access-entry:cluster-admin"]));

    /// <summary>Somebody with the role Dev, whom no access entry lets in.</summary>
    public static readonly KnownCaller Developer = new(
        "arn:aws:sts::111122223333:assumed-role/Dev/me@example.org",
        "ASIADEVELOPER0000001", "the+secret/of/the+developer", "session+of/the+developer==", null);

    public static readonly EksTokenVerifier Tokens = new(ClusterName, Region, [FunctionCaller, Developer]);

    private EnvtestBackend? _backend;

    public IKubernetesBackend Backend => _backend ?? throw new InvalidOperationException("The kube-apiserver is not started.");

    public string KubeconfigOfAnAdministrator() => _backend!.KubeconfigFor("kubernetes-admin", ["system:masters"]);

    public async Task InitializeAsync()
    {
        _backend = await EnvtestBackend.StartAsync(
            AuthenticateAsync, TimeProvider.System, CancellationToken.None);
        using var admin = new ApiClient(_backend, _backend.AdminToken);
        var binding = """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "access-entry-cluster-admin"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
             "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "access-entry:cluster-admin"}]}
            """;
        (await admin.CreateAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding)).Expect(201);
    }

    /// <summary>As EKS does it: access entries first, then the live aws-auth.</summary>
    private async Task<KubernetesUser?> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        if (TestTokens.Read(token) is { } user)
            return user;
        if (Tokens.Verify(token) is not { } caller)
            return null;
        return caller.AccessEntry ?? await MappedAsync(caller);
    }

    private async Task<KubernetesUser?> MappedAsync(KnownCaller caller)
    {
        using var admin = new ApiClient(Backend, Backend.AdminToken);
        var live = await admin.GetAsync("/api/v1/namespaces/kube-system/configmaps/aws-auth");
        var data = (live.Body["data"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
        var who = new Caller { Arn = caller.Arn, SessionName = caller.Arn.Split('/')[^1], AccessKeyId = caller.AccessKeyId };
        return Authenticator.Resolve(data, who) is Resolution.Mapped mapped
            ? new KubernetesUser(mapped.Username, caller.Arn, mapped.Groups)
            : null;
    }

    public async Task DisposeAsync()
    {
        if (_backend is not null)
            await _backend.DisposeAsync();
    }
}

/// <summary>All that runs against the one kube-apiserver, one test after the other.</summary>
[CollectionDefinition(Name)]
public sealed class KubeApiServerCollection : ICollectionFixture<KubeApiServerFixture>
{
    public const string Name = "kube-apiserver";
}
