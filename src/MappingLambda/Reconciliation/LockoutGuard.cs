using EksIamCdk.Access.Lockout;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Stops a write of aws-auth that would lock somebody out, and finds out what only the cluster and AWS know of it. One for
/// each request.</summary>
internal sealed class LockoutGuard(
    Request request, Resource.AwsAuthEntry wanted, ClusterConnector clusters, GuardClock clock, Progress progress, Log log)
{
    /// <returns>Null when the write may be made.</returns>
    public async Task<Attempt?> StopAsync(AwsAuthConfigMap live, AwsAuthDecision decision, ApiSteps steps, CancellationToken cancellationToken)
    {
        if (wanted.AllowLockout || decision is AwsAuthDecision.Refuse or AwsAuthDecision.Nothing)
            return null;
        var risk = LockoutRisk.Of(live, decision, request.Type == RequestType.Delete ? null : wanted.Declaration);
        if (risk.Certain is { } certain)
            return new Attempt.Refused(certain);
        if (risk.WeakensRoles && await FunctionAsync(cancellationToken) is { } role && risk.OfFunction(role) is { } own)
            return new Attempt.Refused(own);
        return risk.LastNodeEntry is null ? null : await NodesAsync(risk, steps, cancellationToken);
    }

    private async Task<string?> FunctionAsync(CancellationToken cancellationToken)
    {
        progress.Step = "ask who this function is";
        var role = await clusters.Identity(wanted.Cluster, cancellationToken);
        if (role is null)
            log.GuardOff("the entry by which this function comes in", "nobody says who this function is");
        return role;
    }

    private async Task<Attempt?> NodesAsync(LockoutRisk risk, ApiSteps steps, CancellationToken cancellationToken)
    {
        var call = new ApiCall("list", "nodes");
        string? page = null;
        do
        {
            switch (await steps.ReadAsync(call, api => api.Nodes(page, cancellationToken)))
            {
                case ApiAnswer.Ok { Object: var list }:
                    if (ReadyNode.In(list) is { } node)
                        return await ReadyAsync(new Attempt.Refused(risk.OfNodes(node)), cancellationToken);
                    page = ReadyNode.NextPage(list);
                    break;
                case ApiAnswer.Refused { Status: 403 }:
                    return new Attempt.Refused(risk.OfNodes(null));
                // An API server without nodes has none that are Ready.
                case ApiAnswer.Refused { Status: 404 }:
                    return null;
                case var failed:
                    return steps.Unfinished(call, failed);
            }
        }
        while (page is not null);
        return null;
    }

    /// <summary>When a stack is torn down its nodes are just going: they get a while.</summary>
    private async Task<Attempt> ReadyAsync(Attempt.Refused refused, CancellationToken cancellationToken)
    {
        if (request.Type != RequestType.Delete || clock.IsOver)
            return refused;
        progress.Step = "wait for the last nodes to go";
        await clock.PauseAsync(cancellationToken);
        return new Attempt.Continued();
    }
}
