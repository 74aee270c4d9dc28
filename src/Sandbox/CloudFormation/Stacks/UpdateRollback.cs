using System.Collections.Concurrent;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>The way back of an update. What changed is asked to change again, with the properties swapped; what is new, or took the
/// place of another, is deleted afterwards, in the clean-up.</summary>
internal sealed class UpdateRollback(OperationContext context, UnfinishedUpdate update, IReadOnlySet<string> skip)
{
    // The CDK CLI knows a resource that was skipped by these words.
    private const string Skipped = "Resource skipped during UpdateRollback";

    private readonly ConcurrentBag<ResourceRecord> _superseded = [.. update.Superseded];
    private readonly ConcurrentDictionary<string, bool> _putBack = new(StringComparer.Ordinal);

    /// <summary>What is still to be put back.</summary>
    public UnfinishedUpdate Left => update with
    {
        Before = update.Before.ToDictionary(
            before => before.Key,
            before => _putBack.ContainsKey(before.Key) ? context.Stack.Resources[before.Key] : before.Value,
            StringComparer.Ordinal),
        Attempted = update.Attempted.Where(attempt => !_putBack.ContainsKey(attempt.Key)).ToDictionary(StringComparer.Ordinal),
        Superseded = [.. _superseded],
    };

    /// <returns>Logical ids of what could not be put back: then the rollback has failed, and there is no clean-up.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var needs = update.Attempted.Keys.ToDictionary(
            id => id, id => (IReadOnlySet<string>)update.Before[id].Dependencies.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var failed = await DependencyRun.RunAsync(needs, id => PutBackAsync(id, stop.Token), stop.Cancel).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (failed.Count > 0)
            return failed;
        foreach (var (_, untouched) in update.Before.Where(before => !update.Attempted.ContainsKey(before.Key)))
            context.Stack.Put(untouched);
        return failed;
    }

    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        var added = context.Stack.Resources.Values.Where(resource => !update.Before.ContainsKey(resource.LogicalId));
        // Only of several attempts in turn: what took the place of another and was replaced itself.
        var between = update.Replaced.Where(replaced => update.Before.GetValueOrDefault(replaced.LogicalId) is not { } before
            || before.PhysicalId != replaced.PhysicalId);
        await new Removal(context).CleanUpAsync(added, _superseded.Concat(between), ofCreation: true, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<bool> PutBackAsync(string id, CancellationToken cancellationToken)
    {
        var (before, now) = (update.Before[id], context.Stack.Resources[id]);
        if (skip.Contains(id))
        {
            _putBack[id] = true;
            Enter(before with { PhysicalId = now.PhysicalId }, "UPDATE_COMPLETE", Skipped);
            return true;
        }
        context.Log.Resource(context.Stack, now, "UPDATE_IN_PROGRESS");
        try
        {
            switch (await AskAsync(before, now, cancellationToken).ConfigureAwait(false))
            {
                case ResourceOutcome.Done done:
                    _putBack[id] = true;
                    Supersede(before, now with { Properties = update.Attempted[id] }, done.PhysicalId);
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
        // What AWS itself replaced is still there under its old id; most of what it changed has nothing behind it.
        var isMade = before.IsCustom || (before.IsReal && before.PhysicalId == now.PhysicalId);
        if (!isMade)
            return new ResourceOutcome.Done(before.PhysicalId!, before.Attributes, before.NoEcho);
        return await context.ProviderOf(before)
            .UpdateAsync(context.Target(before), now.PhysicalId!, before.Properties, update.Attempted[before.LogicalId], cancellationToken)
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
        context.Log.Resource(context.Stack, record, status, reason);
    }
}
