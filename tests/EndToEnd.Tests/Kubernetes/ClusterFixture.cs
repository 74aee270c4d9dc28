using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.EndToEnd.Tests.ApiContract;
using EksIamCdk.EndToEnd.Tests.Cloud;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Kubernetes;

/// <summary>An API server that lets people in as EKS does: by access entries, and by the live aws-auth.</summary>
public abstract class ClusterFixture : IAsyncLifetime
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

    private IKubernetesBackend? _backend;

    public IKubernetesBackend Backend => _backend ?? throw new InvalidOperationException("The API server is not started.");

    public async Task InitializeAsync()
    {
        _backend = await StartAsync(AuthenticateAsync);
        using var admin = new ApiClient(_backend, _backend.AdminToken);
        var binding = """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "access-entry-cluster-admin"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
             "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "access-entry:cluster-admin"}]}
            """;
        (await admin.CreateAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding)).Expect(201);
    }

    protected abstract Task<IKubernetesBackend> StartAsync(TokenAuthenticator authenticator);

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
