using System.Diagnostics;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>
/// The one loop of all reconcilers: connect, read, decide, write; and when a step failed that may do better another time, wait and
/// do all of it again until the deadline. So a write whose answer was lost is looked up, never repeated blindly.
/// </summary>
/// <remarks>One for each request.</remarks>
internal sealed class ReconciliationLoop(
    ClusterConnector clusters, ClusterReference cluster, RequestType requestType, Deadline deadline, Progress progress, TimeProvider time, Log log)
{
    // CloudFormation makes up an id when it stops a Create, which may still be on its way to its write.
    private static readonly TimeSpan LongestWatch = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly Retries _retries = new(new RetryPolicy(Random.Shared.NextDouble), time, deadline.AttemptsEnd);

    public async Task<Result> RunAsync(IReconciler reconciler, CancellationToken cancellationToken)
    {
        var result = await TryUntilAttemptsEndAsync(reconciler, cancellationToken);
        if (result is not Result.Failed failed)
            return result;
        return await reconciler.PutBackAsync(cancellationToken) is { } lost
            ? new Result.Failed(failed.Failure with { What = $"{failed.Failure.What} {lost}" })
            : failed;
    }

    private async Task<Result> TryUntilAttemptsEndAsync(IReconciler reconciler, CancellationToken cancellationToken)
    {
        var left = deadline.AttemptsEnd - time.GetUtcNow();
        var watchEnds = time.GetUtcNow() + (left / 4 < LongestWatch ? left / 4 : LongestWatch);
        using var end = Ending(left, cancellationToken);
        try
        {
            while (true)
            {
                switch (await TryAsync(reconciler, end.Token))
                {
                    case Attempt.Done done:
                        return new Result.Done(done.Data);
                    case Attempt.NothingOfOwner when time.GetUtcNow() >= watchEnds:
                        return new Result.Done(NoData);
                    case Attempt.NothingOfOwner:
                        progress.Step = "watch for the write of a Create that was stopped";
                        await Task.Delay(BetweenLooks, time, end.Token);
                        break;
                    case Attempt.Refused refused:
                        return new Result.Failed(refused.Failure);
                    case Attempt.Continued:
                        break;
                    case Attempt.Unfinished unfinished:
                        if (await AfterAsync(unfinished.Failure, end.Token) is { } result)
                            return result;
                        break;
                    default:
                        throw new UnreachableException();
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Result.Failed(Refusal is { } refusal ? Failures.Of(refusal, atDeadline: true) : Failures.DeadlineReached(progress.Step, _retries.Last));
        }
    }

    private async Task<Attempt> TryAsync(IReconciler reconciler, CancellationToken end)
    {
        // On Delete, a cluster that only hangs must leave time to ask whether it still exists.
        var left = deadline.AttemptsEnd - time.GetUtcNow();
        using var attempt = Ending(requestType == RequestType.Delete ? left / 2 : left, end);
        try
        {
            progress.Step = $"connect to cluster {cluster.Name}";
            return await clusters.Connect(cluster, attempt.Token) switch
            {
                ConnectAnswer.Connected connected => await reconciler.TryAsync(connected.Connection, attempt.Token),
                ConnectAnswer.Failed failed => new Attempt.Unfinished(failed.Failure),
                _ => throw new UnreachableException(),
            };
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            return new Attempt.Unfinished(Refusal ?? new StepFailure.NotReady(Failures.DeadlineReached(progress.Step, _retries.Last)));
        }
    }

    /// <returns>Null after the pause before another attempt, else how the request ends.</returns>
    private async Task<Result?> AfterAsync(StepFailure failure, CancellationToken end)
    {
        if (requestType == RequestType.Delete && IsSilence(failure) && await IsDeletedAsync(end))
            return new Result.Done(NoData);
        switch (_retries.After(failure))
        {
            case RetryDecision.Wait wait:
                log.TriedAgain(progress.Step, Failures.Summary(failure), wait.Delay);
                await Task.Delay(wait.Delay, time, end);
                return null;
            case RetryDecision.GiveUp giveUp when requestType == RequestType.Delete && NothingWasMade(giveUp.Failure):
                return new Result.Done(NoData);
            case RetryDecision.GiveUp giveUp:
                return new Result.Failed(giveUp.Failure);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<bool> IsDeletedAsync(CancellationToken end)
    {
        progress.Step = $"ask EKS whether cluster {cluster.Name} still exists";
        using var question = Ending((deadline.AttemptsEnd - time.GetUtcNow()) / 2, end);
        try
        {
            return await clusters.Existence(cluster, question.Token) is ClusterExistence.Deleted;
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>What the try before was refused for: a try that is cut short does not hide it.</summary>
    private StepFailure? Refusal => _retries.Last is StepFailure.AtApiServer { Answer: ApiAnswer.Refused { Status: 401 or 403 } } refusal ? refusal : null;

    private static IReadOnlyDictionary<string, string> NoData { get; } = new Dictionary<string, string>();

    /// <summary>The API server gave no sign of life: only then is it asked whether there still is one.</summary>
    private static bool IsSilence(StepFailure failure) =>
        failure is StepFailure.AtApiServer { Answer: ApiAnswer.NoAnswer }
        || (failure is StepFailure.NotReady { Failure: var cut } && cut.Code == ErrorCode.DeadlineReached);

    /// <summary>A cluster that EKS does not know, or a way to it that leads nowhere by its form.</summary>
    private static bool NothingWasMade(Failure failure) =>
        failure.Code == ErrorCode.ClusterNotFound || failure.Code == ErrorCode.PropertiesWrong;

    private static CancellationTokenSource Ending(TimeSpan delay, CancellationToken cancellationToken)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source.CancelAfter(delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        return source;
    }
}
