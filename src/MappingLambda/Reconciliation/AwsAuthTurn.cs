using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>
/// Whose turn it is to write aws-auth, among those who got in each other's way: his who has made the ConfigMap kube-system/eks-iam-cdk-turn. It
/// saves attempts, and is no lock: a write is right by the version that it is made on, in turn or not. So whoever cannot have the turn goes on
/// without. One for each request.
/// </summary>
internal sealed class AwsAuthTurn(Request request, Deadline deadline, Progress progress, TimeProvider time, Log log)
{
    public static readonly ObjectAddress Address = new(KubernetesKind.ConfigMap, "kube-system", "eks-iam-cdk-turn");

    // Between two looks: few come together again at once, and many do not ask all the time. Measured: docs/adr/0007-taking-turns.md.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    // Many times what one read and one write take: whoever has kept it for so long has died.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRelease = TimeSpan.FromSeconds(1);

    // Of the time that is left. An attempt on Delete has half of that.
    private readonly double _patience = request.Type == RequestType.Delete ? 0.4 : 0.8;

    private readonly string _mark = $"{request.Owner.LogicalId} of stack {request.Owner.StackName}, {Guid.NewGuid():N}";
    private bool _mayBeMine;
    private string? _uid;
    private bool _isUnusable;

    /// <summary>Makes an attempt in turn; or without, when the turn is not to be had while there is time.</summary>
    public async Task<Attempt> TakenAsync(IKubernetesApi api, Func<CancellationToken, Task<Attempt>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (!_isUnusable)
                await WaitAsync(api, cancellationToken);
            return await attempt(cancellationToken);
        }
        finally
        {
            if (_mayBeMine)
                await ReleaseAsync(api);
        }
    }

    private async Task WaitAsync(IKubernetesApi api, CancellationToken cancellationToken)
    {
        progress.Step = $"wait for the turn to write {ObjectAddress.AwsAuth}";
        using var patience = new CancellationTokenSource(Positive((deadline.AttemptsEnd - time.GetUtcNow()) * _patience), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var seen = new Sighting("", "", time.GetUtcNow());
            var pause = FirstPause;
            for (var isFree = true; !(isFree && await TakeAsync(api, either.Token));)
            {
                await Task.Delay(pause * Random.Shared.NextDouble(), time, either.Token);
                pause = Shorter(pause * 2, LongestPause);
                switch (await api.Get(Address, either.Token))
                {
                    case ApiAnswer.Refused { Status: 404 }:
                        isFree = true;
                        break;
                    case ApiAnswer.Ok { Object: var live } when MarkOf(live) is not null:
                        isFree = false;
                        seen = await LookedAtAsync(api, seen, Sighting.Of(live, time.GetUtcNow()), either.Token);
                        break;
                    case ApiAnswer.Ok:
                        Unusable("there is a ConfigMap of that name which is somebody else's");
                        return;
                    case var answer:
                        Missed(answer);
                        return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is written without the turn then.
        }
    }

    /// <returns>True when there is no more to wait for: it is taken, or not to be had.</returns>
    private async Task<bool> TakeAsync(IKubernetesApi api, CancellationToken cancellationToken)
    {
        _mayBeMine = true; // also when no answer comes
        var answer = await api.Create(Address, Body(), cancellationToken);
        _mayBeMine = answer is not ApiAnswer.Refused { Status: < 500 };
        if (answer is ApiAnswer.Refused { Status: 409 })
            return false;
        if (answer is ApiAnswer.Ok { Object: var mine })
            _uid = UidOf(mine);
        else
            Missed(answer);
        return true;
    }

    /// <summary>What never changes was left behind by somebody who died: whoever sees it for long enough takes it away, just as he saw it.</summary>
    private static async Task<Sighting> LookedAtAsync(IKubernetesApi api, Sighting before, Sighting now, CancellationToken cancellationToken)
    {
        if ((before.Uid, before.Version) != (now.Uid, now.Version))
            return now;
        if (now.At - before.At >= LongestTurn)
            await api.Delete(Address, now.Uid, now.Version, cancellationToken);
        return before;
    }

    /// <summary>Always tried, however the attempt ended, and never for long: what stays behind is taken away by others.</summary>
    private async Task ReleaseAsync(IKubernetesApi api)
    {
        using var end = new CancellationTokenSource(Shorter(LongestRelease, Positive((deadline.WorkEnds - time.GetUtcNow()) / 2)), time);
        try
        {
            var uid = _uid ?? (await api.Get(Address, end.Token) is ApiAnswer.Ok { Object: var live } && MarkOf(live) == _mark ? UidOf(live) : null);
            if (uid is not null)
                await api.Delete(Address, uid, resourceVersion: null, end.Token);
        }
        catch (OperationCanceledException)
        {
            // It stays behind.
        }

        (_mayBeMine, _uid) = (false, null);
    }

    /// <summary>What the API server is too busy or too broken for may be there the next time; what it refuses is refused.</summary>
    private void Missed(ApiAnswer answer)
    {
        if (answer is ApiAnswer.Refused { Status: not (408 or 429 or >= 500) } refused)
            Unusable($"{refused.Status} {refused.Reason}");
    }

    private void Unusable(string why)
    {
        _isUnusable = true;
        log.NoTurn($"{Address}: {why}");
    }

    private JsonObject Body() => new()
    {
        ["apiVersion"] = Address.Kind.ApiVersion,
        ["kind"] = Address.Kind.Kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = Address.Name,
            ["namespace"] = Address.Namespace,
            ["annotations"] = new JsonObject { [ObjectAnnotations.Turn] = _mark },
        },
    };

    private static string? MarkOf(JsonObject live) => (string?)live["metadata"]?["annotations"]?[ObjectAnnotations.Turn];

    private static string? UidOf(JsonObject live) => (string?)live["metadata"]?["uid"];

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    /// <summary>The turn of somebody, and when it was first seen so.</summary>
    private sealed record Sighting(string Uid, string Version, DateTimeOffset At)
    {
        public static Sighting Of(JsonObject live, DateTimeOffset at) =>
            new(UidOf(live) ?? "", (string?)live["metadata"]?["resourceVersion"] ?? "", at);
    }
}
