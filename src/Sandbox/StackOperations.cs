using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox;

/// <summary>Deploys and deletes one stack: checks the input, runs the engine, keeps what came of it.</summary>
internal sealed class StackOperations(SandboxServices services)
{
    public async Task<SandboxResult> DeployAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var (stack, plan) = await PlanAsync(request, problems, cancellationToken).ConfigureAwait(false);
        if (plan is null || problems.Count > 0)
        {
            return new SandboxResult
            {
                Outcome = SandboxOutcome.BadInput,
                StackName = stack.Name,
                StackStatus = services.Cloud.Find(stack.Key)?.Status ?? "",
                Problems = problems,
            };
        }
        foreach (var note in plan.Notes)
            services.Notes.Add(note);
        var before = services.Cloud.Find(stack.Key);
        var isNew = before != stack;
        // A deployment that failed and is tried again has the same RequestIds.
        stack.Operation = before is { Status: "ROLLBACK_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" }
            ? before.Operation
            : Guid.NewGuid().ToString("N");
        stack.TemplateFolder = request.TemplatePath is { } path ? Path.GetDirectoryName(Path.GetFullPath(path)) : null;
        stack.Deploying = plan.Template.Body;
        services.Cloud.Put(stack);
        return await RunAsync(
            stack,
            request.OnEvent,
            engine => isNew
                ? engine.CreateAsync(stack, plan, OnFailure.Rollback, cancellationToken)
                : engine.UpdateAsync(stack, plan, OnFailure.Rollback, cancellationToken),
            request.Faults,
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<SandboxResult> DeleteAsync(Stack stack, Action<StackEvent> onEvent, CancellationToken cancellationToken)
    {
        var result = await RunAsync(stack, onEvent, engine => engine.DeleteAsync(stack, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        // A deletion that is refused leaves the stack as it was.
        return result.StackStatus == "DELETE_COMPLETE" ? result : result with { Outcome = SandboxOutcome.RollbackFailed };
    }

    /// <returns>The stack that is there or a new one; the plan is null when there are problems.</returns>
    private async Task<(Stack Stack, StackPlan? Plan)> PlanAsync(
        DeployRequest request, ProblemList problems, CancellationToken cancellationToken)
    {
        var name = request.StackName ?? (request.TemplatePath is { } path ? StackNames.FromFile(path) : "");
        StackNames.Check(name, problems);
        var key = new RegionalName(
            request.AccountId ?? services.Options.AccountId, request.Region ?? services.Options.Region, name);
        var template = await TemplateAsync(request, problems, cancellationToken).ConfigureAwait(false);
        var existing = services.Cloud.Find(key) is { Status: not ("ROLLBACK_COMPLETE" or "DELETE_COMPLETE") } live ? live : null;
        StackNames.CheckStatus(existing, problems);
        var stack = existing ?? NewStack(key, request.StackSetId);
        var plan = template is null ? null : Planner.Plan(template, InputOf(request, template, stack), problems);
        TypeCheck.Check(existing, plan, problems);
        foreach (var id in request.Faults.Keys.Where(id => plan?.Resources.ContainsKey(id) == false && existing?.Resources.ContainsKey(id) != true))
            problems.Add("kill at", id, "the logical id of a custom resource that is deployed, or deleted");
        return (stack, plan);
    }

    private static async Task<Template?> TemplateAsync(DeployRequest request, ProblemList problems, CancellationToken cancellationToken)
    {
        if (request.TemplateText is { } text)
            return TemplateFile.Parse(text, "template", problems);
        if (request.TemplatePath is { } path)
            return await TemplateFile.ReadAsync(path, problems, cancellationToken).ConfigureAwait(false);
        problems.Missing("template", "its text, or the path of a file");
        return null;
    }

    /// <summary>One operation of the engine on a stack; what came of it is kept.</summary>
    public Task<SandboxResult> RunAsync(
        Stack stack, Action<StackEvent> onEvent, Func<StackEngine, Task> operation, CancellationToken cancellationToken) =>
        RunAsync(stack, onEvent, operation, new Dictionary<string, FunctionFault>(), cancellationToken);

    /// <param name="stack">The stack.</param>
    /// <param name="onEvent">Told of each event.</param>
    /// <param name="operation">What the engine does.</param>
    /// <param name="faults">What befalls functions, by the logical id of the resource that they work on.</param>
    /// <param name="cancellationToken">Stops the operation.</param>
    private async Task<SandboxResult> RunAsync(
        Stack stack,
        Action<StackEvent> onEvent,
        Func<StackEngine, Task> operation,
        IReadOnlyDictionary<string, FunctionFault> faults,
        CancellationToken cancellationToken)
    {
        var log = new EventLog(services.Options.Time, happened =>
        {
            stack.History.Add(happened);
            onEvent(happened);
            services.Options.Serve?.OnEvent(stack.Key, happened);
        });
        var transport = services.NewTransport(faults);
        var putsBefore = services.Sink.Puts.Count;
        try
        {
            if (stack.Deploying is { } template)
                await services.Existing.MakeAsync(template, stack.Key.AccountId, stack.Key.Region, cancellationToken).ConfigureAwait(false);
            await operation(services.NewEngine(transport, log)).ConfigureAwait(false);
            await transport.DrainAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            stack.Deploying = null;
            if (stack.Status == "DELETE_COMPLETE")
                services.Cloud.Remove(stack);
            // The stack set is saved as a whole.
            if (stack.StackSetId is null)
                await services.SaveAsync().ConfigureAwait(false);
        }
        return new SandboxResult
        {
            Outcome = OutcomeOf(stack.Status),
            StackName = stack.Name,
            StackId = stack.Id,
            StackStatus = stack.Status,
            Events = log.Events,
            Outputs = stack.Outputs,
            Notes = services.Notes.All,
            Violations =
            [
                .. services.Sink.Puts.Skip(putsBefore).Where(put => put.IsViolation && (put.StackId ?? stack.Id) == stack.Id)
                    .Select(put => $"{put.Status} {put.Verdict} ({put.Target.Split('?')[0]})"),
            ],
        };
    }

    private PlanInput InputOf(DeployRequest request, Template template, Stack stack)
    {
        var parameters = stack.Parameters.Where(before => template.Parameters.ContainsKey(before.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in request.Parameters)
            parameters[name] = value;
        return new PlanInput
        {
            Pseudo = stack.Pseudo,
            Parameters = parameters,
            Exports = services.Cloud.ExportsFor(stack.Key),
            FailAt = request.FailAt,
        };
    }

    public Stack NewStack(RegionalName key, string? stackSetId = null)
    {
        var partition = PseudoParameters.PartitionOf(key.Region);
        var id = $"arn:{partition}:cloudformation:{key.Region}:{key.AccountId}:stack/{key.Name}/{Guid.NewGuid():D}";
        return new Stack(new PseudoParameters(key.AccountId, key.Region, key.Name, id))
        {
            Created = services.Options.Time.GetUtcNow(),
            StackSetId = stackSetId,
        };
    }

    private static SandboxOutcome OutcomeOf(string status) => status switch
    {
        "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "DELETE_COMPLETE" => SandboxOutcome.Done,
        "ROLLBACK_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" => SandboxOutcome.RolledBack,
        _ => SandboxOutcome.RollbackFailed,
    };
}
