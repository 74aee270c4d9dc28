namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>Does steps in parallel, each as soon as what it needs is done.</summary>
internal static class DependencyRun
{
    /// <param name="needs">Each node, with the nodes that must be done before; those that are not nodes themselves count as done.</param>
    /// <param name="step">False when it failed. What needs it is not started then.</param>
    /// <param name="firstFailure">Called once, as soon as a step failed; no further step is started then. Null: all that can be is
    /// started.</param>
    /// <returns>The nodes that failed, in the order of their failing.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyDictionary<string, IReadOnlySet<string>> needs, Func<string, Task<bool>> step, Action? firstFailure)
    {
        var waiting = new SortedSet<string>(needs.Keys, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var running = new List<Task<(string Id, bool Done)>>();
        var failed = new List<string>();
        while (true)
        {
            if (failed.Count == 0 || firstFailure is null)
            {
                var ready = waiting.Where(id => needs[id].All(other => done.Contains(other) || !needs.ContainsKey(other))).ToList();
                // Only after a failed rollback can resources of two templates need each other: then any order is as good.
                if (ready.Count == 0 && running.Count == 0 && failed.Count == 0)
                    ready = [.. waiting];
                foreach (var id in ready)
                {
                    waiting.Remove(id);
                    running.Add(Named(id));
                }
            }
            if (running.Count == 0)
                return failed;
            var finished = await Task.WhenAny(running).ConfigureAwait(false);
            running.Remove(finished);
            var (node, well) = await finished.ConfigureAwait(false);
            (well ? (ICollection<string>)done : failed).Add(node);
            if (!well && failed.Count == 1)
                firstFailure?.Invoke();
        }

        async Task<(string Id, bool Done)> Named(string id) => (id, await step(id).ConfigureAwait(false));
    }
}
