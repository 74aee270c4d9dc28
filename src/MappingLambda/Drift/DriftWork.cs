using System.Diagnostics;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Reconciliation;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Drift;

/// <summary>Does what a schedule asks for: nobody waits for an answer, so all that comes of it is the log, a metric, and whether it failed.</summary>
/// <param name="clusters">The way to clusters.</param>
/// <param name="defaultRegion"><c>AWS_REGION</c>, or null.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log, and the metrics in it.</param>
internal sealed class DriftWork(ClusterConnector clusters, string? defaultRegion, TimeProvider time, Log log)
{
    /// <returns>Null when the event is none of a schedule.</returns>
    public async Task<Outcome?> RunAsync(Delivery delivery, CancellationToken stop)
    {
        var (found, death) = DriftRequest.Find(delivery.Body);
        if (death is not null)
        {
            log.DriftNotChecked(death.Reason);
            return new Outcome.Answered();
        }

        if (found is not { } given)
            return null;
        var (request, wrong) = DriftRequest.Read(given, defaultRegion);
        if (request is null)
        {
            log.EventUnreadable(delivery.Id, wrong!.Reason);
            return new Outcome.Failed(wrong.Code.ToString(), wrong.Reason);
        }

        var progress = new Progress(log, "", new WrittenChanges(time));
        var loop = new ReconciliationLoop(clusters, request.Cluster, RequestType.Update, delivery.Deadline, progress, time, log);
        switch (await loop.RunAsync(new DriftReconciler(request, clusters, delivery.Deadline, progress, time, log), stop))
        {
            case Result.Done:
                return new Outcome.Answered();
            case Result.Failed { Failure: var failure }:
                log.DriftNotChecked(failure.Reason);
                return new Outcome.Failed(failure.Code.ToString(), failure.Reason);
            default:
                throw new UnreachableException();
        }
    }
}
