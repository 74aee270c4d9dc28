using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Lockout;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi.History;

namespace EksIamCdk.ClusterApi.Drift;

/// <summary>
/// Puts entries and objects back as their owners declared them, by the decisions of an update of the stack: in the owner's name, on the
/// version that was read. What changed hands since it was compared is left alone.
/// </summary>
/// <param name="cluster">The cluster, and who writes.</param>
/// <param name="author">Who is named in the history.</param>
/// <param name="identity">The role that writes, where it must not lock itself out; null when nobody knows.</param>
/// <param name="clock">The clock.</param>
/// <param name="patience">How long each is tried.</param>
public sealed class DriftHealer(
    ClusterConnection cluster, HistoryAuthor author, Func<CancellationToken, Task<string?>> identity, TimeProvider clock, TimeSpan patience)
{
    private readonly HistoryStore _history = new(cluster.Api);

    public async Task<Healing> HealAsync(Deviation deviation, CancellationToken cancellationToken)
    {
        var retries = new Retries(new RetryPolicy(Random.Shared.NextDouble), clock, clock.GetUtcNow() + patience);
        while (true)
        {
            var (done, failure) = deviation switch
            {
                Deviation.OfEntry entry => await TryEntryAsync(entry, cancellationToken).ConfigureAwait(false),
                Deviation.OfObject found => await TryObjectAsync(found, cancellationToken).ConfigureAwait(false),
                _ => throw new UnreachableException(),
            };
            if (done is not null) return done;
            // Who is refused now is refused: these are no rights that are only just being given.
            if (failure is StepFailure.AtApiServer { Answer: ApiAnswer.Refused { Status: 401 or 403 } })
                return new Healing.Refused(Failures.Of(failure, atDeadline: false));
            switch (retries.After(failure!))
            {
                case RetryDecision.Wait wait:
                    await Task.Delay(wait.Delay, clock, cancellationToken).ConfigureAwait(false);
                    break;
                case RetryDecision.GiveUp giveUp:
                    return new Healing.Refused(giveUp.Failure);
                default:
                    throw new UnreachableException();
            }
        }
    }

    private async Task<(Healing? Done, StepFailure? Failure)> TryEntryAsync(Deviation.OfEntry deviation, CancellationToken cancellationToken)
    {
        var address = ObjectAddress.AwsAuth;
        var read = await cluster.Api.Get(address, cancellationToken).ConfigureAwait(false);
        if (read is ApiAnswer.Refused { Status: 404 }) return (AsItIs, null);
        if (read is not ApiAnswer.Ok { Object: var live }) return (null, At(ApiCall.Get(address), read));

        var map = AwsAuthObject.Read(live);
        if (EntryDrift.Of(map)?.Deviations.Any(now => now.Owner == deviation.Owner && now.Target == deviation.Target) != true) return (AsItIs, null);
        var decision = AwsAuthOwnership.Declare(map, deviation.Declaration, deviation.Owner, OnConflict.Fail, formerly: null);
        if (await LockoutAsync(map, decision, deviation, cancellationToken).ConfigureAwait(false) is { } lockout) return (new Healing.Refused(lockout), null);
        switch (decision)
        {
            case AwsAuthDecision.Refuse refuse:
                return (new Healing.Refused(refuse.Failure), null);
            case AwsAuthDecision.Write write:
                var answer = await cluster.Api.Replace(address, AwsAuthObject.Changed(live, write), cancellationToken).ConfigureAwait(false);
                return answer is ApiAnswer.Ok
                    ? (await RecordedAsync(HistoryChange.OfAwsAuth.Of(map, decision)!, cancellationToken).ConfigureAwait(false), null)
                    : (null, At(ApiCall.Replace(address), answer));
            default:
                return (AsItIs, null);
        }
    }

    // What takes the last nodes out, or the one who writes, is for a deployment, which can be told to do it.
    private async Task<Failure?> LockoutAsync(
        AwsAuthConfigMap map, AwsAuthDecision decision, Deviation.OfEntry deviation, CancellationToken cancellationToken)
    {
        var risk = LockoutRisk.Of(map, decision, declared: null);
        if (risk.Certain is { } certain) return certain;
        if (risk.LastNodeEntry is { } node)
        {
            return new(
                ErrorCode.LockoutRefused,
                $"Putting back {deviation.Target} would take away the last entry in aws-auth by which nodes come in ({node.Username}).",
                "Map the nodes elsewhere first, or deploy the stack again with AllowLockout.");
        }

        return risk.WeakensRoles && await identity(cancellationToken).ConfigureAwait(false) is { } role ? risk.OfFunction(role) : null;
    }

    private async Task<(Healing? Done, StepFailure? Failure)> TryObjectAsync(Deviation.OfObject deviation, CancellationToken cancellationToken)
    {
        var address = deviation.Address;
        var read = await cluster.Api.Get(address, cancellationToken).ConfigureAwait(false);
        if (read is ApiAnswer.Refused { Status: 404 }) return await TryGoneAsync(deviation, cancellationToken).ConfigureAwait(false);
        if (read is not ApiAnswer.Ok { Object: var live }) return (null, At(ApiCall.Get(address), read));

        if (ObjectDrift.Of(address.Kind, live) is not ObjectDrift.Deviates { Deviation: var now } || now.Owner != deviation.Owner) return (AsItIs, null);
        if (now.Manifest is not { } manifest) return (new Healing.Refused(ValuesNotKnown(now)), null);
        switch (ObjectOwnership.Declare(live, manifest, now.Owner, OnConflict.Fail, formerly: null))
        {
            case ObjectDecision.Refuse refuse:
                return (new Healing.Refused(refuse.Failure), null);
            case ObjectDecision.Apply apply:
                var applied = await ApplyAsync(address, apply.Body, apply.Force, cancellationToken).ConfigureAwait(false);
                return await FinishedAsync(address, live, applied, cancellationToken).ConfigureAwait(false);
            case ObjectDecision.Recreate recreate:
                return await RecreateAsync(address, live, recreate, cancellationToken).ConfigureAwait(false);
            default:
                return (AsItIs, null);
        }
    }

    /// <summary>An object that is not there comes back when its owner has not deleted it: he forgets it before.</summary>
    private async Task<(Healing? Done, StepFailure? Failure)> TryGoneAsync(Deviation.OfObject deviation, CancellationToken cancellationToken)
    {
        var read = await cluster.Api.Get(HistoryFormat.Address, cancellationToken).ConfigureAwait(false);
        var all = DeclaredIndex.Read((read as ApiAnswer.Ok)?.Object);
        if (all.FirstOrDefault(one => one.Address == deviation.Address && one.Owner == deviation.Owner) is not { } noted) return (AsItIs, null);
        if (noted.Gone().Manifest is not { } manifest) return (new Healing.Refused(ValuesNotKnown(deviation)), null);
        if (ObjectOwnership.Declare(null, manifest, noted.Owner, OnConflict.Fail, formerly: null) is not ObjectDecision.Apply apply) return (AsItIs, null);
        var applied = await ApplyAsync(deviation.Address, apply.Body, apply.Force, cancellationToken).ConfigureAwait(false);
        return await FinishedAsync(deviation.Address, null, applied, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The roleRef of a binding never changes: it is deleted and made anew; when that is refused, as it was.</summary>
    private async Task<(Healing? Done, StepFailure? Failure)> RecreateAsync(
        ObjectAddress address, JsonObject live, ObjectDecision.Recreate recreate, CancellationToken cancellationToken)
    {
        var deleted = await cluster.Api.Delete(address, recreate.Uid, recreate.ResourceVersion, cancellationToken).ConfigureAwait(false);
        if (deleted is not ApiAnswer.Ok) return (null, At(ApiCall.Delete(address), deleted));

        // From here on nothing is left half done because somebody lost patience.
        var made = await cluster.Api.Create(address, recreate.Body, CancellationToken.None).ConfigureAwait(false);
        if (made is not ApiAnswer.Ok)
            await cluster.Api.Create(address, recreate.AsItWas, CancellationToken.None).ConfigureAwait(false);
        return await FinishedAsync(address, live, made, cancellationToken).ConfigureAwait(false);
    }

    private Task<ApiAnswer> ApplyAsync(ObjectAddress address, JsonObject body, bool force, CancellationToken cancellationToken) =>
        cluster.Api.Apply(address, body, ObjectOwnership.FieldManager, force, cancellationToken);

    private async Task<(Healing? Done, StepFailure? Failure)> FinishedAsync(
        ObjectAddress address, JsonObject? before, ApiAnswer answer, CancellationToken cancellationToken) => answer is ApiAnswer.Ok { Object: var after }
        ? (await RecordedAsync(HistoryChange.OfObject.Of(address, before, after), cancellationToken).ConfigureAwait(false), null)
        : (null, At(ApiCall.Apply(address), answer));

    private async Task<Healing> RecordedAsync(HistoryChange change, CancellationToken cancellationToken)
    {
        var added = await _history.AddAsync(new HistoryRecord(clock.GetUtcNow(), author, change), cancellationToken).ConfigureAwait(false);
        return new Healing.Healed(added is HistoryAddition.Kept ? null : added.ToString());
    }

    private StepFailure.AtApiServer At(ApiCall call, ApiAnswer answer) => new(cluster, call, answer);

    private static Healing.Healed AsItIs => new(NotRecorded: null);

    private static Failure ValuesNotKnown(Deviation.OfObject deviation) => new(
        ErrorCode.RefusedByApiServer,
        $"{deviation.Target} cannot be put back from here: its values were not kept, as those of Secrets are not.",
        $"Deploy {deviation.Owner.LogicalId} of stack {deviation.Owner.StackName} again with a change to it.");
}
