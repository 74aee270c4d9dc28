using System.Diagnostics;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.History;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Drift;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Reconciliation;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Drift;

/// <summary>Compares a cluster with what its stacks declared, tells each deviation and how many there are, and puts them back where asked to.</summary>
internal sealed class DriftReconciler(
    DriftRequest request, ClusterConnector clusters, Deadline deadline, Progress progress, TimeProvider time, Log log) : IReconciler
{
    private static readonly HistoryAuthor Author = new HistoryAuthor.OfUser("the schedule", "drift");

    public async Task<Attempt> TryAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        progress.Step = $"compare cluster {request.Cluster.Name} with what was declared";
        switch (await new DriftCheck(cluster, time, deadline.AttemptsEnd - time.GetUtcNow()).RunAsync(cancellationToken))
        {
            case DriftReading.Failed failed:
                return new Attempt.Refused(failed.Failure);
            case DriftReading.Read { Report: var report }:
                await TellAsync(report, cluster, cancellationToken);
                return new Attempt.Done(new Dictionary<string, string>());
            default:
                throw new UnreachableException();
        }
    }

    public Task<string?> PutBackAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private async Task TellAsync(DriftReport report, ClusterConnection cluster, CancellationToken cancellationToken)
    {
        var healed = 0;
        foreach (var deviation in report.Deviations)
        {
            log.Drift(request.Cluster.Identity, deviation);
            if (request.Heal && await HealedAsync(deviation, cluster, cancellationToken))
                healed++;
        }

        foreach (var found in report.NotKnown)
            log.NotCompared(request.Cluster.Identity, found.Address.ToString(), "what its owner declared is not kept: an older version wrote it, or it is too long");
        foreach (var address in report.Unreadable)
            log.NotCompared(request.Cluster.Identity, address.ToString(), "its annotations cannot be read");
        foreach (var unread in report.Unread)
            log.NotCompared(request.Cluster.Identity, unread.Kind.Plural, unread.Why);
        log.DriftCompared(request.Cluster.Identity, report.Compared, report.Deviations.Count, healed);
        log.Metrics(new DriftMetrics(request.Cluster.Name, report.Deviations.Count, healed));
    }

    private async Task<bool> HealedAsync(Deviation deviation, ClusterConnection cluster, CancellationToken cancellationToken)
    {
        progress.Step = $"put back {deviation.Target}";
        var healer = new DriftHealer(
            cluster, Author, end => clusters.Identity(request.Cluster, end), time, deadline.AttemptsEnd - time.GetUtcNow());
        var healing = await healer.HealAsync(deviation, cancellationToken);
        log.Healed(request.Cluster.Identity, deviation.Target, healing);
        return healing is Healing.Healed;
    }
}
