using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Runtime;

/// <summary>Takes one invocation after the other from the Runtime API until the process is stopped.</summary>
/// <remarks>A Runtime API that hiccups is asked again, ever slower; nothing that one invocation does ends the loop.</remarks>
internal sealed class RuntimeLoop(RuntimeApi api, Invocation invocation, TimeProvider time, Log log)
{
    private const int ReportAttempts = 5;

    public async Task RunAsync(CancellationToken stop)
    {
        var hiccups = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var delivery = await api.NextAsync(stop);
                hiccups = 0;
                if (delivery is not null)
                    await HandleAsync(delivery, stop);
            }
            catch (Exception hiccup) when (hiccup is HttpRequestException or IOException)
            {
                log.RuntimeApiFailed("next", hiccup.Message);
                await PauseAsync(++hiccups, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(Delivery delivery, CancellationToken stop)
    {
        var outcome = await invocation.RunAsync(delivery, stop);
        for (var attempt = 1; attempt <= ReportAttempts; attempt++)
        {
            try
            {
                var status = outcome switch
                {
                    Outcome.Failed failed => await api.FailAsync(delivery.Id, failed.ErrorType, failed.Message, stop),
                    _ => await api.SucceedAsync(delivery.Id, stop),
                };
                if ((int)status < 500)
                    return; // taken, or refused for good: a report for an invocation that is over
                log.RuntimeApiFailed("report", $"status {(int)status}");
            }
            catch (Exception hiccup) when (hiccup is HttpRequestException or IOException
                || (hiccup is OperationCanceledException && !stop.IsCancellationRequested))
            {
                log.RuntimeApiFailed("report", hiccup.Message);
            }

            await PauseAsync(attempt, stop);
        }
    }

    private Task PauseAsync(int hiccups, CancellationToken stop) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2000, 25 << Math.Min(hiccups, 7))), time, stop);
}
