using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Histories.Tests;

/// <summary>One operation of CloudFormation on a stack, to its end: where it gets stuck it is tried again without any fault.</summary>
internal sealed class Operation(Scene scene, Stack stack, string ns, Twice twice, bool atOnce)
{
    private readonly List<StackEvent> _events = [];

    /// <summary>Logical ids of what could not be cleaned up, and is left behind without a word.</summary>
    public IReadOnlyList<string> Left { get; private set; } = [];

    public string Why => string.Join('\n', _events.Where(told => told.Reason.Length > 0).Select(told => $"{told.LogicalId} {told.Status} {told.Reason}"));

    public async Task<string> CreateAsync(IReadOnlyList<Declared> resources, FaultPlan faults)
    {
        await RunAsync(faults, engine => engine.CreateAsync(stack, Plan(resources), OnFailure.Rollback, default));
        if (stack.Status != "ROLLBACK_FAILED")
            return stack.Status;
        await RunAsync(FaultPlan.None, engine => engine.DeleteAsync(stack, default));
        return stack.Status == "DELETE_COMPLETE" ? "ROLLBACK_COMPLETE" : Stuck();
    }

    public async Task<string> UpdateAsync(IReadOnlyList<Declared> resources, FaultPlan faults)
    {
        await RunAsync(faults, engine => engine.UpdateAsync(stack, Plan(resources), OnFailure.Rollback, default));
        if (stack.Status == "UPDATE_ROLLBACK_FAILED")
            await RunAsync(FaultPlan.None, engine => engine.RollbackAsync(stack, new HashSet<string>(), default));
        return stack.Status is "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" ? stack.Status : Stuck();
    }

    public async Task<string> DeleteAsync(FaultPlan faults)
    {
        await RunAsync(faults, engine => engine.DeleteAsync(stack, default));
        if (stack.Status == "DELETE_FAILED")
            await RunAsync(FaultPlan.None, engine => engine.DeleteAsync(stack, default));
        return stack.Status;
    }

    private string Stuck() => throw new BrokenInvariantException($"{stack.Name} is stuck at {stack.Status}:\n{Why}");

    private async Task RunAsync(FaultPlan faults, Func<StackEngine, Task> operation)
    {
        var log = new EventLog(TimeProvider.System, told =>
        {
            _events.Add(told);
            scene.Tell($"{told.LogicalId} {told.Status} {told.Reason}");
        });
        var transport = new FunctionTransport(scene, faults, twice);
        await operation(new StackEngine(new NativeResources(new TakenNames()), new CustomResources(transport, TimeProvider.System), new NoExports(), log));
        await transport.DrainAsync();
        Left = [.. Left, .. log.Events.Where(told => told.Status == "DELETE_SKIPPED").Select(told => told.LogicalId)];
    }

    private StackPlan Plan(IReadOnlyList<Declared> resources)
    {
        var problems = new ProblemList();
        var template = new TemplateOf(scene.Cluster, ns).Stack(resources, atOnce);
        var plan = Planner.Plan(new TemplateReader(problems).Read(template), new PlanInput
        {
            Pseudo = stack.Pseudo,
            FailAt = resources.OfType<Declared.Broken>().Select(broken => broken.Id).ToHashSet(),
        }, problems);
        return plan ?? throw new InvalidOperationException(problems.ToString());
    }

    private sealed class NoExports : IExportBook
    {
        public string? ExporterOf(Stack stack, string export) => null;

        public IReadOnlyList<string> ImportersOf(Stack stack, string export) => [];
    }
}
