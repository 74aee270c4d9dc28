using System.Diagnostics;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Custom::EksAccessEntry: one access entry of EKS, whose owner and past are in its tags.</summary>
internal sealed class AccessEntryReconciler(
    Request request, Resource.AccessEntry wanted, AccessEntryCalls calls, Progress progress, Log log) : IReconciler
{
    private (bool IsAsked, DateTimeOffset? Since) _principal;
    private bool _wrote;

    /// <summary>What is still to be done after the entry was deleted to be made anew; with all it was.</summary>
    private (IReadOnlyList<AccessEntryStep> Steps, LiveAccessEntry AsItWas)? _deleted;

    public async Task<Attempt> TryAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        var (live, failed) = await calls.ReadAsync(cancellationToken);
        if (failed is not null)
            return new Attempt.Unfinished(failed);
        if (_deleted is { } deleted)
            return await WriteAsync([.. deleted.Steps.Where(step => live is null || step is not AccessEntryStep.Create)], live, cancellationToken);
        // Until it is the owner's, an Update that fails keeps the id of before.
        progress.IdOnFailure = live?.IsOf(request.Owner) == true ? request.PhysicalResourceId : request.IdOnFailure;
        return await DecideAsync(live, cancellationToken) switch
        {
            AccessEntryDecision.Nothing when request.GoesByOwner => new Attempt.NothingOfOwner(),
            AccessEntryDecision.Nothing => new Attempt.Done(Attributes(live)),
            AccessEntryDecision.Refuse refuse => new Attempt.Refused(refuse.Failure),
            AccessEntryDecision.Write write => await WriteAsync(write.Steps, live, cancellationToken),
            _ => throw new UnreachableException(),
        };
    }

    public async Task<string?> PutBackAsync(CancellationToken cancellationToken)
    {
        if (_deleted is not { } deleted)
            return null;
        var content = deleted.AsItWas.Content;
        IEnumerable<AccessEntryStep> steps =
            [new AccessEntryStep.Create(content, deleted.AsItWas.Tags), .. content.Policies.Select(policy => new AccessEntryStep.Associate(policy))];
        foreach (var step in steps)
        {
            var failure = await calls.DoAsync(step, null, cancellationToken);
            // What stands there by now is the new one, on its way.
            if (failure is { Fault: AwsFault.Refused { Status: 409 } })
                break;
            if (failure is not null)
                return $"The entry was deleted to be made anew and could not be put back ({Failures.Summary(failure)}).";
        }

        _deleted = null;
        return null;
    }

    private async Task<AccessEntryDecision> DecideAsync(LiveAccessEntry? live, CancellationToken cancellationToken)
    {
        if (request.Type == RequestType.Delete)
            return AccessEntryOwnership.Withdraw(live, request.Owner, request.HasOurId ? wanted.Declaration : null);
        // What this request has made is not older than its principal.
        if (live is not null && !_wrote && !_principal.IsAsked)
        {
            _principal = (true, await calls.PrincipalSinceAsync(live, cancellationToken));
            if (_principal.Since is null)
                log.PrincipalUnknown(live.PrincipalArn);
        }

        var formerly = (request.Formerly as Resource.AccessEntry)?.Declaration;
        return AccessEntryOwnership.Declare(live, wanted.Declaration, request.Owner, wanted.OnConflict, formerly, _principal.Since);
    }

    /// <summary>What was written is read again: what EKS has is what counts.</summary>
    private async Task<Attempt> WriteAsync(IReadOnlyList<AccessEntryStep> steps, LiveAccessEntry? live, CancellationToken cancellationToken)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var rest = steps.Skip(i + 1).ToList();
            // Before the call: its answer may be lost.
            if (steps[i] is AccessEntryStep.Delete && rest.Count > 0)
                _deleted = (rest, live!);
            if (await DoAsync(steps[i], live, cancellationToken) is { } failure)
                return new Attempt.Unfinished(failure);
            if (_deleted is { } deleted)
                _deleted = (rest, deleted.AsItWas);
        }

        _deleted = null;
        if (request.Type == RequestType.Delete)
            return new Attempt.Done(Attributes(null));
        if (!_wrote)
        {
            _wrote = true;
            return new Attempt.Continued();
        }

        return new Attempt.Unfinished(new StepFailure.NotReady(new Failure(
            ErrorCode.RefusedByApiServer,
            $"EKS took every call for the access entry of {wanted.Declaration.Principal}, and shows it otherwise than it was declared.",
            "Look who else changes it.")));
    }

    private async Task<StepFailure?> DoAsync(AccessEntryStep step, LiveAccessEntry? live, CancellationToken cancellationToken)
    {
        // From here on the target may be the owner's, and is answered for until the write is refused.
        var takes = step is AccessEntryStep.Create or AccessEntryStep.Tag && request.Type != RequestType.Delete;
        var before = progress.IdOnFailure;
        if (takes)
            progress.IdOnFailure = request.PhysicalResourceId;
        var failure = await calls.DoAsync(step, live?.Arn, cancellationToken);
        if (takes && failure is { Fault: AwsFault.Refused })
            progress.IdOnFailure = before;
        return failure is not null && step is not AccessEntryStep.Create && AccessEntryCalls.IsNotFound(failure)
            ? new StepFailure.NotReady(new Failure(
                ErrorCode.RefusedByApiServer,
                $"The access entry of {wanted.Declaration.Principal} was deleted by somebody else while it was written.",
                "Deploy again."))
            : failure;
    }

    private Dictionary<string, string> Attributes(LiveAccessEntry? live) => live is null || request.Type == RequestType.Delete
        ? []
        : new()
        {
            ["PrincipalArn"] = live.PrincipalArn,
            ["AccessEntryArn"] = live.Arn,
            ["Username"] = live.Content.Username,
            ["Type"] = live.Content.Type,
        };
}
