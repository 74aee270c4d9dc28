using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>Writes what an invocation has changed into the history of the cluster, while CloudFormation is given its answer. It takes 2 s at
/// most, and fails nothing: what cannot be kept is logged.</summary>
internal sealed class HistoryKeeper(TimeProvider time, Log log)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private (IKubernetesApi Api, HistoryStore History)? _last;

    /// <summary>Each change is kept once, however often this is called.</summary>
    public async Task KeepAsync(Delivery delivery, WrittenChanges written, CancellationToken stop)
    {
        if (written.IsEmpty)
            return;
        var left = delivery.Deadline.SendingEnds - time.GetUtcNow();
        using var timer = new CancellationTokenSource(left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            while (written.Next() is { } change)
            {
                if (await Of(change.Api).AddAsync(change.Record, end.Token) is not HistoryAddition.Kept and var lost)
                    log.NotInHistory(delivery.Id, lost.ToString());
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            log.NotInHistory(delivery.Id, "the API server took too long");
        }
    }

    /// <summary>The same one as before, which knows what it has left there.</summary>
    private HistoryStore Of(IKubernetesApi api)
    {
        if (_last is not { } last || last.Api != api)
            _last = last = (api, new HistoryStore(api));
        return last.History;
    }
}
