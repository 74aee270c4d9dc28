using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>Deletes resources, each after all that depend on it.</summary>
internal sealed class Removal(OperationContext context)
{
    /// <summary>How often the clean-up of an update tries before it leaves a resource alone without a word.</summary>
    private const int CleanUpTries = 3;

    /// <summary>For deleting a stack and for the rollback of a creation (<c>ofCreation</c>): what cannot be deleted stays, with what it
    /// needs.</summary>
    /// <returns>Logical ids of what could not be deleted.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(
        IEnumerable<ResourceRecord> resources, bool ofCreation, CancellationToken cancellationToken) =>
        await RunAsync([.. resources], resource => Keeps(resource.DeletionPolicy, ofCreation), tries: 1, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>For the clean-up phase of an update, forward or back.</summary>
    public async Task CleanUpAsync(
        IEnumerable<ResourceRecord> removed, IEnumerable<ResourceRecord> replaced, bool ofCreation, CancellationToken cancellationToken)
    {
        var old = replaced.ToHashSet(ReferenceEqualityComparer.Instance);
        await RunAsync(
            [.. removed, .. old.Cast<ResourceRecord>()],
            resource => Keeps(old.Contains(resource) ? resource.UpdateReplacePolicy : resource.DeletionPolicy, ofCreation),
            CleanUpTries,
            cancellationToken).ConfigureAwait(false);
    }

    private static bool Keeps(DeletionPolicy policy, bool ofCreation) =>
        policy == DeletionPolicy.Retain || (policy == DeletionPolicy.RetainExceptOnCreate && !ofCreation);

    private async Task<IReadOnlyList<string>> RunAsync(
        List<ResourceRecord> resources, Func<ResourceRecord, bool> keeps, int tries, CancellationToken cancellationToken)
    {
        // One logical id may be there twice, with an old and a new physical id.
        var byKey = resources.ToDictionary(resource => $"{resource.LogicalId}|{resource.PhysicalId}", StringComparer.Ordinal);
        var needs = byKey.ToDictionary(
            r => r.Key,
            r => KeysOf(r.Value.Dependencies),
            StringComparer.Ordinal);
        var failed = await DependencyRun.RunAsync(
            DependencyGraph.Reverse(needs),
            async key => await DeleteAsync(byKey[key], keeps(byKey[key]), tries, cancellationToken).ConfigureAwait(false),
            firstFailure: null).ConfigureAwait(false);
        return [.. failed.Select(key => byKey[key].LogicalId)];

        IReadOnlySet<string> KeysOf(IReadOnlyList<string> logicalIds) =>
            byKey.Where(resource => logicalIds.Contains(resource.Value.LogicalId)).Select(resource => resource.Key).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<bool> DeleteAsync(ResourceRecord resource, bool keep, int tries, CancellationToken cancellationToken)
    {
        if (keep)
        {
            context.Stack.Forget(resource);
            context.Log.Resource(context.Stack, resource, "DELETE_SKIPPED");
            return true;
        }
        for (var attempt = 1; attempt <= tries; attempt++)
        {
            context.Log.Resource(context.Stack, resource, "DELETE_IN_PROGRESS");
            if (resource.PhysicalId is null || await CallAsync(resource, cancellationToken).ConfigureAwait(false) is not { } reason)
            {
                context.Stack.Forget(resource);
                context.Log.Resource(context.Stack, resource, "DELETE_COMPLETE");
                return true;
            }
            context.Log.Resource(context.Stack, resource, "DELETE_FAILED", reason);
        }
        if (tries == 1)
        {
            context.Stack.Put(resource with { Status = "DELETE_FAILED" });
            return false;
        }
        context.Stack.Forget(resource);
        context.Log.Resource(context.Stack, resource, "DELETE_SKIPPED");
        return true;
    }

    /// <returns>Null, or why it failed.</returns>
    private async Task<string?> CallAsync(ResourceRecord resource, CancellationToken cancellationToken)
    {
        var outcome = await context.ProviderOf(resource)
            .DeleteAsync(context.Target(resource), resource.PhysicalId!, resource.Properties, cancellationToken).ConfigureAwait(false);
        return (outcome as ResourceOutcome.Failed)?.Reason;
    }
}
