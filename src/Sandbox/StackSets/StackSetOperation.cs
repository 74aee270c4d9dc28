namespace EksIamCdk.Sandbox.StackSets;

/// <summary>One operation on the instances of a stack set: account by account and Region by Region, until more fail than may.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html#stackset-ops-options"/></summary>
/// <param name="preferences">Order, concurrency, tolerance.</param>
/// <param name="work">Does it to one instance; null: it is well, else the reason why not.</param>
/// <param name="cancelled">Told of each instance that is not come to any more.</param>
internal sealed class StackSetOperation(
    OperationPreferences preferences, Func<InstancePlace, Task<string?>> work, Action<InstancePlace> cancelled)
{
    private readonly List<string> _reasons = [];
    private bool _isStopped;

    /// <returns>Null when it succeeded, within the tolerance; else why it failed.</returns>
    public async Task<string?> RunAsync(IReadOnlyCollection<InstancePlace> places)
    {
        var regions = preferences.Order(places.Select(place => place.Region))
            .Select(region => places.Where(place => place.Region == region).ToList()).ToList();
        if (preferences.IsParallel)
            await Task.WhenAll(regions.Select(RunAsync)).ConfigureAwait(false);
        else
        {
            foreach (var region in regions)
                await RunAsync(region).ConfigureAwait(false);
        }
        return _isStopped ? string.Join("; ", _reasons) : null;
    }

    private async Task RunAsync(List<InstancePlace> region)
    {
        // A Region that comes after one that was stopped is not begun; those that go on at the same time count for themselves.
        var (stopped, failures) = (_isStopped && !preferences.IsParallel, 0);
        var waiting = new Queue<InstancePlace>(region);
        var running = new List<Task<(InstancePlace Place, string? Reason)>>();
        while (true)
        {
            while (!stopped && waiting.Count > 0 && running.Count < preferences.Concurrency(region.Count, failures))
                running.Add(Named(waiting.Dequeue()));
            if (running.Count == 0)
                break;
            var done = await Task.WhenAny(running).ConfigureAwait(false);
            running.Remove(done);
            var (place, reason) = await done.ConfigureAwait(false);
            if (reason is null)
                continue;
            stopped |= ++failures > preferences.Tolerance(region.Count);
            lock (_reasons)
            {
                _isStopped |= stopped;
                _reasons.Add($"Account {place.AccountId} , Region {place.Region}: {reason}");
            }
        }
        foreach (var place in waiting)
            cancelled(place);
    }

    private async Task<(InstancePlace Place, string? Reason)> Named(InstancePlace place) => (place, await work(place).ConfigureAwait(false));
}
