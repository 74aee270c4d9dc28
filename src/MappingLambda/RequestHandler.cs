using System.Diagnostics;
using EksIamCdk.Access.Clusters;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Reconciliation;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda;

/// <summary>Reads a request, and has the reconciler of its type do it.</summary>
/// <param name="awaitsAccessEntries">Whether an entry of aws-auth stays until the access entry that takes over is in force, for which EKS is asked.</param>
internal sealed class RequestHandler(RequestReader reader, ClusterConnector clusters, bool awaitsAccessEntries, TimeProvider time, Log log) : IRequestHandler
{
    public async Task<Answer> HandleAsync(Envelope envelope, Deadline deadline, Progress progress, CancellationToken cancellationToken)
    {
        switch (reader.Read(envelope))
        {
            case RequestReading.Answered answered:
                return answered.Answer;
            case RequestReading.Readable { Request: var request } when envelope.Death is { } death:
                return LastAnswer(envelope, request, death);
            case RequestReading.Readable { Request: var request }:
                progress.IdOnFailure = request.IdOnFailure;
                var result = await ReconcileAsync(request, deadline, progress, cancellationToken);
                if (result is Result.Done && request.Withdrawal is { } withdrawal)
                    result = await ReconcileAsync(withdrawal, deadline, progress, cancellationToken) is Result.Failed left ? left : result;
                return result switch
                {
                    Result.Done done => Answer.Success(request.PhysicalResourceId, done.Data),
                    Result.Failed { Failure: var unknown } when ModeOnTheWayBack(request) is { } mode =>
                        Answer.Success(request.PhysicalResourceId, Resource.ClusterMode.Attributes(mode, unknown.What)),
                    Result.Failed failed => Answer.Failed(progress.IdOnFailure, failed.Failure),
                    _ => throw new UnreachableException(),
                };
            default:
                throw new UnreachableException();
        }
    }

    private Task<Result> ReconcileAsync(Request request, Deadline deadline, Progress progress, CancellationToken cancellationToken) =>
        new ReconciliationLoop(clusters, request.Resource.Cluster, request.Type, deadline, progress, time, log)
            .RunAsync(ReconcilerOf(request, deadline, progress), cancellationToken);

    /// <summary>The answer to a request that its function died of. Nobody looks into the cluster: the id is that of what the request was about,
    /// which may have been made just before the end, so that CloudFormation has it deleted in its rollback.</summary>
    private static Answer LastAnswer(Envelope envelope, Request request, Death death) => request.Type switch
    {
        RequestType.Update when ModeOnTheWayBack(request) is { } mode =>
            Answer.Success(request.PhysicalResourceId, Resource.ClusterMode.Attributes(mode, death.Failure.What)),
        RequestType.Create when !death.Began => Answer.Failed(Invocation.NothingMade(envelope), death.Failure),
        RequestType.Delete when envelope.PhysicalResourceId == Invocation.NothingMade(envelope) => Answer.Success(envelope.PhysicalResourceId),
        _ => Answer.Failed(request.PhysicalResourceId, death.Failure),
    };

    /// <summary>Nothing is changed on the way back to a mode that no cluster goes back to: so nothing can fail there, whoever does not answer.</summary>
    private static AuthenticationMode? ModeOnTheWayBack(Request request) =>
        request is { Resource: Resource.ClusterMode wanted, Formerly: Resource.ClusterMode before } && wanted.Mode < before.Mode ? wanted.Mode : null;

    private IReconciler ReconcilerOf(Request request, Deadline deadline, Progress progress) => request.Resource switch
    {
        Resource.AwsAuthEntry entry => ReconcilerOf(request, entry, deadline, new GuardClock(deadline, time), progress),
        Resource.KubernetesObject wanted => new KubernetesObjectReconciler(request, wanted, progress),
        Resource.AccessEntry entry => new AccessEntryReconciler(
            request, entry, new AccessEntryCalls(clusters, entry.Cluster, entry.Declaration.Principal, progress), progress, log),
        Resource.AccessCheck check => new AccessCheckReconciler(request, check, deadline, progress, time),
        Resource.ClusterMode mode => new ClusterModeReconciler(clusters, request, mode, progress, time),
        Resource.ClusterLookup lookup => new ClusterLookupReconciler(clusters, lookup, progress),
        _ => throw new UnreachableException(),
    };

    private AwsAuthEntryReconciler ReconcilerOf(Request request, Resource.AwsAuthEntry entry, Deadline deadline, GuardClock clock, Progress progress) => new(
        request,
        entry,
        progress,
        new AwsAuthTurn(request, deadline, progress, time, log),
        new LockoutGuard(request, entry, clusters, clock, progress, log),
        awaitsAccessEntries ? new HandoverWait(request, entry, clusters, clock, time, progress, log) : null);
}
