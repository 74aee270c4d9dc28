using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>The way forward of a deployment: creates and updates resources in the order of their dependencies, and stops at the
/// first failure. What is still running then is cancelled: nobody waits for it, but its work goes on.</summary>
internal sealed class ChangeRun(OperationContext context, StackPlan plan)
{
    private readonly ConcurrentDictionary<string, JsonObject> _attempted = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<ResourceRecord> _replaced = [];

    /// <summary>The resources as they were before anything changed.</summary>
    public ImmutableSortedDictionary<string, ResourceRecord> Before { get; } = context.Stack.Resources;

    /// <summary>Of each existing resource that was asked to change: the properties it was asked to take.</summary>
    public IReadOnlyDictionary<string, JsonObject> Attempted => _attempted;

    /// <summary>Resources as they were before another took their place.</summary>
    public IReadOnlyCollection<ResourceRecord> Replaced => _replaced;

    /// <returns>Null when all went well, else the reason of the rollback.</returns>
    public async Task<string?> ApplyAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var needs = plan.Resources.ToDictionary(r => r.Key, r => r.Value.Dependencies, StringComparer.Ordinal);
        var failed = await DependencyRun.RunAsync(needs, id => StepAsync(id, stop.Token), stop.Cancel).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (failed.Count == 0)
            return null;
        var verb = failed.Any(Before.ContainsKey) ? "update" : "create";
        return $"The following resource(s) failed to {verb}: [{string.Join(", ", failed)}].";
    }

    private async Task<bool> StepAsync(string id, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var properties = plan.Properties(id, new LiveValues(context.Stack, problems), problems);
        var record = Record(id) with { Properties = properties };
        if (!Before.TryGetValue(id, out var old))
            return await CreateAsync(record, problems, cancellationToken).ConfigureAwait(false);
        if (old.Status == "CREATE_FAILED")
            return await CreateAnewAsync(old, record, problems, cancellationToken).ConfigureAwait(false);
        if (problems.Count > 0 || old.Status == "UPDATE_FAILED" || plan.FailAt.Contains(id) || !PropertyText.Same(properties, old.Properties))
            return await UpdateAsync(old, record, problems, cancellationToken).ConfigureAwait(false);
        context.Stack.Put(
            record with { PhysicalId = old.PhysicalId, Attributes = old.Attributes, NoEcho = old.NoEcho, Status = old.Status });
        return true;
    }

    /// <summary>What an attempt before left half made goes first.</summary>
    private async Task<bool> CreateAnewAsync(
        ResourceRecord failed, ResourceRecord record, ProblemList problems, CancellationToken cancellationToken)
    {
        var left = await new Removal(context).DeleteAsync([failed], ofCreation: true, cancellationToken).ConfigureAwait(false);
        return left.Count == 0 && await CreateAsync(record, problems, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> CreateAsync(ResourceRecord record, ProblemList problems, CancellationToken cancellationToken)
    {
        Enter(record, "CREATE_IN_PROGRESS");
        if (Refusal(record, problems) is { } refusal)
            return Fail(record, "CREATE_FAILED", refusal);
        try
        {
            var outcome = await context.ProviderOf(record)
                .CreateAsync(context.Target(record), record.Properties, cancellationToken).ConfigureAwait(false);
            switch (outcome)
            {
                case ResourceOutcome.Done done:
                    Enter(
                        record with { PhysicalId = done.PhysicalId, Attributes = done.Attributes, NoEcho = done.NoEcho },
                        "CREATE_COMPLETE");
                    return true;
                case ResourceOutcome.Failed failed:
                    return Fail(record with { PhysicalId = failed.PhysicalId }, "CREATE_FAILED", failed.Reason);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody knows what the function calls its resource: the Delete of the rollback gets an id that CloudFormation makes up.
            return Fail(
                record with { PhysicalId = context.MadeUpPhysicalId(record.LogicalId) }, "CREATE_FAILED", "Resource creation cancelled");
        }
    }

    private async Task<bool> UpdateAsync(
        ResourceRecord old, ResourceRecord record, ProblemList problems, CancellationToken cancellationToken)
    {
        Enter(old, "UPDATE_IN_PROGRESS");
        if (Refusal(record, problems) is { } refusal)
            return Fail(old, "UPDATE_FAILED", refusal);
        if (record.IsCustom && !JsonNode.DeepEquals(record.Properties["ServiceToken"], old.Properties["ServiceToken"]))
            return Fail(old, "UPDATE_FAILED", "Modifying service token is not allowed.");
        _attempted[record.LogicalId] = record.Properties;
        try
        {
            var outcome = await context.ProviderOf(record)
                .UpdateAsync(context.Target(record), old.PhysicalId!, record.Properties, old.Properties, cancellationToken)
                .ConfigureAwait(false);
            switch (outcome)
            {
                case ResourceOutcome.Done done:
                    if (done.PhysicalId != old.PhysicalId)
                        _replaced.Add(old);
                    Enter(
                        record with { PhysicalId = done.PhysicalId, Attributes = done.Attributes, NoEcho = done.NoEcho },
                        "UPDATE_COMPLETE");
                    return true;
                case ResourceOutcome.Failed failed:
                    // Another id in a failed answer is recorded all the same.
                    return Fail(old with { PhysicalId = failed.PhysicalId ?? old.PhysicalId }, "UPDATE_FAILED", failed.Reason);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Fail(old, "UPDATE_FAILED", "Resource update cancelled");
        }
    }

    private string? Refusal(ResourceRecord record, ProblemList problems)
    {
        if (plan.FailAt.Contains(record.LogicalId))
        {
            var token = Guid.NewGuid();
            return $"Resource handler returned message: \"The sandbox was asked to let {record.LogicalId} fail\" "
                + $"(RequestToken: {token}, HandlerErrorCode: InvalidRequest)";
        }
        return problems.Count > 0 ? problems.ToString() : null;
    }

    private ResourceRecord Record(string id)
    {
        var (definition, dependencies) = plan.Resources[id];
        return new ResourceRecord
        {
            LogicalId = id,
            Type = definition.Type,
            Dependencies = [.. dependencies],
            DeletionPolicy = definition.DeletionPolicy,
            UpdateReplacePolicy = definition.UpdateReplacePolicy,
        };
    }

    private void Enter(ResourceRecord record, string status, string reason = "")
    {
        context.Stack.Put(record with { Status = status });
        context.Log.Resource(context.Stack, record, status, reason);
    }

    private bool Fail(ResourceRecord record, string status, string reason)
    {
        Enter(record, status, reason);
        return false;
    }
}
