using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.Sandbox;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>Asks a cluster as somebody, as fast as it answers, and counts how often the answer is another than the first was.</summary>
internal sealed class AccessWatch : IAsyncDisposable
{
    // Readable or not, it is not there.
    private static readonly ObjectAddress Something = new(KubernetesKind.ConfigMap, "default", "nothing");

    private readonly CancellationTokenSource _stop = new();
    private readonly SandboxSession _session;
    private readonly RegionalName _cluster;
    private readonly KnownCaller _caller;
    private readonly KubernetesApi _api;
    private string _token = "";
    private Seen _first = null!;
    private Task _watching = Task.CompletedTask;
    private int _times;
    private int _others;

    private AccessWatch(SandboxSession session, RegionalName cluster, KnownCaller caller, IKubernetesBackend backend)
    {
        (_session, _cluster, _caller) = (session, cluster, caller);
        _api = new KubernetesApi(
            new KubernetesEndpoint
            {
                Address = new Uri(backend.Endpoint),
                Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!,
                Token = () => _token,
            },
            TimeProvider.System);
    }

    /// <summary>Who it is in the cluster.</summary>
    public string Username => _first.Username;

    public static async Task<AccessWatch> StartAsync(SandboxSession session, RegionalName cluster, KnownCaller caller, CancellationToken cancellationToken)
    {
        var watch = new AccessWatch(session, cluster, caller, await session.BackendAsync(cluster, cancellationToken));
        watch._first = await watch.LookAsync(cancellationToken);
        watch._watching = Task.Run(watch.WatchAsync, CancellationToken.None);
        return watch;
    }

    /// <returns>How often it asked, and how often the answer was another one.</returns>
    public async Task<(int Times, int Others)> StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        return (_times, _others);
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
            for (; !_stop.IsCancellationRequested; _times++)
            {
                _others += await LookAsync(_stop.Token) == _first ? 0 : 1;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The watch is over.
        }
    }

    private async Task<Seen> LookAsync(CancellationToken cancellationToken)
    {
        _token = EksToken.Create(_session.Identity.CredentialsFor(_caller.Arn), _cluster.Region, _cluster.Name, TimeProvider.System.GetUtcNow());
        var user = await _session.AuthenticatorOf(_cluster)(_token, cancellationToken);
        var answer = await _api.Get(Something, cancellationToken);
        return new(user?.Username ?? "", string.Join(',', (user?.Groups ?? []).Order(StringComparer.Ordinal)), (answer as ApiAnswer.Refused)?.Status);
    }

    private sealed record Seen(string Username, string Groups, int? Status);
}
