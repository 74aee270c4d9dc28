using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Custom::EksAwsAuthEntry: one entry of kube-system/aws-auth, written on the version that was read, together with its claim.</summary>
internal sealed class AwsAuthEntryReconciler(
    Request request, Resource.AwsAuthEntry wanted, Progress progress, AwsAuthTurn turn, LockoutGuard guard, HandoverWait? handover) : IReconciler
{
    private static readonly ObjectAddress Address = ObjectAddress.AwsAuth;

    private readonly ApiSteps _steps = new(request, progress);
    private bool _met;

    /// <summary>At once, as if there were no other writer; in turn once there was one.</summary>
    public async Task<Attempt> TryAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        _steps.Cluster = cluster;
        var attempt = _met ? await turn.TakenAsync(cluster.Api, OnceAsync, cancellationToken) : await OnceAsync(cancellationToken);
        _met |= attempt is Attempt.Unfinished { Failure: StepFailure.AtApiServer { Answer: ApiAnswer.Refused { Status: 409 } } };
        return attempt;
    }

    /// <summary>Each write is whole: there is never anything to put back.</summary>
    public Task<string?> PutBackAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private async Task<Attempt> OnceAsync(CancellationToken cancellationToken)
    {
        var call = ApiCall.Get(Address);
        switch (await _steps.ReadAsync(call, api => api.Get(Address, cancellationToken)))
        {
            case ApiAnswer.Ok { Object: var live }:
                return await GuardedAsync(AwsAuthObject.Read(live), live, cancellationToken);
            case ApiAnswer.Refused { Status: 404 }:
                return await GuardedAsync(AwsAuthConfigMap.Missing, null, cancellationToken);
            case var failed:
                return _steps.Unfinished(call, failed);
        }
    }

    private AwsAuthDecision Decide(AwsAuthConfigMap live)
    {
        if (request.Type == RequestType.Delete)
            return AwsAuthOwnership.Withdraw(live, request.Owner, request.HasOurId ? wanted.Declaration : null);
        var formerly = (request.Formerly as Resource.AwsAuthEntry)?.Declaration;
        return AwsAuthOwnership.Declare(live, wanted.Declaration, request.Owner, wanted.OnConflict, formerly);
    }

    private async Task<Attempt> GuardedAsync(AwsAuthConfigMap map, JsonObject? live, CancellationToken cancellationToken)
    {
        var decision = Decide(map);
        return await guard.StopAsync(map, decision, _steps, cancellationToken)
            ?? await (handover?.StopAsync(decision, cancellationToken) ?? Task.FromResult<Attempt?>(null))
            ?? await WriteAsync(map, decision, live, cancellationToken);
    }

    private async Task<Attempt> WriteAsync(AwsAuthConfigMap map, AwsAuthDecision decision, JsonObject? live, CancellationToken cancellationToken)
    {
        if (decision is AwsAuthDecision.Nothing)
            _steps.IsAsWanted(live);
        var change = HistoryChange.OfAwsAuth.Of(map, decision);
        switch (decision)
        {
            case AwsAuthDecision.Nothing when request.GoesByOwner:
                return new Attempt.NothingOfOwner();
            case AwsAuthDecision.Nothing:
                return new Attempt.Done(Attributes(live));
            case AwsAuthDecision.Refuse refuse:
                return new Attempt.Refused(refuse.Failure);
            case AwsAuthDecision.Write write when live is null:
                return await FinishAsync(
                    change, ApiCall.Create(Address), api => api.Create(Address, AwsAuthObject.Changed(null, write), cancellationToken));
            case AwsAuthDecision.Write write:
                return await FinishAsync(
                    change, ApiCall.Replace(Address), api => api.Replace(Address, AwsAuthObject.Changed(live, write), cancellationToken));
            case AwsAuthDecision.DeleteConfigMap:
                var metadata = live!["metadata"];
                return await FinishAsync(
                    change,
                    ApiCall.Delete(Address),
                    api => api.Delete(Address, (string?)metadata?["uid"], (string?)metadata?["resourceVersion"], cancellationToken));
            default:
                throw new UnreachableException();
        }
    }

    private async Task<Attempt> FinishAsync(HistoryChange? change, ApiCall call, Func<IKubernetesApi, Task<ApiAnswer>> send)
    {
        progress.IdOnFailure = request.IdOnFailure; // what is about to be written is not there yet
        return await _steps.KeptAsync(_ => change, _steps.WriteAsync(call, send)) switch
        {
            ApiAnswer.Ok ok => new Attempt.Done(Attributes(ok.Object)),
            // Deleted by somebody else since it was read.
            ApiAnswer.Refused { Status: 404 } => new Attempt.Unfinished(new StepFailure.NotReady(ObjectFailures.BeingDeleted(Address))),
            var failed => _steps.Unfinished(call, failed),
        };
    }

    private Dictionary<string, string> Attributes(JsonObject? live)
    {
        if (request.Type == RequestType.Delete)
            return [];
        var entry = wanted.Declaration.Entry;
        return new()
        {
            ["Arn"] = entry.Id,
            ["Username"] = entry.Username,
            ["Groups"] = string.Join(',', entry.Groups),
            ["ResourceVersion"] = (string?)live?["metadata"]?["resourceVersion"] ?? "",
        };
    }
}
