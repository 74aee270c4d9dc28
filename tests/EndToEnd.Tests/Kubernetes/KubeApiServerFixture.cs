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
        "ASIAFUNCTION00000001", "the+secret/of/the+function", "session+token/of/the+function==",
        new KubernetesUser("arn:aws:sts::111122223333:assumed-role/eks-iam-cdk/eks-iam-cdk", "AROAFUNCTION", ["access-entry:cluster-admin"]));

    private static readonly EksTokenVerifier Tokens = new(ClusterName, Region, [FunctionCaller]);

    private EnvtestBackend? _backend;

    public IKubernetesBackend Backend => _backend ?? throw new InvalidOperationException("The kube-apiserver is not started.");

    public string KubeconfigOfAnAdministrator() => _backend!.KubeconfigFor("kubernetes-admin", ["system:masters"]);

    public async Task InitializeAsync()
    {
        _backend = await EnvtestBackend.StartAsync(
            (token, _) => Task.FromResult(TestTokens.Read(token) ?? Tokens.Verify(token)), TimeProvider.System, CancellationToken.None);
        using var admin = new ApiClient(_backend, _backend.AdminToken);
        var binding = """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "access-entry-cluster-admin"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
             "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "access-entry:cluster-admin"}]}
            """;
        (await admin.CreateAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding)).Expect(201);
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
