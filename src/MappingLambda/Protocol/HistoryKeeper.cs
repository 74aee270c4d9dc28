using EksIamCdk.ClusterApi.History;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>Writes what an invocation has changed into the history of the cluster, once CloudFormation has its answer. It takes 2 s at
/// most, and fails nothing: what cannot be kept is logged.</summary>
internal sealed class HistoryKeeper(TimeProvider time, Log log)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public async Task KeepAsync(Delivery delivery, WrittenChanges written, CancellationToken stop)
    {
        if (written.All.Count == 0)
            return;
        var left = delivery.Deadline.SendingEnds - time.GetUtcNow();
        using var timer = new CancellationTokenSource(left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            foreach (var change in written.All)
            {
                if (await new HistoryStore(change.Api).AddAsync(change.Record, end.Token) is not HistoryAddition.Kept and var lost)
                    log.NotInHistory(delivery.Id, lost.ToString());
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            log.NotInHistory(delivery.Id, "the API server took too long");
        }
    }
}
