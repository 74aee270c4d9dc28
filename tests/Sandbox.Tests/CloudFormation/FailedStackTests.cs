using EksIamCdk.Sandbox.CloudFormation.Stacks;
using static EksIamCdk.Sandbox.Tests.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Tests.CloudFormation;

/// <summary>Stacks whose failed operation is not rolled back at once.</summary>
public class FailedStackTests
{
    private readonly EngineBed _bed = new();

    [Fact]
    public async Task A_failed_creation_that_is_not_rolled_back_keeps_what_was_made()
    {
        await _bed.CreateAsync(Of(Custom("A"), Native("Bad", others: """ "DependsOn": "A" """)), OnFailure.DoNothing, "Bad");

        Assert.Equal("CREATE_FAILED", _bed.Status);
        Assert.Equal("CREATE_COMPLETE", _bed.Stack.Resources["A"].Status);
        Assert.Equal("CREATE_FAILED", _bed.Stack.Resources["Bad"].Status);
        Assert.Equal(["Create A"], _bed.Function.Calls);
    }

    [Fact]
    public async Task A_failed_creation_can_be_rolled_back_later()
    {
        await _bed.CreateAsync(Of(Custom("A"), Native("Bad", others: """ "DependsOn": "A" """)), OnFailure.DoNothing, "Bad");

        await _bed.RollbackAsync();

        Assert.Equal("ROLLBACK_COMPLETE", _bed.Status);
        Assert.Empty(_bed.Stack.Resources);
        Assert.Equal(["Create A", "Delete A id-A"], _bed.Function.Calls);
    }

    [Fact]
    public async Task A_failed_creation_can_be_repaired_by_an_update_that_makes_anew_what_failed()
    {
        var fails = true;
        _bed.Function.Script = request => Task.FromResult(
            fails && request.LogicalResourceId == "B" ? ScriptedFunction.Failure(request) : ScriptedFunction.Success(request));
        var template = Of(Custom("A"), Custom("B", others: """ "DependsOn": "A" """));
        await _bed.CreateAsync(template, OnFailure.DoNothing);
        fails = false;

        await _bed.UpdateAsync(template, OnFailure.DoNothing);

        Assert.Equal("UPDATE_COMPLETE", _bed.Status);
        Assert.Equal(["Create A", "Create B", "Delete B id-B", "Create B"], _bed.Function.Calls);
        Assert.Null(_bed.Stack.Unfinished);
    }

    [Fact]
    public async Task Failed_updates_in_turn_are_rolled_back_to_how_the_stack_last_stood_well()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Size": 1 """)));
        await _bed.UpdateAsync(
            Of(Custom("A", """ "Size": 2 """), Custom("New"), Native("Bad", others: """ "DependsOn": ["A", "New"] """)),
            OnFailure.DoNothing,
            "Bad");
        Assert.Equal("UPDATE_FAILED", _bed.Status);
        await _bed.UpdateAsync(
            Of(Custom("A", """ "Size": 3 """), Custom("New"), Native("Bad", others: """ "DependsOn": ["A", "New"] """)),
            OnFailure.DoNothing,
            "Bad");

        await _bed.RollbackAsync();

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", _bed.Status);
        Assert.Equal(["A"], _bed.Stack.Resources.Keys);
        Assert.Equal("1", _bed.Stack.Resources["A"].Properties["Size"]!.ToString());
        var (back, deleted) = (_bed.Function.Requests[^2], _bed.Function.Requests[^1]);
        Assert.Equal(("1", "3"), ((string?)back.ResourceProperties["Size"], (string?)back.OldResourceProperties!["Size"]));
        Assert.Equal(("Delete", "New"), (deleted.RequestType, deleted.LogicalResourceId));
    }

    [Fact]
    public async Task A_stuck_rollback_goes_on_with_what_is_still_to_be_put_back()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Size": 1 """), Custom("B", """ "Size": 1 """, """ "DependsOn": "A" """)));
        _bed.Function.Script = request => Task.FromResult(
            request.LogicalResourceId == "B" ? ScriptedFunction.Failure(request) : ScriptedFunction.Success(request));
        await _bed.UpdateAsync(Of(Custom("A", """ "Size": 2 """), Custom("B", """ "Size": 2 """, """ "DependsOn": "A" """)));
        Assert.Equal("UPDATE_ROLLBACK_FAILED", _bed.Status);
        _bed.Function.Script = request => Task.FromResult(ScriptedFunction.Success(request));
        var before = _bed.Function.Requests.Count;

        await _bed.RollbackAsync();

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", _bed.Status);
        Assert.Equal("B", Assert.Single(_bed.Function.Requests.Skip(before)).LogicalResourceId);
        Assert.All(_bed.Stack.Resources.Values, resource => Assert.Equal("1", resource.Properties["Size"]!.ToString()));
    }

    [Fact]
    public async Task A_resource_that_a_stuck_rollback_skips_is_taken_for_put_back()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Size": 1 """)));
        _bed.Function.Script = request => Task.FromResult(ScriptedFunction.Failure(request));
        await _bed.UpdateAsync(Of(Custom("A", """ "Size": 2 """)));

        await _bed.RollbackAsync("A");

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", _bed.Status);
        Assert.Equal("Resource skipped during UpdateRollback", _bed.ReasonOf("A UPDATE_COMPLETE"));
    }

    [Fact]
    public async Task A_creation_may_be_deleted_when_it_fails()
    {
        await _bed.CreateAsync(Of(Custom("A"), Native("Bad", others: """ "DependsOn": "A" """)), OnFailure.Delete, "Bad");

        Assert.Equal("DELETE_COMPLETE", _bed.Status);
        Assert.Equal(["Create A", "Delete A id-A"], _bed.Function.Calls);
    }
}
