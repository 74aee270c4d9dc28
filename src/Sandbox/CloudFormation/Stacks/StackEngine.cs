using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>Does to a stack what CloudFormation would do, in the same order and with the same mistakes.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html"/></summary>
internal sealed class StackEngine(IResourceProvider native, IResourceProvider custom, IExportBook exports, EventLog log)
{
    private const string ByUser = "User Initiated";

    public async Task CreateAsync(Stack stack, StackPlan plan, OnFailure onFailure, CancellationToken cancellationToken)
    {
        log.Stack(stack, "CREATE_IN_PROGRESS", ByUser);
        var run = new ChangeRun(Context(stack), plan);
        var failure = await run.ApplyAsync(cancellationToken).ConfigureAwait(false) ?? Conclude(stack, plan);
        if (failure is null)
        {
            log.Stack(stack, "CREATE_COMPLETE");
            return;
        }
        stack.Unfinished = UnfinishedUpdate.After(run, null);
        switch (onFailure)
        {
            case OnFailure.DoNothing:
                log.Stack(stack, "CREATE_FAILED", failure);
                break;
            case OnFailure.Delete:
                await DeleteAsync(stack, $"{failure} Delete requested by user.", new HashSet<string>(), cancellationToken).ConfigureAwait(false);
                break;
            default:
                await RollbackCreationAsync(stack, $"{failure} Rollback requested by user.", cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    public async Task UpdateAsync(Stack stack, StackPlan plan, OnFailure onFailure, CancellationToken cancellationToken)
    {
        log.Stack(stack, "UPDATE_IN_PROGRESS", ByUser);
        var run = new ChangeRun(Context(stack), plan);
        var failure = await run.ApplyAsync(cancellationToken).ConfigureAwait(false) ?? Conclude(stack, plan);
        if (failure is null)
        {
            log.Stack(stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
            var removed = run.Before.Values.Where(resource => !plan.Resources.ContainsKey(resource.LogicalId));
            var replaced = run.Replaced.Concat(stack.Unfinished?.Replaced ?? []);
            await new Removal(Context(stack)).CleanUpAsync(removed, replaced, ofCreation: false, cancellationToken).ConfigureAwait(false);
            stack.Unfinished = null;
            log.Stack(stack, "UPDATE_COMPLETE");
            return;
        }
        stack.Unfinished = UnfinishedUpdate.After(run, stack.Unfinished);
        if (onFailure == OnFailure.Rollback)
            await RollbackUpdateAsync(stack, failure, new HashSet<string>(), cancellationToken).ConfigureAwait(false);
        else
            log.Stack(stack, "UPDATE_FAILED", failure);
    }

    /// <summary>Puts a stack back to how it last stood well, after an operation that failed, or a rollback that was stuck.</summary>
    /// <param name="skip">Logical ids of resources that are stuck, and taken for put back.</param>
    public Task RollbackAsync(Stack stack, IReadOnlySet<string> skip, CancellationToken cancellationToken) => stack.WasEverWell
        ? RollbackUpdateAsync(stack, ByUser, skip, cancellationToken)
        : RollbackCreationAsync(stack, ByUser, cancellationToken);

    public Task DeleteAsync(Stack stack, CancellationToken cancellationToken) =>
        DeleteAsync(stack, ByUser, new HashSet<string>(), cancellationToken);

    /// <param name="retain">Logical ids of resources that stay.</param>
    public Task DeleteAsync(Stack stack, IReadOnlySet<string> retain, CancellationToken cancellationToken) =>
        DeleteAsync(stack, ByUser, retain, cancellationToken);

    private OperationContext Context(Stack stack) => new(stack, native, custom, log);

    private async Task DeleteAsync(Stack stack, string reason, IReadOnlySet<string> retain, CancellationToken cancellationToken)
    {
        if (ExportRules.Refusal(exports, stack, new Dictionary<string, string>()) is { } inUse)
        {
            // Nothing is started: the stack stays what it was.
            log.Stack(stack, stack.Status, $"Delete canceled. {inUse}");
            return;
        }
        log.Stack(stack, "DELETE_IN_PROGRESS", reason);
        // Where an update has failed, what was replaced is still there.
        var all = stack.Resources.Values.Concat(stack.Unfinished?.Replaced ?? [])
            .Select(resource => retain.Contains(resource.LogicalId) ? resource with { DeletionPolicy = Templates.DeletionPolicy.Retain } : resource)
            .DistinctBy(resource => (resource.LogicalId, resource.PhysicalId));
        var left = await new Removal(Context(stack)).DeleteAsync(all, ofCreation: false, cancellationToken).ConfigureAwait(false);
        if (left.Count == 0)
            log.Stack(stack, "DELETE_COMPLETE");
        else
            log.Stack(stack, "DELETE_FAILED", NotDeleted(left));
    }

    private async Task RollbackCreationAsync(Stack stack, string reason, CancellationToken cancellationToken)
    {
        log.Stack(stack, "ROLLBACK_IN_PROGRESS", reason);
        var left = await new Removal(Context(stack)).DeleteAsync(stack.Resources.Values, ofCreation: true, cancellationToken)
            .ConfigureAwait(false);
        stack.Unfinished = null;
        if (left.Count == 0)
            log.Stack(stack, "ROLLBACK_COMPLETE");
        else
            log.Stack(stack, "ROLLBACK_FAILED", NotDeleted(left));
    }

    private async Task RollbackUpdateAsync(Stack stack, string reason, IReadOnlySet<string> skip, CancellationToken cancellationToken)
    {
        log.Stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason);
        var rollback = new UpdateRollback(Context(stack), stack.Unfinished!, skip);
        var stuck = await rollback.RunAsync(cancellationToken).ConfigureAwait(false);
        if (stuck.Count > 0)
        {
            stack.Unfinished = rollback.Left;
            log.Stack(stack, "UPDATE_ROLLBACK_FAILED", $"The following resource(s) failed to update: [{string.Join(", ", stuck)}].");
            return;
        }
        log.Stack(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
        await rollback.CleanUpAsync(cancellationToken).ConfigureAwait(false);
        stack.Unfinished = null;
        log.Stack(stack, "UPDATE_ROLLBACK_COMPLETE");
    }

    /// <summary>Outputs, and what the next update starts from.</summary>
    /// <returns>Null, or why the outputs could not be had.</returns>
    private string? Conclude(Stack stack, StackPlan plan)
    {
        var problems = new ProblemList();
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var exported = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var output in plan.Outputs)
        {
            var values = new LiveValues(stack, problems);
            var value = plan.Output(output, values, problems) ?? "";
            outputs[output.Name] = values.SawSecret ? "****" : value;
            if (plan.ExportName(output, problems) is { } export)
                exported[export] = value;
        }
        if (problems.Count > 0)
            return $"{problems}.";
        if (ExportRules.Refusal(exports, stack, exported) is { } refusal)
            return refusal;
        (stack.Outputs, stack.Exports, stack.Imports) = (outputs, exported, [.. plan.Scope.Imported.Keys]);
        (stack.Parameters, stack.Template) = (plan.GivenParameters, plan.Template.Body);
        return null;
    }

    private static string NotDeleted(IReadOnlyList<string> ids) =>
        $"The following resource(s) failed to delete: [{string.Join(", ", ids)}].";
}
