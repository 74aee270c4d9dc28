using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Moving;

/// <summary>Asks a cluster with the token of a principal, as fast as it answers: who it is, one thing that it may do, and one that it may
/// not. Whatever is otherwise, if only for a moment, is written down.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SandboxSession _session;
    private readonly RegionalName _cluster;
    private readonly KubernetesApi _api;
    private readonly Watched _watched;
    private readonly List<string> _wrong = [];
    private readonly Task _watching;
    private string _token = "";

    private Watcher(SandboxSession session, RegionalName cluster, IKubernetesBackend backend, Watched watched)
    {
        (_session, _cluster, _watched) = (session, cluster, watched);
        _api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(backend.Endpoint),
                Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!,
                Token = () => _token,
            },
            TimeProvider.System);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>How often everything was asked.</summary>
    public int Rounds { get; private set; }

    public static async Task<Watcher> StartAsync(SandboxSession session, RegionalName cluster, Watched watched) =>
        new(session, cluster, await session.BackendAsync(cluster, CancellationToken.None), watched);

    /// <returns>What was not as it should be, each time.</returns>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        return _wrong;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _api.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            for (; !_stop.IsCancellationRequested; Rounds++)
            {
                _token = EksToken.Create(
                    _session.Identity.CredentialsFor(_watched.Caller), _cluster.Region, _cluster.Name, TimeProvider.System.GetUtcNow());
                var user = await _session.AuthenticatorOf(_cluster)(_token, _stop.Token);
                if (user is null)
                    Note("is nobody");
                else if (user.Username != _watched.Username)
                    Note($"is {user.Username}");
                else if (_watched.Groups is { } groups && !groups.SequenceEqual(user.Groups.Order(StringComparer.Ordinal)))
                    Note($"is in {string.Join(", ", user.Groups)}");
                await AskAsync(_watched.Allowed, 404);
                await AskAsync(_watched.Denied, 403);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The watch is over.
        }
    }

    // What may be read and is not there is not found.
    private async Task AskAsync(ObjectAddress? about, int expected)
    {
        if (about is null)
            return;
        if (await _api.Get(about, _stop.Token) is not ApiAnswer.Refused { Status: var status } || status != expected)
            Note($"asks for {about}, and is not answered {expected}");
    }

    private void Note(string what) => _wrong.Add($"round {Rounds}: {_watched.Caller} {what}");
}

/// <summary>A principal, and what is always true of it.</summary>
/// <param name="Caller">As STS gives it.</param>
/// <param name="Username">Its name in the cluster.</param>
/// <param name="Groups">In order; null where a policy stands for one of them.</param>
/// <param name="Allowed">Something that is not there, and that it may read.</param>
/// <param name="Denied">Something that it may not read; null: it may read everything.</param>
internal sealed record Watched(string Caller, string Username, IReadOnlyList<string>? Groups, ObjectAddress Allowed, ObjectAddress? Denied)
{
    public static readonly Watched Developer = new(
        "arn:aws:sts::111122223333:assumed-role/Developer/alice", "developer:alice", ["eks-iam-cdk:developers", "oncall"],
        new ObjectAddress(KubernetesKind.ConfigMap, "default", "missing"), new ObjectAddress(KubernetesKind.Secret, "default", "missing"));

    public static readonly Watched Admin = new(
        "arn:aws:sts::111122223333:assumed-role/Admin/bob", "Admin:bob", null, new ObjectAddress(KubernetesKind.Secret, "kube-system", "missing"), null);
}
