using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Http;
using EksIamCdk.ClusterApi.Kubernetes;

namespace EksIamCdk.ClusterApi;

/// <summary>What is known of the way to one cluster, and the connection to it.</summary>
internal sealed class ClusterRoute(
    ClusterReference cluster, AwsEnvironment environment, AwsClient aws, TimeProvider clock, Patience patience) : IDisposable
{
    private static readonly TimeSpan DescriptionLasts = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PrincipalTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly AwsSession _session = new(cluster, environment, aws, clock);
    private (ClusterDescription Description, DateTimeOffset At)? _described;
    private (ClusterReference Located, KubernetesApi Api)? _open;
    private volatile EksTokenCache? _tokens;
    private volatile bool _inDoubt;
    private volatile bool _notLetIn;

    public async Task<ConnectAnswer> Connect(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_inDoubt)
                Forget();
            if (_notLetIn)
                await _session.Identify(cancellationToken).ConfigureAwait(false);
            if (!(await _session.Credentials(cancellationToken).ConfigureAwait(false)).Is(out var credentials, out var failure)
                || !(await Locate(credentials, cancellationToken).ConfigureAwait(false)).Is(out var located, out failure)
                || !Open(located).Is(out var api, out failure))
                return new ConnectAnswer.Failed(failure);
            if (_tokens?.Credentials != credentials)
                _tokens = new EksTokenCache(credentials, cluster.Region, cluster.Name, clock);
            return new ConnectAnswer.Connected(new ClusterConnection(api, located, _session.Principal));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task<ClusterExistence> Existence(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!(await _session.Credentials(cancellationToken).ConfigureAwait(false)).Is(out var credentials, out var failure))
                return new ClusterExistence.Unknown(failure);
            return await aws.DescribeCluster(credentials, cluster.Region, cluster.Name, cancellationToken).ConfigureAwait(false) switch
            {
                AwsAnswer<ClusterDescription>.Ok ok => new ClusterExistence.Exists(ok.Value),
                AwsAnswer<ClusterDescription>.Failed { Fault: AwsFault.Refused { Code: "ResourceNotFoundException" } gone } => new ClusterExistence.Deleted(AtEks(gone)),
                AwsAnswer<ClusterDescription>.Failed failed => new ClusterExistence.Unknown(AtEks(failed.Fault)),
                _ => throw new UnreachableException(),
            };
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task<EksAnswer> CallEks(EksCall call, CancellationToken cancellationToken)
    {
        if (!(await Credentials(cancellationToken).ConfigureAwait(false)).Is(out var credentials, out var failure))
            return new EksAnswer.Failed((StepFailure.AtAws)failure);
        return await aws.CallEks(credentials, cluster.Region, cluster.Name, call, cancellationToken).ConfigureAwait(false) switch
        {
            AwsAnswer<JsonObject>.Ok ok => new EksAnswer.Ok(ok.Value),
            AwsAnswer<JsonObject>.Failed failed => new EksAnswer.Failed(AtEks(failed.Fault, call.Action, call.About)),
            _ => throw new UnreachableException(),
        };
    }

    public async Task<IamPrincipal?> Principal(PrincipalArn principal, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(PrincipalTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return (await Credentials(either.Token).ConfigureAwait(false)).Is(out var credentials, out _)
                && await aws.GetPrincipal(credentials, cluster.Region, principal, either.Token).ConfigureAwait(false) is AwsAnswer<IamPrincipal>.Ok { Value: var found }
                && found.Arn == principal.Full
                    ? found
                    : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Reads something of IAM, as the role that enters the cluster. Sent at most once.</summary>
    public async Task<Found<T>> CallIam<T>(
        string action, IEnumerable<KeyValuePair<string, string>> parameters, string about, Func<QueryResponse, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        if (!(await Credentials(cancellationToken).ConfigureAwait(false)).Is(out var credentials, out var failure))
            return failure;
        return await aws.CallIam(credentials, cluster.Region, action, parameters, read, cancellationToken).ConfigureAwait(false) switch
        {
            AwsAnswer<T>.Ok ok => ok.Value,
            AwsAnswer<T>.Failed failed => new StepFailure.AtAws(
                new AwsCall($"iam:{action}", about, _session.Principal, aws.IamEndpoint(cluster.Region)), failed.Fault),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<Found<AwsCredentials>> Credentials(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _session.Credentials(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task<string?> Identity(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _session.Identify(cancellationToken).ConfigureAwait(false);
            return _session.KnownPrincipal;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose()
    {
        _open?.Api.Dispose();
        _oneAtATime.Dispose();
    }

    private void Forget()
    {
        _inDoubt = false;
        _described = null;
        _tokens?.Forget();
        _session.Forget();
    }

    private void Watch(ApiAnswer answer)
    {
        if (answer is ApiAnswer.NoAnswer or ApiAnswer.Refused { Status: 401 })
            _inDoubt = true;
        if (answer is ApiAnswer.Refused { Status: 401 })
            _notLetIn = true;
    }

    private async Task<Found<ClusterReference>> Locate(AwsCredentials credentials, CancellationToken cancellationToken)
    {
        if (cluster is { Endpoint: not null, CertificateAuthorityData: not null })
            return cluster;
        if (_described is { } described && clock.GetUtcNow() - described.At < DescriptionLasts)
            return Located(described.Description);
        switch (await aws.DescribeCluster(credentials, cluster.Region, cluster.Name, cancellationToken).ConfigureAwait(false))
        {
            case AwsAnswer<ClusterDescription>.Ok { Value: var description }:
                if (description is { Endpoint: not null, CertificateAuthorityData: not null })
                    _described = (description, clock.GetUtcNow());
                return Located(description);
            case AwsAnswer<ClusterDescription>.Failed failed:
                return AtEks(failed.Fault);
            default:
                throw new UnreachableException();
        }
    }

    private Found<ClusterReference> Located(ClusterDescription description)
    {
        if (description is { Endpoint: not null, CertificateAuthorityData: not null })
            return cluster with { Endpoint = description.Endpoint, CertificateAuthorityData = description.CertificateAuthorityData };
        var failure = new Failure(
            ErrorCode.ClusterUnreachable,
            $"Cluster {cluster.Name} has no endpoint; EKS says that it is {description.Status}.",
            "Let this resource depend on a cluster that is ACTIVE.");
        return description.Status is "CREATING" or "PENDING" ? new StepFailure.NotReady(failure) : new StepFailure.Final(failure);
    }

    // The connection is kept while endpoint and CA stay the same; a new one never sees the old one's sockets.
    private Found<KubernetesApi> Open(ClusterReference located)
    {
        if (_open is { } open && open.Located == located)
            return open.Api;
        if (!Uri.TryCreate(located.Endpoint, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
            return Unusable($"the endpoint of cluster {cluster.Name} is \"{located.Endpoint}\", which is no https URL");
        if (CertificateAuthority.Parse(located.CertificateAuthorityData ?? "") is not { } authority)
            return Unusable($"the certificate authority data of cluster {cluster.Name} is not base64 of PEM certificates");

        _open?.Api.Dispose();
        var api = new KubernetesApi(
            new KubernetesEndpoint { Address = address, Authority = authority, Token = Token, Watch = Watch, Patience = patience }, clock);
        _open = (located, api);
        return api;
    }

    private string Token() => _tokens?.Current ?? throw new InvalidOperationException("A cluster is connected to before it is called.");

    private StepFailure.AtAws AtEks(AwsFault fault, string action = "DescribeCluster", string? about = null) =>
        new(new AwsCall($"eks:{action}", cluster.Name, _session.Principal, aws.EksEndpoint(cluster.Region)) { About = about }, fault);

    private static StepFailure.Final Unusable(string what) =>
        new(new Failure(
            ErrorCode.ClusterUnreachable,
            $"{char.ToUpperInvariant(what[0])}{what[1..]}.",
            "Give Endpoint and CertificateAuthorityData as the attributes of the cluster in CloudFormation are, or neither."));
}
