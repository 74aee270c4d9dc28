using System.Collections.Concurrent;
using EksIamCdk.Access.Principals;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi;

/// <summary>
/// Finds the way to a cluster: credentials, the role to assume, the endpoint, a token. What it learnt, and the connection, serve
/// the next invocation too, until a cluster does not answer or does not let in.
/// </summary>
public sealed class ClusterConnector : IDisposable
{
    private readonly AwsEnvironment _environment;
    private readonly TimeProvider _clock;
    private readonly Patience _patience;
    private readonly AwsClient _aws;
    private readonly ConcurrentDictionary<ClusterReference, ClusterRoute> _routes = new();

    public ClusterConnector(AwsEnvironment environment, TimeProvider clock)
        : this(environment, clock, Patience.Usual)
    {
    }

    internal ClusterConnector(AwsEnvironment environment, TimeProvider clock, Patience patience)
    {
        (_environment, _clock, _patience) = (environment, clock, patience);
        _aws = new AwsClient(environment, clock, patience);
    }

    /// <summary>Call it for each try: it costs nothing while all is well, and learns anew what a failed try put in doubt.</summary>
    public async Task<ConnectAnswer> Connect(ClusterReference cluster, CancellationToken cancellationToken) =>
        await Route(cluster).Connect(cancellationToken).ConfigureAwait(false);

    /// <summary>Asks EKS, each time anew, whether the cluster still exists.</summary>
    public async Task<ClusterExistence> Existence(ClusterReference cluster, CancellationToken cancellationToken) =>
        await Route(cluster).Existence(cancellationToken).ConfigureAwait(false);

    /// <summary>Calls EKS about the cluster, as the role that enters it. Sent at most once.</summary>
    public async Task<EksAnswer> CallEks(ClusterReference cluster, EksCall call, CancellationToken cancellationToken) =>
        await Route(cluster).CallEks(call, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads something of IAM. Sent at most once.</summary>
    internal async Task<Found<T>> CallIam<T>(
        ClusterReference cluster, string action, IEnumerable<KeyValuePair<string, string>> parameters, string about, Func<QueryResponse, T?> read,
        CancellationToken cancellationToken)
        where T : class =>
        await Route(cluster).CallIam(action, parameters, about, read, cancellationToken).ConfigureAwait(false);

    /// <summary>A role or user of the cluster's own account, as IAM has it. Null when it is not there, IAM does not tell, or not within 2 s.</summary>
    public async Task<IamPrincipal?> Principal(ClusterReference cluster, PrincipalArn principal, CancellationToken cancellationToken) =>
        await Route(cluster).Principal(principal, cancellationToken).ConfigureAwait(false);

    /// <summary>The role that calls the cluster: the assumed one, the one that the function was told, or the one that STS says. Null
    /// when nobody says so within 2 s.</summary>
    public async Task<string?> Identity(ClusterReference cluster, CancellationToken cancellationToken) =>
        await Route(cluster).Identity(cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        foreach (var route in _routes.Values)
            route.Dispose();
        _aws.Dispose();
    }

    private ClusterRoute Route(ClusterReference cluster) =>
        _routes.GetOrAdd(cluster, reference => new ClusterRoute(reference, _environment, _aws, _clock, _patience));
}
