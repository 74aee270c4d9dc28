using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>Does to a stack what CloudFormation would do, in the same order and with the same mistakes.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html"/></summary>
internal sealed class StackEngine(IResourceProvider native, IResourceProvider custom, EventLog log)
{
    public async Task CreateAsync(Stack stack, StackPlan plan, CancellationToken cancellationToken)
    {
        var context = new OperationContext(stack, native, custom, log);
        log.Stack(stack, "CREATE_IN_PROGRESS", "User Initiated");
        var failure = await new ChangeRun(context, plan).ApplyAsync(cancellationToken).ConfigureAwait(false) ?? Conclude(stack, plan);
        if (failure is null)
        {
            log.Stack(stack, "CREATE_COMPLETE");
            return;
        }
        log.Stack(stack, "ROLLBACK_IN_PROGRESS", $"{failure} Rollback requested by user.");
        var left = await new Removal(context).DeleteAsync(stack.Resources.Values, ofCreation: true, cancellationToken)
            .ConfigureAwait(false);
        if (left.Count == 0)
            log.Stack(stack, "ROLLBACK_COMPLETE");
        else
            log.Stack(stack, "ROLLBACK_FAILED", NotDeleted(left));
    }

    public async Task UpdateAsync(Stack stack, StackPlan plan, CancellationToken cancellationToken)
    {
        var context = new OperationContext(stack, native, custom, log);
        log.Stack(stack, "UPDATE_IN_PROGRESS", "User Initiated");
        var run = new ChangeRun(context, plan);
        var failure = await run.ApplyAsync(cancellationToken).ConfigureAwait(false) ?? Conclude(stack, plan);
        if (failure is null)
        {
            log.Stack(stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
            var removed = run.Before.Values.Where(resource => !plan.Resources.ContainsKey(resource.LogicalId));
            await new Removal(context).CleanUpAsync(removed, run.Replaced, ofCreation: false, cancellationToken).ConfigureAwait(false);
            log.Stack(stack, "UPDATE_COMPLETE");
            return;
        }
        log.Stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", failure);
        var rollback = new UpdateRollback(context, run);
        var stuck = await rollback.RunAsync(cancellationToken).ConfigureAwait(false);
        if (stuck.Count > 0)
        {
            log.Stack(stack, "UPDATE_ROLLBACK_FAILED", $"The following resource(s) failed to update: [{string.Join(", ", stuck)}].");
            return;
        }
        log.Stack(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
        await rollback.CleanUpAsync(cancellationToken).ConfigureAwait(false);
        log.Stack(stack, "UPDATE_ROLLBACK_COMPLETE");
    }

    public async Task DeleteAsync(Stack stack, CancellationToken cancellationToken)
    {
        log.Stack(stack, "DELETE_IN_PROGRESS", "User Initiated");
        var removal = new Removal(new OperationContext(stack, native, custom, log));
        var left = await removal.DeleteAsync(stack.Resources.Values, ofCreation: false, cancellationToken).ConfigureAwait(false);
        if (left.Count == 0)
            log.Stack(stack, "DELETE_COMPLETE");
        else
            log.Stack(stack, "DELETE_FAILED", NotDeleted(left));
    }

    /// <summary>Outputs, and what the next update starts from.</summary>
    /// <returns>Null, or why the outputs could not be had.</returns>
    private static string? Conclude(Stack stack, StackPlan plan)
    {
        var problems = new ProblemList();
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var exports = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var output in plan.Outputs)
        {
            var values = new LiveValues(stack, problems);
            var value = plan.Output(output, values, problems) ?? "";
            outputs[output.Name] = values.SawSecret ? "****" : value;
            if (plan.ExportName(output, problems) is { } export)
                exports[export] = value;
        }
        if (problems.Count > 0)
            return $"{problems}.";
        (stack.Outputs, stack.Exports, stack.Parameters, stack.Template) = (outputs, exports, plan.GivenParameters, plan.Template.Body);
        return null;
    }

    private static string NotDeleted(IReadOnlyList<string> ids) =>
        $"The following resource(s) failed to delete: [{string.Join(", ", ids)}].";
}
