using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>
/// Custom::EksAuthenticationMode: takes a cluster to a mode one step at a time, each of which EKS works on for minutes. What is under way
/// already, by whomever, is waited for.
/// </summary>
internal sealed class ClusterModeReconciler(
    ClusterConnector clusters, Request request, Resource.ClusterMode wanted, Progress progress, TimeProvider time) : IReconciler
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ModeLockoutGuard _guard = new(clusters, request, wanted, progress);
    private AuthenticationMode _target;
    private AuthenticationMode _reached;
    private string? _update;
    private TimeSpan _pause = FirstPause;

    public async Task<Attempt> TryAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        if (_update is { } update)
            return await FollowAsync(update, cancellationToken);
        progress.Step = $"describe cluster {wanted.Cluster.Name}";
        return await clusters.Existence(wanted.Cluster, cancellationToken) switch
        {
            ClusterExistence.Exists { Description: var live } => await DecideAsync(cluster, live, cancellationToken),
            ClusterExistence.Deleted deleted => new Attempt.Unfinished(deleted.Failure),
            ClusterExistence.Unknown unknown => new Attempt.Unfinished(unknown.Failure),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>There is no way back.</summary>
    public Task<string?> PutBackAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private async Task<Attempt> DecideAsync(ClusterConnection cluster, ClusterDescription live, CancellationToken cancellationToken)
    {
        // Clusters that are older than the modes have the first of them.
        if (AuthenticationModes.Find(live.AuthenticationMode ?? AuthenticationMode.ConfigMap.Name()) is not { } mode)
        {
            return new Attempt.Refused(Refusal(
                $"EKS says that the authentication mode of cluster {wanted.Cluster.Name} is {live.AuthenticationMode}, which is not known here",
                "Use a newer version of this function."));
        }

        if (mode > wanted.Mode)
            return NoWayBack(mode);
        // What EKS says of a cluster may be older than what it says of an update.
        if (mode < _reached || live.Status is "UPDATING" or "CREATING" or "PENDING")
            return await PauseAsync($"wait for cluster {wanted.Cluster.Name}, which is {live.Status}", cancellationToken);
        if (mode == wanted.Mode)
            return Done(mode, "");
        return (mode.Next() == AuthenticationMode.Api ? await _guard.StopAsync(cluster, cancellationToken) : null)
            ?? await StepAsync(mode, cancellationToken);
    }

    // A rollback is an Update: it is told that this part of it cannot be, and goes on.
    private Attempt NoWayBack(AuthenticationMode live)
    {
        var what = $"The authentication mode of cluster {wanted.Cluster.Name} is {live.Name()} and cannot go back to {wanted.Mode.Name()}";
        return request.Type == RequestType.Update
            ? Done(live, $"{what}: it stays {live.Name()}.")
            : new Attempt.Refused(new(ErrorCode.PropertiesWrong, $"{what}.", $"Ask for {live.Name()}, or leave this resource out."));
    }

    private async Task<Attempt> StepAsync(AuthenticationMode live, CancellationToken cancellationToken)
    {
        var next = live.Next();
        _pause = FirstPause;
        progress.Step = $"change the authentication mode of cluster {wanted.Cluster.Name} from {live.Name()} to {next.Name()}";
        var body = new JsonObject { ["accessConfig"] = new JsonObject { ["authenticationMode"] = next.Name() } };
        var call = new EksCall("UpdateClusterConfig", HttpMethod.Post, "/update-config", body);
        switch (await clusters.CallEks(wanted.Cluster, call, cancellationToken))
        {
            case EksAnswer.Ok { Body: var started }:
                _update = (string?)started["update"]?["id"];
                _target = next;
                return await PauseAsync(progress.Step, cancellationToken);
            case EksAnswer.Failed { Failure: { Fault: AwsFault.Refused { Status: 400 } refused } at } when RetryPolicy.IsFinal(at):
                return await IsMovingAsync(live, cancellationToken)
                    ? await PauseAsync(progress.Step, cancellationToken)
                    : new Attempt.Refused(Refusal($"EKS refused to {progress.Step}: {refused.Message.TrimEnd('.')}", "Correct what it names."));
            case EksAnswer.Failed failed:
                return new Attempt.Unfinished(failed.Failure);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Whether somebody else has taken the step, or is about to: another delivery of the same request, most likely.</summary>
    private async Task<bool> IsMovingAsync(AuthenticationMode before, CancellationToken cancellationToken) =>
        await clusters.Existence(wanted.Cluster, cancellationToken) is ClusterExistence.Exists { Description: var live }
        && (live.Status == "UPDATING" || AuthenticationModes.Find(live.AuthenticationMode) > before);

    private async Task<Attempt> FollowAsync(string update, CancellationToken cancellationToken)
    {
        var call = new EksCall("DescribeUpdate", HttpMethod.Get, $"/updates/{Uri.EscapeDataString(update)}");
        switch (await clusters.CallEks(wanted.Cluster, call, cancellationToken))
        {
            case EksAnswer.Ok { Body: var body }:
                return await FollowedAsync((string?)body["update"]?["status"], body, cancellationToken);
            case EksAnswer.Failed failed:
                return new Attempt.Unfinished(failed.Failure);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<Attempt> FollowedAsync(string? status, JsonObject body, CancellationToken cancellationToken)
    {
        if (status is "Failed" or "Cancelled")
            return new Attempt.Refused(Refusal($"EKS was to {progress.Step}, and says that the update is {status}{Errors(body)}", "Correct what it names."));
        if (status == "Successful")
            (_update, _reached) = (null, _target);
        return await PauseAsync(progress.Step, cancellationToken);
    }

    private async Task<Attempt> PauseAsync(string step, CancellationToken cancellationToken)
    {
        progress.Step = step;
        await Task.Delay(_pause, time, cancellationToken);
        _pause = _pause * 1.5 < LongestPause ? _pause * 1.5 : LongestPause;
        return new Attempt.Continued();
    }

    private static Attempt.Done Done(AuthenticationMode mode, string warning) => new(Resource.ClusterMode.Attributes(mode, warning));

    private static string Errors(JsonObject body)
    {
        var errors = (body["update"]?["errors"] as JsonArray ?? []).Select(error => (string?)error?["errorMessage"]).OfType<string>().ToList();
        return errors.Count == 0 ? "" : $": {string.Join("; ", errors).TrimEnd('.')}";
    }

    private static Failure Refusal(string what, string remedy) => new(ErrorCode.RefusedByApiServer, $"{what}.", remedy);
}
