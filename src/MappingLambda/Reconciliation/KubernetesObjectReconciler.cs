using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Custom::EksKubernetesObject: one object of a cluster.</summary>
internal sealed class KubernetesObjectReconciler(Request request, Resource.KubernetesObject wanted, Progress progress) : IReconciler
{
    private static readonly TimeSpan LongestForgetting = TimeSpan.FromSeconds(1);

    private readonly ObjectAddress _address = wanted.Manifest.Address;
    private readonly ApiSteps _steps = new(request, progress);
    private BindingStandIn? _standIn;

    /// <summary>Why the object was deleted, while what came in its place is not as it shall be; with all it was, to put it back and to tell
    /// the history.</summary>
    private (ObjectDecision.Recreate Decision, JsonObject AsItWas, JsonObject Live, string? MadeUid)? _deleted;

    public async Task<Attempt> TryAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        _steps.Cluster = cluster;
        if (_address.Kind.IsBinding)
            _standIn ??= new BindingStandIn(_address, request.Owner, _steps);
        var attempt = await OnceAsync(cancellationToken);
        return attempt is Attempt.Done or Attempt.NothingOfOwner && _standIn is not null
            ? await _standIn.RemoveAsync(cancellationToken) ?? attempt
            : attempt;
    }

    private async Task<Attempt> OnceAsync(CancellationToken cancellationToken)
    {
        var call = ApiCall.Get(_address);
        var answer = await _steps.ReadAsync(call, api => api.Get(_address, cancellationToken));
        if (answer is not (ApiAnswer.Ok or ApiAnswer.Refused { Status: 404 }))
            return _steps.Unfinished(call, answer);
        var live = (answer as ApiAnswer.Ok)?.Object;
        if (live is null)
            progress.IdOnFailure = request.IdOnFailure;
        else if (_deleted?.MadeUid != (string?)live["metadata"]?["uid"])
            _deleted = null;
        if (live is null && _deleted is { } deleted)
            return await CreateAnewAsync(deleted.Decision.Body, deleted.Live, cancellationToken);
        if (_standIn is not null && await _standIn.LookAsync(cancellationToken) is { } failed)
            return failed;
        return live is null && _standIn?.Held is { } held
            ? await PutBackFirstAsync(held, cancellationToken)
            : await WriteAsync(Decide(live), live, cancellationToken);
    }

    /// <summary>Whoever made the binding anew before has died over it: all begins again from what it was.</summary>
    private async Task<Attempt> PutBackFirstAsync(JsonObject held, CancellationToken cancellationToken)
    {
        var call = ApiCall.Create(_address);
        var answer = await _steps.ReadAsync(call, api => api.Create(_address, held, cancellationToken));
        return answer is ApiAnswer.Ok or ApiAnswer.Refused { Status: 409, Reason: "AlreadyExists" } ? new Attempt.Continued() : _steps.Unfinished(call, answer);
    }

    public async Task<string?> PutBackAsync(CancellationToken cancellationToken)
    {
        if (_deleted is null)
            return null;
        var lost = await PutBackOnceAsync(cancellationToken);
        if (lost is null)
            await _standIn!.RemoveAsync(cancellationToken);
        else
            _steps.Keep(Change(_deleted.Value.Live, null));
        return lost;
    }

    private async Task<string?> PutBackOnceAsync(CancellationToken cancellationToken)
    {
        if (_deleted is not { } deleted)
            return null;
        if (deleted.MadeUid is { } made)
            await _steps.ReadAsync(ApiCall.Delete(_address), api => api.Delete(_address, made, null, cancellationToken));
        // What stands there by now has come from somebody else, or from a write whose answer was lost.
        var answer = await _steps.ReadAsync(ApiCall.Create(_address), api => api.Create(_address, deleted.AsItWas, cancellationToken));
        if (answer is not (ApiAnswer.Ok or ApiAnswer.Refused { Status: 409 }))
            return $"It was deleted to change its roleRef and could not be put back ({Failures.Summary(_steps.Unfinished(ApiCall.Create(_address), answer).Failure)}).";
        _deleted = null;
        return null;
    }

    private ObjectDecision Decide(JsonObject? live)
    {
        if (request.Type == RequestType.Delete)
            return ObjectOwnership.Withdraw(_address, live, request.Owner, request.HasOurId ? wanted.Manifest : null, wanted.Retain);
        var formerly = (request.Formerly as Resource.KubernetesObject)?.Manifest;
        return ObjectOwnership.Declare(live, wanted.Manifest, request.Owner, wanted.OnConflict, formerly);
    }

    private async Task<Attempt> WriteAsync(ObjectDecision decision, JsonObject? live, CancellationToken cancellationToken) => decision switch
    {
        ObjectDecision.Nothing when live is null => await GoneAsync(cancellationToken),
        ObjectDecision.Nothing => AsWanted(live),
        ObjectDecision.Wait => new Attempt.Unfinished(new StepFailure.NotReady(ObjectFailures.BeingDeleted(_address))),
        ObjectDecision.Refuse refuse => new Attempt.Refused(refuse.Failure),
        ObjectDecision.Apply apply => await ApplyAsync(apply.Body, apply.Force, _deleted?.Live ?? live, cancellationToken),
        ObjectDecision.Replace replace => await ReplaceAsync(replace.Body, live!, cancellationToken),
        ObjectDecision.Delete delete => await DeleteAsync(delete.Uid, delete.ResourceVersion, live!, cancellationToken),
        ObjectDecision.Recreate recreate => await DeleteToRecreateAsync(recreate, live!, cancellationToken),
        _ => throw new UnreachableException(),
    };

    private async Task<Attempt> GoneAsync(CancellationToken cancellationToken)
    {
        if (!request.GoesByOwner)
            await ForgetAsync(cancellationToken);
        return AsWanted(null);
    }

    /// <summary>What is noted and not there was deleted by somebody else: so the owner has it forgotten first. That it cannot be fails nothing,
    /// and is tried again with the history.</summary>
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var brief = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        brief.CancelAfter(LongestForgetting);
        try
        {
            await new HistoryStore(_steps.Cluster!.Api).ForgetAsync(_address, request.Owner, brief.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    private Attempt AsWanted(JsonObject? live)
    {
        _steps.IsAsWanted(live);
        return request.GoesByOwner ? new Attempt.NothingOfOwner() : new Attempt.Done(Attributes(live));
    }

    private async Task<Attempt> ApplyAsync(JsonObject body, bool force, JsonObject? before, CancellationToken cancellationToken)
    {
        var call = ApiCall.Apply(_address);
        var write = _steps.WriteAsync(call, api => api.Apply(_address, body, ObjectOwnership.FieldManager, force, cancellationToken));
        var answer = await _steps.KeptAsync(after => Change(before, after), write);
        if (answer is ApiAnswer.Ok)
            _deleted = null;
        return answer switch
        {
            ApiAnswer.Ok ok => new Attempt.Done(Attributes(ok.Object)),
            ApiAnswer.Refused refused when ObjectFailures.FieldConflict(_address, refused) is { } conflict =>
                before is null && await IsThereAsync(cancellationToken) ? new Attempt.Continued() : new Attempt.Refused(conflict),
            ApiAnswer.Refused refused when ObjectFailures.IsNamespaceTerminating(refused) =>
                new Attempt.Unfinished(new StepFailure.NotReady(ObjectFailures.NamespaceBeingDeleted(_address))),
            var failed => _steps.Unfinished(call, failed),
        };
    }

    /// <summary>Somebody made the object just now: whose it is decides, and not who wrote which field.</summary>
    private async Task<bool> IsThereAsync(CancellationToken cancellationToken) =>
        await _steps.ReadAsync(ApiCall.Get(_address), api => api.Get(_address, cancellationToken)) is ApiAnswer.Ok;

    private async Task<Attempt> ReplaceAsync(JsonObject body, JsonObject before, CancellationToken cancellationToken)
    {
        var call = ApiCall.Replace(_address);
        var write = _steps.ReadAsync(call, api => api.Replace(_address, body, cancellationToken));
        return await _steps.KeptAsync(after => Change(before, after), write) switch
        {
            ApiAnswer.Ok when request.Type != RequestType.Delete => new Attempt.Continued(),
            ApiAnswer.Ok ok => new Attempt.Done(Attributes(ok.Object)),
            ApiAnswer.Refused { Status: 404 } when request.Type != RequestType.Delete => new Attempt.Continued(),
            ApiAnswer.Refused refused when refused.Status == 404 || ObjectFailures.IsNamespaceTerminating(refused) => new Attempt.Done(Attributes(null)),
            var failed => _steps.Unfinished(call, failed),
        };
    }

    private async Task<Attempt> DeleteAsync(string uid, string resourceVersion, JsonObject before, CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        var call = ApiCall.Delete(_address);
        var write = _steps.ReadAsync(call, api => api.Delete(_address, uid, resourceVersion, cancellationToken));
        return await _steps.KeptAsync(_ => Change(before, null), write) switch
        {
            ApiAnswer.Ok or ApiAnswer.Refused { Status: 404 } => new Attempt.Done(Attributes(null)),
            ApiAnswer.Refused refused when ObjectFailures.IsNamespaceTerminating(refused) => new Attempt.Done(Attributes(null)),
            var failed => _steps.Unfinished(call, failed),
        };
    }

    /// <summary>The first half of a change of roleRef; the next attempt finds nothing, and does the second.</summary>
    private async Task<Attempt> DeleteToRecreateAsync(ObjectDecision.Recreate recreate, JsonObject live, CancellationToken cancellationToken)
    {
        var asItWas = AsItWas(recreate, live);
        if (await _standIn!.KeepAsync(asItWas, cancellationToken) is { } attempt)
            return attempt;
        _deleted = (recreate, asItWas, live, null);
        var call = ApiCall.Delete(_address);
        var answer = await _steps.ReadAsync(call, api => api.Delete(_address, recreate.Uid, recreate.ResourceVersion, cancellationToken));
        if (answer is ApiAnswer.Ok or ApiAnswer.Refused { Status: 404 })
            return new Attempt.Continued();
        if (answer is ApiAnswer.Refused)
            _deleted = null;
        return _steps.Unfinished(call, answer);
    }

    private async Task<Attempt> CreateAnewAsync(JsonObject body, JsonObject before, CancellationToken cancellationToken)
    {
        var call = ApiCall.Create(_address);
        var write = _steps.WriteAsync(call, api => api.Create(_address, body, cancellationToken));
        // On Create and Update the next attempt applies, so that the fields of the manifest are known as ours: then it is told.
        var answer = request.Type == RequestType.Delete ? await _steps.KeptAsync(after => Change(before, after), write) : await write;
        if (answer is ApiAnswer.Ok { Object: var made })
        {
            _deleted = request.Type == RequestType.Delete ? null : _deleted!.Value with { MadeUid = (string?)made["metadata"]?["uid"] };
            return request.Type == RequestType.Delete ? new Attempt.Done(Attributes(made)) : new Attempt.Continued();
        }

        if (answer is ApiAnswer.Refused)
            await PutBackOnceAsync(cancellationToken); // at once: what it grants must not be missing while the next attempt is waited for
        return answer is ApiAnswer.Refused refused && ObjectFailures.IsNamespaceTerminating(refused)
            ? new Attempt.Unfinished(new StepFailure.NotReady(ObjectFailures.NamespaceBeingDeleted(_address)))
            : _steps.Unfinished(call, answer);
    }

    /// <summary>What goes into the history: not a write that changed nothing, and not the history itself.</summary>
    private HistoryChange.OfObject? Change(JsonObject? before, JsonObject? after) =>
        _address == HistoryFormat.Address
        || (before is not null && after is not null && JsonNode.DeepEquals(before["metadata"]?["resourceVersion"], after["metadata"]?["resourceVersion"]))
            ? null
            : HistoryChange.OfObject.Of(_address, before, after);

    /// <summary>With its field managers too, which an API server takes over from whoever creates an object.</summary>
    private static JsonObject AsItWas(ObjectDecision.Recreate recreate, JsonObject live)
    {
        if (live["metadata"]?["managedFields"] is { } managers)
            recreate.AsItWas["metadata"]!["managedFields"] = managers.DeepClone();
        return recreate.AsItWas;
    }

    private Dictionary<string, string> Attributes(JsonObject? live) => live is null
        ? []
        : new()
        {
            ["Name"] = _address.Name,
            ["Namespace"] = _address.Namespace ?? "",
            ["Uid"] = (string?)live["metadata"]?["uid"] ?? "",
            ["ResourceVersion"] = (string?)live["metadata"]?["resourceVersion"] ?? "",
        };
}
