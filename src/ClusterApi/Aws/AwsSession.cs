using System.Diagnostics;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>Who calls a cluster: the function's own role, or the one that it assumes.</summary>
internal sealed class AwsSession(ClusterReference cluster, AwsEnvironment environment, AwsClient aws, TimeProvider clock)
{
    private const string SessionName = "eks-iam-cdk";
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan IdentityTimeout = TimeSpan.FromSeconds(2);

    private (AwsCredentials By, AssumedRole Role)? _assumed;
    private (AwsCredentials Of, string? Arn)? _identity;

    /// <summary>The role whose credentials the function was started with, as far as it is known.</summary>
    public string Self => KnownSelf ?? environment.Unnamed;

    /// <summary>Whom the cluster sees.</summary>
    public string Principal => cluster.AccessRoleArn ?? Self;

    /// <summary>The same, or null where it is not known.</summary>
    public string? KnownPrincipal => cluster.AccessRoleArn ?? KnownSelf;

    private string? KnownSelf => environment.RoleArn ?? _identity?.Arn;

    public async Task<Found<AwsCredentials>> Credentials(CancellationToken cancellationToken)
    {
        if (environment.Credentials() is not { } own)
            return Failed("sts:GetCallerIdentity", $"cluster {cluster.Name}", new AwsFault.NoCredentials());
        if (cluster.AccessRoleArn is not { } role)
            return own;
        if (_assumed is { } assumed && assumed.By == own && assumed.Role.Expiration - clock.GetUtcNow() > RenewedBefore)
            return assumed.Role.Credentials;

        switch (await aws.AssumeRole(own, cluster.Region, role, SessionName, cluster.ExternalId, cancellationToken).ConfigureAwait(false))
        {
            case AwsAnswer<AssumedRole>.Ok ok:
                _assumed = (own, ok.Value);
                return ok.Value.Credentials;
            case AwsAnswer<AssumedRole>.Failed failed:
                return Failed("sts:AssumeRole", role, failed.Fault);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Nothing that was remembered counts any more.</summary>
    public void Forget() => _assumed = null;

    /// <summary>Learns who the function is. Asked once, and briefly.</summary>
    public async Task Identify(CancellationToken cancellationToken)
    {
        if (environment.RoleArn is not null || cluster.AccessRoleArn is not null || environment.Credentials() is not { } own || _identity?.Of == own)
            return;
        using var timer = new CancellationTokenSource(IdentityTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        _identity = (own, null);
        try
        {
            if (await aws.GetCallerIdentity(own, cluster.Region, either.Token).ConfigureAwait(false) is AwsAnswer<CallerIdentity>.Ok ok)
                _identity = (own, ok.Value.PrincipalArn);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Without an answer in time the message has the words for a role that is not known.
        }
    }

    private StepFailure.AtAws Failed(string action, string target, AwsFault fault) =>
        new(new AwsCall(action, target, Self, aws.StsEndpoint(cluster.Region)), fault);
}
