using EksIamCdk.Access.Lockout;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Stops the step to API while aws-auth lets in somebody who has no access entry.</summary>
internal sealed class ModeLockoutGuard(ClusterConnector clusters, Request request, Resource.ClusterMode wanted, Progress progress)
{
    private readonly ApiSteps _steps = new(request, progress);

    /// <returns>Null when the step may be taken.</returns>
    public async Task<Attempt?> StopAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        if (wanted.AllowLockout)
            return null;
        _steps.Cluster = cluster;
        var call = ApiCall.Get(ObjectAddress.AwsAuth);
        return await _steps.ReadAsync(call, api => api.Get(ObjectAddress.AwsAuth, cancellationToken)) switch
        {
            ApiAnswer.Ok { Object: var live } => await CompareAsync(AwsAuthObject.Read(live), cancellationToken),
            ApiAnswer.Refused { Status: 404 } => null,
            var failed => _steps.Unfinished(call, failed),
        };
    }

    private async Task<Attempt?> CompareAsync(AwsAuthConfigMap map, CancellationToken cancellationToken)
    {
        progress.Step = $"list the access entries of cluster {wanted.Cluster.Name}";
        var (entries, failure) = await AccessEntryList.ReadAsync(clusters, wanted.Cluster, cancellationToken);
        if (failure is not null)
            return new Attempt.Unfinished(failure);
        return ModeRisk.Of(wanted.Cluster.Name, map, entries) is { } refused ? new Attempt.Refused(refused) : null;
    }
}
