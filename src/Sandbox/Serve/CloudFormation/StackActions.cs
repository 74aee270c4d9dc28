using System.Xml.Linq;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>What changes stacks, without a change set.</summary>
internal sealed class StackActions(StackBook book, StackRunner runner, StackChangeReader reader)
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();

    public static RegionalName KeyOf(AwsRequest request, string stackName)
    {
        var problems = new ProblemList();
        StackNames.Check(stackName, problems);
        return problems.Count == 0
            ? new RegionalName(request.AccountId, request.Region, stackName)
            : throw CallError.Validation(
                $"1 validation error detected: Value '{stackName}' at 'stackName' failed to satisfy constraint: "
                    + "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
    }

    public static void CheckCanBeUpdated(Stack stack)
    {
        if (stack.Status is not (
            "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" or "CREATE_FAILED" or "UPDATE_FAILED"))
            throw CallError.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not be updated.");
    }

    public async Task<IEnumerable<XElement?>> CreateAsync(AwsRequest request, QueryParameters call)
    {
        var key = KeyOf(request, call.Required("StackName"));
        if (book.Find(request, key.Name) is not null)
            throw CallError.AlreadyExists(key.Name);
        var stack = runner.NewStack(key);
        var onFailure = call["OnFailure"] switch
        {
            "DELETE" => OnFailure.Delete,
            "DO_NOTHING" => OnFailure.DoNothing,
            _ => call.Flag("DisableRollback") ? OnFailure.DoNothing : OnFailure.Rollback,
        };
        var change = WithFailure(reader.Read(call, stack), onFailure);
        await runner.StartAsync(
            stack, change, Token(call), (engine, stop) => engine.CreateAsync(stack, change.Plan, onFailure, stop)).ConfigureAwait(false);
        return [new("StackId", stack.Id)];
    }

    public async Task<IEnumerable<XElement?>> UpdateAsync(AwsRequest request, QueryParameters call)
    {
        var name = call.Required("StackName");
        var stack = book.Find(request, name) ?? throw CallError.NoStack(name);
        CheckCanBeUpdated(stack);
        var onFailure = call.Flag("DisableRollback") ? OnFailure.DoNothing : OnFailure.Rollback;
        var change = WithFailure(reader.Read(call, stack), onFailure);
        if (!ChangeCalculator.Matters(change, ChangeCalculator.Calculate(change)))
            throw CallError.Validation("No updates are to be performed.");
        await runner.StartAsync(
            stack, change, Token(call), (engine, stop) => engine.UpdateAsync(stack, change.Plan, onFailure, stop)).ConfigureAwait(false);
        return [new("StackId", stack.Id)];
    }

    /// <summary>One that is not there is deleted all the same.</summary>
    public async Task<IEnumerable<XElement?>> DeleteAsync(AwsRequest request, QueryParameters call)
    {
        if (book.Find(request, call.Required("StackName")) is not { Status: not "DELETE_COMPLETE" } stack)
            return [];
        if (stack.Settings.TerminationProtection)
            throw CallError.Validation($"Stack [{stack.Name}] cannot be deleted while TerminationProtection is enabled");
        var retain = call.Texts("RetainResources").ToHashSet(StringComparer.Ordinal);
        if (retain.Count > 0 && stack.Status != "DELETE_FAILED")
            throw CallError.Validation(
                $"Invalid operation on stack [{stack.Name}]. RetainResources can only be specified for a stack in DELETE_FAILED state.");
        await runner.StartAsync(stack, null, Token(call), (engine, stop) => engine.DeleteAsync(stack, retain, stop)).ConfigureAwait(false);
        return [];
    }

    public async Task<IEnumerable<XElement?>> RollbackAsync(AwsRequest request, QueryParameters call)
    {
        var stack = book.Existing(request, call.Required("StackName"));
        if (stack.Status is not ("CREATE_FAILED" or "UPDATE_FAILED"))
            throw CallError.Validation(
                $"RollbackStack can only be called on stacks in CREATE_FAILED or UPDATE_FAILED state: {stack.Id} is in {stack.Status}");
        await runner.StartAsync(stack, null, Token(call), (engine, stop) => engine.RollbackAsync(stack, None, stop)).ConfigureAwait(false);
        return [new("StackId", stack.Id)];
    }

    public async Task<IEnumerable<XElement?>> ContinueRollbackAsync(AwsRequest request, QueryParameters call)
    {
        var stack = book.Existing(request, call.Required("StackName"));
        if (stack.Status != "UPDATE_ROLLBACK_FAILED")
            throw CallError.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not be continued to roll back.");
        var stuck = stack.Resources.Values.Where(resource => resource.Status == "UPDATE_FAILED")
            .Select(resource => resource.LogicalId).ToHashSet(StringComparer.Ordinal);
        var skip = call.Flag("ForceRollback") ? stuck : call.Texts("ResourcesToSkip").ToHashSet(StringComparer.Ordinal);
        if (skip.Where(id => !stuck.Contains(id)).ToList() is { Count: > 0 } wrong)
            throw CallError.Validation(
                $"The following resource(s) cannot be skipped, as they are not in the UPDATE_FAILED state: [{string.Join(", ", wrong)}]");
        await runner.StartAsync(stack, null, Token(call), (engine, stop) => engine.RollbackAsync(stack, skip, stop)).ConfigureAwait(false);
        return [];
    }

    public IEnumerable<XElement?> Protect(AwsRequest request, QueryParameters call)
    {
        var stack = book.Existing(request, call.Required("StackName"));
        stack.Settings = stack.Settings with { TerminationProtection = call.Required("EnableTerminationProtection") == "true" };
        return [new("StackId", stack.Id)];
    }

    public IEnumerable<XElement?> SetPolicy(AwsRequest request, QueryParameters call)
    {
        var stack = book.Existing(request, call.Required("StackName"));
        stack.Settings = stack.Settings with { Policy = call.Required("StackPolicyBody") };
        return [];
    }

    public IEnumerable<XElement?> GetPolicy(AwsRequest request, QueryParameters call) =>
        [StackXml.Optional("StackPolicyBody", book.Existing(request, call.Required("StackName")).Settings.Policy)];

    private static StackChange WithFailure(StackChange change, OnFailure onFailure) =>
        change with { Settings = change.Settings with { DisableRollback = onFailure == OnFailure.DoNothing } };

    private static string Token(QueryParameters call) => call["ClientRequestToken"] ?? "";
}
