using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>Keeps a binding in the cluster while it is deleted and created anew (<see cref="StandIn"/>). It lives as long as the request.</summary>
/// <remarks>An API server that refuses a stand-in changes nothing of the request: it is only that what dies in between is lost then.</remarks>
internal sealed class BindingStandIn(ObjectAddress binding, Owner owner, ApiSteps steps)
{
    private readonly ObjectAddress _address = StandIn.AddressOf(binding, owner);

    private JsonObject? _live;
    private bool _isTaken;

    /// <summary>What the binding was when somebody died who made it anew; null when nobody did, or when it is not known.</summary>
    public JsonObject? Held { get; private set; }

    /// <returns>Null when it was looked for, else the call that failed.</returns>
    public async Task<Attempt?> LookAsync(CancellationToken cancellationToken)
    {
        var call = ApiCall.Get(_address);
        var answer = await steps.ReadAsync(call, api => api.Get(_address, cancellationToken));
        var found = (answer as ApiAnswer.Ok)?.Object;
        Held = found is null ? null : StandIn.Read(binding, found);
        _live = Held is null ? null : found;
        _isTaken = found is not null && Held is null;
        return MayDoBetter(answer) ? steps.Unfinished(call, answer) : null;
    }

    /// <returns>Null when the binding may be deleted, else how it goes on.</returns>
    public async Task<Attempt?> KeepAsync(JsonObject asItWas, CancellationToken cancellationToken)
    {
        if (_isTaken || (_live is not null && JsonNode.DeepEquals(Held, asItWas)))
            return null;
        if (await RemoveAsync(cancellationToken) is { } failed)
            return failed;
        var call = ApiCall.Create(_address);
        var answer = await steps.ReadAsync(call, api => api.Create(_address, StandIn.Of(_address, asItWas), cancellationToken));
        _live = (answer as ApiAnswer.Ok)?.Object;
        if (answer is ApiAnswer.Refused { Status: 409, Reason: "AlreadyExists" })
            return new Attempt.Continued();
        return MayDoBetter(answer) ? steps.Unfinished(call, answer) : null;
    }

    /// <returns>Null when there is none any more, else the call that failed.</returns>
    public async Task<Attempt?> RemoveAsync(CancellationToken cancellationToken)
    {
        if (_live is null)
            return null;
        var call = ApiCall.Delete(_address);
        var answer = await steps.ReadAsync(call, api => api.Delete(_address, (string?)_live["metadata"]?["uid"], null, cancellationToken));
        if (MayDoBetter(answer))
            return steps.Unfinished(call, answer);
        _live = null;
        return null;
    }

    private static bool MayDoBetter(ApiAnswer answer) => answer is ApiAnswer.NoAnswer or ApiAnswer.Refused { Status: 401 or 429 or >= 500 };
}
