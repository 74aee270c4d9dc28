using System.Collections.Concurrent;
using System.Text;

namespace EksIamCdk.Sandbox.StackSets;

/// <summary>Stack sets of this sandbox: the same stack in many accounts and Regions.</summary>
internal sealed class StackSetService(SandboxServices services)
{
    private readonly ConcurrentDictionary<string, StackSet> _sets = new(StringComparer.Ordinal);
    private readonly StackOperations _stacks = new(services);

    public IReadOnlyList<StackSet> All =>
        [.. _sets.Values.OrderBy(set => set.Key.Name, StringComparer.Ordinal).ThenBy(set => set.Id, StringComparer.Ordinal)];

    public StackSet? Find(string id) => _sets.GetValueOrDefault(id);

    /// <summary>A set without instances.</summary>
    public StackSet Add(RegionalName key, string id) => _sets.GetOrAdd(id, _ => new StackSet(key, id));

    public void Remove(StackSet set) => _sets.TryRemove(set.Id, out _);

    /// <summary>Brings the instances to what is wanted: takes away those that are not, then updates those that differ, then adds those
    /// that are missing.</summary>
    /// <returns>Null, or why it failed.</returns>
    public async Task<string?> ApplyAsync(StackSet set, StackSetDefinition wanted, CancellationToken cancellationToken)
    {
        var there = set.Instances.ToDictionary(instance => instance.Place);
        var removed = there.Keys.Where(place => !wanted.Instances.ContainsKey(place)).ToList();
        var added = wanted.Instances.Keys.Where(place => !there.ContainsKey(place)).ToList();
        var changed = there.Values
            .Where(instance => wanted.Instances.ContainsKey(instance.Place)
                && (instance.Status != "CURRENT" || instance.Content != ContentOf(wanted, instance.Place)))
            .Select(instance => instance.Place).ToList();
        foreach (var place in added)
            set.Put(new StackInstance { Place = place, StackName = $"StackSet-{set.Key.Name}-{Guid.NewGuid():D}" });
        return await RunAsync(set, wanted.Preferences, removed, place => DeleteAsync(set, place, cancellationToken)).ConfigureAwait(false)
            ?? await RunAsync(set, wanted.Preferences, changed, Deploy).ConfigureAwait(false)
            ?? await RunAsync(set, wanted.Preferences, added, Deploy).ConfigureAwait(false);

        Task<string?> Deploy(InstancePlace place) => DeployAsync(set, wanted, place, cancellationToken);
    }

    /// <summary>Deletes the instances, and the set when none is left.</summary>
    /// <returns>Null, or why it failed.</returns>
    public async Task<string?> DeleteAsync(StackSet set, OperationPreferences preferences, CancellationToken cancellationToken)
    {
        var places = set.Instances.Select(instance => instance.Place).ToList();
        var failure = await RunAsync(set, preferences, places, place => DeleteAsync(set, place, cancellationToken)).ConfigureAwait(false);
        if (failure is null && set.Instances.Count > 0)
            failure = "StackSet is not empty";
        if (failure is null)
            Remove(set);
        return failure;
    }

    private static async Task<string?> RunAsync(
        StackSet set, OperationPreferences preferences, List<InstancePlace> places, Func<InstancePlace, Task<string?>> work)
    {
        foreach (var place in places)
            set.Put(set.Find(place)! with { DetailedStatus = "PENDING" });
        var operation = new StackSetOperation(
            preferences,
            work,
            place => set.Put(set.Find(place)! with { Status = "OUTDATED", DetailedStatus = "CANCELLED", StatusReason = "Cancelled since failure tolerance has exceeded" }));
        return await operation.RunAsync(places).ConfigureAwait(false);
    }

    private async Task<string?> DeployAsync(StackSet set, StackSetDefinition wanted, InstancePlace place, CancellationToken cancellationToken)
    {
        var before = set.Find(place)! with { DetailedStatus = "RUNNING" };
        set.Put(before);
        var parameters = wanted.Parameters.Concat(wanted.Instances[place])
            .GroupBy(parameter => parameter.Key).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
        var result = await _stacks.DeployAsync(
            new DeployRequest
            {
                TemplateText = wanted.TemplateText,
                StackName = before.StackName,
                AccountId = place.AccountId,
                Region = place.Region,
                Parameters = parameters,
                StackSetId = set.Id,
            },
            cancellationToken).ConfigureAwait(false);
        var reason = result.Outcome == SandboxOutcome.Done ? null : ReasonOf(result);
        set.Put(before with
        {
            StackId = result.StackId.Length > 0 ? result.StackId : before.StackId,
            Status = reason is null ? "CURRENT" : result.Outcome == SandboxOutcome.RollbackFailed ? "INOPERABLE" : "OUTDATED",
            DetailedStatus = reason is null ? "SUCCEEDED" : "FAILED",
            StatusReason = reason ?? "",
            Content = reason is null ? ContentOf(wanted, place) : before.Content,
        });
        return reason;
    }

    private async Task<string?> DeleteAsync(StackSet set, InstancePlace place, CancellationToken cancellationToken)
    {
        var instance = set.Find(place)! with { DetailedStatus = "RUNNING" };
        set.Put(instance);
        var stack = services.Cloud.Find(new RegionalName(place.AccountId, place.Region, instance.StackName));
        var result = stack is null ? null : await _stacks.DeleteAsync(stack, _ => { }, cancellationToken).ConfigureAwait(false);
        if (result is null or { Outcome: SandboxOutcome.Done })
        {
            set.Remove(place);
            return null;
        }
        var reason = ReasonOf(result);
        set.Put(instance with { Status = "INOPERABLE", DetailedStatus = "FAILED", StatusReason = reason });
        return reason;
    }

    /// <summary>The first thing that went wrong.</summary>
    private static string ReasonOf(SandboxResult result)
    {
        var failed = result.Events.FirstOrDefault(happened => happened.Status.EndsWith("_FAILED", StringComparison.Ordinal));
        return failed is not null
            ? $"ResourceLogicalId:{failed.LogicalId}, ResourceType:{failed.Type}, ResourceStatusReason:{failed.Reason}."
            : result.Problems.Count > 0 ? string.Join("; ", result.Problems) : result.StackStatus;
    }

    /// <summary>The same for the same template and parameters.</summary>
    private static string ContentOf(StackSetDefinition wanted, InstancePlace place)
    {
        var text = new StringBuilder(wanted.TemplateText);
        foreach (var (name, value) in wanted.Parameters.Concat(wanted.Instances[place]).OrderBy(p => p.Key, StringComparer.Ordinal))
            text.Append('|').Append(name).Append('=').Append(value);
        return Aws.SignedRequest.Hash(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
