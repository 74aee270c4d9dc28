using System.Diagnostics;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Reconciliation;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda;

/// <summary>Reads a request, and has the reconciler of its type do it.</summary>
internal sealed class RequestHandler(RequestReader reader, ClusterConnector clusters, TimeProvider time, Log log) : IRequestHandler
{
    public async Task<Answer> HandleAsync(Envelope envelope, Deadline deadline, Progress progress, CancellationToken cancellationToken)
    {
        switch (reader.Read(envelope))
        {
            case RequestReading.Answered answered:
                return answered.Answer;
            case RequestReading.Readable { Request: var request }:
                progress.IdOnFailure = request.IdOnFailure;
                var loop = new ReconciliationLoop(clusters, request.Resource.Cluster, request.Type, deadline, progress, time, log);
                return await loop.RunAsync(ReconcilerOf(request, deadline, progress), cancellationToken) switch
                {
                    Result.Done done => Answer.Success(request.PhysicalResourceId, done.Data),
                    Result.Failed failed => Answer.Failed(progress.IdOnFailure, failed.Failure),
                    _ => throw new UnreachableException(),
                };
            default:
                throw new UnreachableException();
        }
    }

    private IReconciler ReconcilerOf(Request request, Deadline deadline, Progress progress) => request.Resource switch
    {
        Resource.AwsAuthEntry entry => new AwsAuthEntryReconciler(
            request, entry, progress, new LockoutGuard(request, entry, clusters, new GuardClock(deadline, time), progress, log)),
        Resource.KubernetesObject wanted => new KubernetesObjectReconciler(request, wanted, progress),
        Resource.AccessCheck check => new AccessCheckReconciler(request, check, deadline, progress, time),
        Resource.ClusterLookup lookup => new ClusterLookupReconciler(clusters, lookup, progress),
        _ => throw new UnreachableException(),
    };
}
