using System.Diagnostics.CodeAnalysis;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Drift;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>One event, answered once and in time, whatever happens on the way.</summary>
internal sealed class Invocation(IRequestHandler handler, DriftWork drift, ResponseSender sender, TimeProvider time, Log log)
{
    private readonly HistoryKeeper _history = new(time, log);

    [SuppressMessage("Design", "CA1031", Justification = "The one catch-all of this program: a bug in one invocation never stops the loop.")]
    public async Task<Outcome> RunAsync(Delivery delivery, CancellationToken stop)
    {
        var written = new WrittenChanges(time);
        Task<Outcome>? answered = null;
        try
        {
            answered = await DecidedAsync(delivery, written, stop);
            await Task.WhenAll(answered, _history.KeepAsync(delivery, written, stop));
            await _history.KeepAsync(delivery, written, stop); // what work that was given up has written since
            return await answered;
        }
        catch (Exception bug) when (!stop.IsCancellationRequested)
        {
            log.Bug(delivery.Id, bug);
            return answered is { IsCompletedSuccessfully: true }
                ? await answered
                : new Outcome.Failed(ErrorCode.Bug.ToString(), $"A bug: {bug.GetType().Name}. [{ErrorCode.Bug}]");
        }
    }

    /// <returns>How the invocation ends, once the answer that is on its way has been taken.</returns>
    private async Task<Task<Outcome>> DecidedAsync(Delivery delivery, WrittenChanges written, CancellationToken stop)
    {
        var (envelope, unreadable) = EnvelopeReader.Read(delivery.Body);
        if (envelope is null)
        {
            if (await drift.RunAsync(delivery, stop) is { } checkedForDrift)
                return Task.FromResult(checkedForDrift);
            log.EventUnreadable(delivery.Id, unreadable!.Reason);
            return Task.FromResult<Outcome>(new Outcome.Failed(unreadable.Code.ToString(), unreadable.Reason));
        }

        log.Started(delivery.Id, envelope);
        var answer = envelope.Problems.Count > 0
            ? Answer.Failed(FallbackId(envelope), Unreadable(envelope))
            : await WorkedAsync(delivery, envelope, written, stop);
        log.Decided(delivery.Id, envelope, answer);
        return SentAsync(delivery, envelope, answer, stop);
    }

    private async Task<Outcome> SentAsync(Delivery delivery, Envelope envelope, Answer answer, CancellationToken stop)
    {
        var refusal = await sender.SendAsync(envelope.ResponseUrl, AnswerBody.Of(envelope, answer), delivery.Deadline, stop);
        if (refusal is null)
            return new Outcome.Answered();
        log.NotAnswered(delivery.Id, envelope, refusal);
        return new Outcome.Failed(Outcome.NotAnswered, $"CloudFormation has no answer to {envelope}: {refusal}.");
    }

    /// <summary>The answer of the handler, or one in its place when time is over or it has a bug. Its work is never waited for longer
    /// than that, not even when it holds on to its thread.</summary>
    private async Task<Answer> WorkedAsync(Delivery delivery, Envelope envelope, WrittenChanges written, CancellationToken stop)
    {
        var progress = new Progress(log, FallbackId(envelope), written);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = Task.Run(() => handler.HandleAsync(envelope, delivery.Deadline, progress, ended.Token), CancellationToken.None);
        var left = delivery.Deadline.WorkEnds - time.GetUtcNow();
        await Task.WhenAny(work, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, stop));
        stop.ThrowIfCancellationRequested();
        await ended.CancelAsync();

        if (work.IsCompletedSuccessfully)
            return await work;
        if (!work.IsFaulted)
            return Answer.Failed(progress.IdOnFailure, Failures.DeadlineReached(progress.Step, last: null));
        log.Bug(delivery.Id, work.Exception!.InnerException!);
        return Answer.Failed(progress.IdOnFailure, BugIn(progress.Step, work.Exception.InnerException!));
    }

    /// <summary>Never empty: CloudFormation would make one up and hide the Reason.</summary>
    public static string FallbackId(Envelope envelope) =>
        envelope.PhysicalResourceId.Length > 0 ? envelope.PhysicalResourceId : NothingMade(envelope);

    /// <summary>The id of a Create that failed before it made anything.</summary>
    public static string NothingMade(Envelope envelope) => $"none|{envelope.LogicalResourceId}";

    private static Failure Unreadable(Envelope envelope) => new(
        ErrorCode.EventUnreadable,
        $"The event cannot be read: {envelope.Problems}.",
        "Send a CloudFormation custom resource request.");

    private static Failure BugIn(string step, Exception bug) => new(
        ErrorCode.Bug,
        $"A bug in EKS IAM CDK ended the work at this step: {step}: {bug.GetType().Name}.",
        "Please report it with the lines of the function's log.");
}
