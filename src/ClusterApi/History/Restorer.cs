using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.ClusterApi.History;

/// <summary>Takes a write back: looks what it would change now, and then writes exactly that, on the version that was looked at.</summary>
public sealed class Restorer(ClusterConnection cluster, HistoryAuthor author, TimeProvider clock)
{
    /// <summary>What taking a write back would change now. It reads only.</summary>
    /// <param name="change">The write.</param>
    /// <param name="exact">All as it was, whatever others did since.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<RestorePlan> PlanAsync(HistoryChange change, bool exact, CancellationToken cancellationToken)
    {
        var address = change is HistoryChange.OfObject { Address: { } own } ? own : ObjectAddress.AwsAuth;
        JsonObject? live;
        switch (await cluster.Api.Get(address, cancellationToken).ConfigureAwait(false))
        {
            case ApiAnswer.Ok ok:
                live = ok.Object;
                break;
            case ApiAnswer.Refused { Status: 404 }:
                live = null;
                break;
            case var failed:
                return new RestorePlan.Failed(At(ApiCall.Get(address), failed));
        }

        if (change is HistoryChange.OfObject found)
            return new RestorePlan.OfObject(address, live, ObjectRestoration.Of(live, found, exact));
        var map = live is null ? AwsAuthConfigMap.Missing : AwsAuthObject.Read(live);
        return new RestorePlan.OfAwsAuth(live, map, AwsAuthRestoration.Decide(map, (HistoryChange.OfAwsAuth)change, exact));
    }

    /// <summary>Does what a plan says, and tells the history of it.</summary>
    public async Task<RestoreResult> ApplyAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        var (call, answer, change) = plan switch
        {
            RestorePlan.OfAwsAuth map => await WriteAsync(map, cancellationToken).ConfigureAwait(false),
            RestorePlan.OfObject found => await WriteAsync(found, cancellationToken).ConfigureAwait(false),
            _ => throw new UnreachableException(),
        };
        if (answer is not ApiAnswer.Ok)
            return new RestoreResult.Failed(At(call, answer));
        var record = new HistoryRecord(clock.GetUtcNow(), author, change);
        var added = await new HistoryStore(cluster.Api).AddAsync(record, cancellationToken).ConfigureAwait(false);
        return new RestoreResult.Done(added is HistoryAddition.Kept ? null : added.ToString());
    }

    private async Task<(ApiCall Call, ApiAnswer Answer, HistoryChange Change)> WriteAsync(RestorePlan.OfAwsAuth plan, CancellationToken cancellationToken)
    {
        var (address, live) = (ObjectAddress.AwsAuth, plan.Live);
        var (call, answer) = plan.Decision switch
        {
            AwsAuthDecision.Write write when live is null =>
                (ApiCall.Create(address), await cluster.Api.Create(address, AwsAuthObject.Changed(null, write), cancellationToken).ConfigureAwait(false)),
            AwsAuthDecision.Write write =>
                (ApiCall.Replace(address), await cluster.Api.Replace(address, AwsAuthObject.Changed(live, write), cancellationToken).ConfigureAwait(false)),
            AwsAuthDecision.DeleteConfigMap =>
                (ApiCall.Delete(address), await cluster.Api.Delete(address, Text(live, "uid"), Text(live, "resourceVersion"), cancellationToken).ConfigureAwait(false)),
            _ => throw new UnreachableException(),
        };
        return (call, answer, HistoryChange.OfAwsAuth.Of(plan.Map, plan.Decision)!);
    }

    private async Task<(ApiCall Call, ApiAnswer Answer, HistoryChange Change)> WriteAsync(RestorePlan.OfObject plan, CancellationToken cancellationToken)
    {
        var (address, api) = (plan.Address, cluster.Api);
        var (call, answer) = plan.Restoration.Decision switch
        {
            ObjectDecision.Create create => (ApiCall.Create(address), await api.Create(address, create.Body, cancellationToken).ConfigureAwait(false)),
            ObjectDecision.Replace replace => (ApiCall.Replace(address), await api.Replace(address, replace.Body, cancellationToken).ConfigureAwait(false)),
            ObjectDecision.Apply apply =>
                (ApiCall.Apply(address), await api.Apply(address, apply.Body, ObjectOwnership.FieldManager, apply.Force, cancellationToken).ConfigureAwait(false)),
            ObjectDecision.Delete delete =>
                (ApiCall.Delete(address), await api.Delete(address, delete.Uid, delete.ResourceVersion, cancellationToken).ConfigureAwait(false)),
            ObjectDecision.Recreate recreate => await RecreateAsync(address, recreate, cancellationToken).ConfigureAwait(false),
            _ => throw new UnreachableException(),
        };
        var after = plan.Restoration.Decision is ObjectDecision.Delete ? null : (answer as ApiAnswer.Ok)?.Object;
        return (call, answer, HistoryChange.OfObject.Of(address, plan.Live, after));
    }

    private async Task<(ApiCall Call, ApiAnswer Answer)> RecreateAsync(ObjectAddress address, ObjectDecision.Recreate recreate, CancellationToken cancellationToken)
    {
        var deleted = await cluster.Api.Delete(address, recreate.Uid, recreate.ResourceVersion, cancellationToken).ConfigureAwait(false);
        if (deleted is not ApiAnswer.Ok)
            return (ApiCall.Delete(address), deleted);
        // From here on nothing is left half done because somebody lost patience.
        var applied = await cluster.Api.Apply(address, recreate.Body, ObjectOwnership.FieldManager, false, CancellationToken.None).ConfigureAwait(false);
        if (applied is not ApiAnswer.Ok)
            await cluster.Api.Create(address, recreate.AsItWas, CancellationToken.None).ConfigureAwait(false);
        return (ApiCall.Apply(address), applied);
    }

    private StepFailure.AtApiServer At(ApiCall call, ApiAnswer answer) => new(cluster, call, answer);

    private static string? Text(JsonObject? live, string member) => (string?)live?["metadata"]?[member];
}

/// <summary>What taking a write back would change.</summary>
public abstract record RestorePlan
{
    private RestorePlan()
    {
    }

    public sealed record OfAwsAuth(JsonObject? Live, AwsAuthConfigMap Map, AwsAuthDecision Decision) : RestorePlan;

    public sealed record OfObject(ObjectAddress Address, JsonObject? Live, ObjectRestoration Restoration) : RestorePlan;

    /// <summary>What is live cannot be read.</summary>
    public sealed record Failed(StepFailure Failure) : RestorePlan;
}

/// <summary>What became of taking a write back.</summary>
public abstract record RestoreResult
{
    private RestoreResult()
    {
    }

    /// <param name="NotRecorded">Why the history does not tell of it; null when it does.</param>
    public sealed record Done(string? NotRecorded) : RestoreResult;

    /// <summary>Nothing was changed.</summary>
    public sealed record Failed(StepFailure Failure) : RestoreResult;
}
