using System.Collections.Concurrent;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>The way back of an update. What changed is asked to change again, with the properties swapped; what is new, or took the
/// place of another, is deleted afterwards, in the clean-up.</summary>
internal sealed class UpdateRollback(OperationContext context, ChangeRun run)
{
    private readonly ConcurrentBag<ResourceRecord> _superseded = [];

    /// <returns>Logical ids of what could not be put back: then the rollback has failed, and there is no clean-up.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var needs = run.Attempted.Keys.ToDictionary(
            id => id, id => (IReadOnlySet<string>)run.Before[id].Dependencies.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var failed = await DependencyRun.RunAsync(needs, id => PutBackAsync(id, stop.Token), stop.Cancel).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (failed.Count > 0)
            return failed;
        foreach (var (id, untouched) in run.Before.Where(before => !run.Attempted.ContainsKey(before.Key)))
            context.Stack.Put(untouched);
        return failed;
    }

    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        var added = context.Stack.Resources.Values.Where(resource => !run.Before.ContainsKey(resource.LogicalId));
        await new Removal(context).CleanUpAsync(added, _superseded, ofCreation: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> PutBackAsync(string id, CancellationToken cancellationToken)
    {
        var (before, now) = (run.Before[id], context.Stack.Resources[id]);
        context.Log.Resource(now, "UPDATE_IN_PROGRESS");
        try
        {
            switch (await AskAsync(before, now, cancellationToken).ConfigureAwait(false))
            {
                case ResourceOutcome.Done done:
                    Supersede(before, now with { Properties = run.Attempted[id] }, done.PhysicalId);
                    Enter(
                        before with { PhysicalId = done.PhysicalId, Attributes = done.Attributes, NoEcho = done.NoEcho },
                        "UPDATE_COMPLETE",
                        "");
                    return true;
                case ResourceOutcome.Failed failed:
                    Enter(now with { PhysicalId = failed.PhysicalId ?? now.PhysicalId }, "UPDATE_FAILED", failed.Reason);
                    return false;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Enter(now, "UPDATE_FAILED", "Resource update cancelled");
            return false;
        }
    }

    private async Task<ResourceOutcome> AskAsync(ResourceRecord before, ResourceRecord now, CancellationToken cancellationToken)
    {
        // What AWS itself replaced is still there under its old id.
        if (!before.IsCustom)
            return new ResourceOutcome.Done(before.PhysicalId!, before.Attributes, before.NoEcho);
        return await context.Custom
            .UpdateAsync(context.Target(before), now.PhysicalId!, before.Properties, run.Attempted[before.LogicalId], cancellationToken)
            .ConfigureAwait(false);
    }

    private void Supersede(ResourceRecord before, ResourceRecord now, string physicalId)
    {
        if (now.PhysicalId != physicalId)
            _superseded.Add(now);
        if (before.PhysicalId != physicalId && before.PhysicalId != now.PhysicalId)
            _superseded.Add(before);
    }

    private void Enter(ResourceRecord record, string status, string reason)
    {
        context.Stack.Put(record with { Status = status });
        context.Log.Resource(record, status, reason);
    }
}
