using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Lockout;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
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
        var entries = new List<string>();
        string? page = null;
        do
        {
            var path = page is null ? "/access-entries" : $"/access-entries?nextToken={Uri.EscapeDataString(page)}";
            switch (await clusters.CallEks(wanted.Cluster, new("ListAccessEntries", HttpMethod.Get, path), cancellationToken))
            {
                case EksAnswer.Ok { Body: var list }:
                    entries.AddRange((list["accessEntries"] as JsonArray ?? []).Select(arn => (string?)arn).OfType<string>());
                    page = (string?)list["nextToken"];
                    break;
                case EksAnswer.Failed failed:
                    return new Attempt.Unfinished(failed.Failure);
                default:
                    throw new UnreachableException();
            }
        }
        while (page is { Length: > 0 });
        return ModeRisk.Of(wanted.Cluster.Name, map, entries) is { } refused ? new Attempt.Refused(refused) : null;
    }
}
