using static EksIamCdk.Sandbox.Tests.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Tests.CloudFormation;

public class UpdateTests
{
    private readonly EngineBed _bed = new();

    [Fact]
    public async Task No_change_is_no_call()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Number": 1 """)));

        await _bed.UpdateAsync(Of(Custom("A", """ "Number": "1" """)));

        Assert.Equal(["Create A"], _bed.Function.Calls);
        Assert.Equal("UPDATE_COMPLETE", _bed.Status);
    }

    [Fact]
    public async Task An_update_gets_the_new_and_the_old_properties()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Name": "n", "Size": 1 """)));

        await _bed.UpdateAsync(Of(Custom("A", """ "Name": "n", "Size": 2 """)));

        var update = _bed.Function.Requests[^1];
        Assert.Equal("Update A id-n", _bed.Function.Calls.Last());
        Assert.Equal(("2", "1"), ((string?)update.ResourceProperties["Size"], (string?)update.OldResourceProperties!["Size"]));
    }

    [Fact]
    public async Task New_resources_are_created_and_removed_ones_deleted_in_the_clean_up_only()
    {
        await _bed.CreateAsync(Of(Custom("Old"), Custom("Same")));

        await _bed.UpdateAsync(Of(Custom("New", others: """ "DependsOn": "Same" """), Custom("Same")));

        Assert.Equal(["Create New", "Delete Old id-Old"], _bed.Function.Calls.Skip(2));
        Assert.True(
            _bed.Events.ToList().IndexOf("demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS") < _bed.Events.ToList()
                .IndexOf("Old DELETE_IN_PROGRESS"));
        Assert.Equal(["New", "Same"], _bed.Stack.Resources.Keys);
    }

    [Fact]
    public async Task Hazard_4_another_id_in_a_failed_update_is_recorded_and_deleted_in_the_clean_up()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Size": 1 """)));
        _bed.Function.Script = request =>
            Task.FromResult((string?)request.ResourceProperties["Size"] == "2" && request.RequestType == "Update"
            ? ScriptedFunction.Failure(request, "2026/11/22/[$LATEST]log-stream")
            : ScriptedFunction.Success(request));

        await _bed.UpdateAsync(Of(Custom("A", """ "Size": 2 """)));

        Assert.Equal(
            ["Update A id-A", "Update A 2026/11/22/[$LATEST]log-stream", "Delete A 2026/11/22/[$LATEST]log-stream"],
            _bed.Function.Calls.Skip(1));
        Assert.Equal("id-A", _bed.Stack.Resources["A"].PhysicalId);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", _bed.Status);
    }

    [Fact]
    public async Task Hazard_5_the_rollback_of_an_update_is_an_update_with_the_properties_swapped()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Size": 1 """)));

        await _bed.UpdateAsync(Of(Custom("A", """ "Size": 2 """), Custom("B", others: """ "DependsOn": "A" """)), "B");

        var (forth, back) = (_bed.Function.Requests[1], _bed.Function.Requests[2]);
        Assert.Equal(["Create A", "Update A id-A", "Update A id-A"], _bed.Function.Calls);
        Assert.Equal(("1", "2"), ((string?)back.ResourceProperties["Size"], (string?)back.OldResourceProperties!["Size"]));
        Assert.NotEqual(forth.RequestId, back.RequestId);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", _bed.Status);
        Assert.Equal(["A"], _bed.Stack.Resources.Keys);
        Assert.Equal("1", _bed.Stack.Resources["A"].Properties["Size"]!.ToJsonString());
    }

    [Fact]
    public async Task Hazard_5_a_failed_update_is_rolled_back_too()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Size": 1 """)));
        _bed.Function.Script = request =>
            Task.FromResult(
                (string?)request.ResourceProperties["Size"] == "2" ? ScriptedFunction.Failure(request) : ScriptedFunction.Success(request));

        await _bed.UpdateAsync(Of(Custom("A", """ "Size": 2 """)));

        Assert.Equal(["Create A", "Update A id-A", "Update A id-A"], _bed.Function.Calls);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", _bed.Status);
    }

    [Fact]
    public async Task Hazard_6_a_changed_id_is_a_replacement_and_the_old_one_is_deleted_in_the_clean_up()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Name": "one" """)));

        await _bed.UpdateAsync(Of(Custom("A", """ "Name": "two" """)));

        Assert.Equal(["Update A id-one", "Delete A id-one"], _bed.Function.Calls.Skip(1));
        Assert.Equal("one", (string?)_bed.Function.Requests[^1].ResourceProperties["Name"]);
        Assert.Equal("id-two", _bed.Stack.Resources["A"].PhysicalId);
    }

    [Fact]
    public async Task Hazard_6_the_clean_up_tries_three_times_and_then_leaves_the_resource_without_a_word()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Name": "one" """)));
        _bed.Function.Script = request =>
            Task.FromResult(request.RequestType == "Delete" ? ScriptedFunction.Failure(request) : ScriptedFunction.Success(request));

        await _bed.UpdateAsync(Of(Custom("A", """ "Name": "two" """)));

        Assert.Equal(3, _bed.Function.Requests.Count(r => r.RequestType == "Delete"));
        Assert.Equal(3, _bed.Events.Count(e => e == "A DELETE_FAILED"));
        Assert.Contains("A DELETE_SKIPPED", _bed.Events);
        Assert.Equal("UPDATE_COMPLETE", _bed.Status);
    }

    [Fact]
    public async Task Hazard_7_what_a_template_no_longer_has_is_still_there_when_the_update_rolls_back()
    {
        await _bed.CreateAsync(Of(Custom("Old"), Custom("Other")));

        await _bed.UpdateAsync(Of(Custom("Other"), Custom("New")), "New");

        Assert.DoesNotContain(_bed.Function.Requests, r => r.RequestType == "Delete");
        Assert.Equal(["Old", "Other"], _bed.Stack.Resources.Keys);
    }

    [Fact]
    public async Task Hazard_8_a_replacement_that_rolls_back_deletes_the_new_id_and_keeps_the_old()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Name": "one" """)));

        await _bed.UpdateAsync(Of(Custom("A", """ "Name": "two" """), Custom("B", others: """ "DependsOn": "A" """)), "B");

        Assert.Equal(["Create A", "Update A id-one", "Update A id-two", "Delete A id-two"], _bed.Function.Calls);
        Assert.Equal("two", (string?)_bed.Function.Requests[^1].ResourceProperties["Name"]);
        Assert.Equal("id-one", _bed.Stack.Resources["A"].PhysicalId);
    }

    [Fact]
    public async Task Hazard_9_with_a_renamed_logical_id_the_new_create_runs_before_the_old_delete_of_the_same_target()
    {
        await _bed.CreateAsync(Of(Custom("Before", """ "Name": "same" """)));

        await _bed.UpdateAsync(Of(Custom("After", """ "Name": "same" """)));

        Assert.Equal(["Create Before", "Create After", "Delete Before id-same"], _bed.Function.Calls);
    }

    [Fact]
    public async Task Hazard_10_a_deployment_that_is_tried_again_reuses_the_request_ids()
    {
        var (first, again, other) = (new EngineBed(), new EngineBed(), new EngineBed());
        (first.Stack.Operation, again.Stack.Operation, other.Stack.Operation) = ("token", "token", "another token");

        foreach (var bed in new[] { first, again, other })
            await bed.CreateAsync(Of(Custom("A")));

        Assert.Equal(first.Function.Requests[0].RequestId, again.Function.Requests[0].RequestId);
        Assert.NotEqual(first.Function.Requests[0].RequestId, other.Function.Requests[0].RequestId);
    }

    [Fact]
    public async Task Hazard_13_a_changed_service_token_is_refused()
    {
        await _bed.CreateAsync(Of(Custom("A")));

        await _bed.UpdateAsync(Of(Custom("A").Replace("function:f", "function:g", StringComparison.Ordinal)));

        Assert.Equal("Modifying service token is not allowed.", _bed.ReasonOf("A UPDATE_FAILED"));
        Assert.Equal(["Create A"], _bed.Function.Calls);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", _bed.Status);
    }

    [Fact]
    public async Task An_update_that_still_runs_when_another_resource_fails_is_cancelled_and_asked_to_go_back()
    {
        await _bed.CreateAsync(Of(Custom("Slow", """ "Size": 1 """), Custom("Bad", """ "Size": 1 """)));
        var updating = new TaskCompletionSource();
        _bed.Function.Script = async request =>
        {
            var forward = (string?)request.ResourceProperties["Size"] == "2";
            if (forward && request.LogicalResourceId == "Slow")
                await updating.Task;
            return forward ? ScriptedFunction.Failure(request) : ScriptedFunction.Success(request);
        };

        await _bed.UpdateAsync(Of(Custom("Slow", """ "Size": 2 """), Custom("Bad", """ "Size": 2 """)));

        Assert.Equal("Resource update cancelled", _bed.ReasonOf("Slow UPDATE_FAILED"));
        Assert.Equal(2, _bed.Function.Requests.Count(r => r is { RequestType: "Update", LogicalResourceId: "Slow" }));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", _bed.Status);
        updating.SetResult();
    }

    [Fact]
    public async Task A_rollback_that_fails_leaves_the_stack_in_update_rollback_failed()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Size": 1 """)));
        _bed.Function.Script = request => Task.FromResult(ScriptedFunction.Failure(request));

        await _bed.UpdateAsync(Of(Custom("A", """ "Size": 2 """), Custom("New", others: """ "DependsOn": "A" """)));

        Assert.Equal("UPDATE_ROLLBACK_FAILED", _bed.Status);
        Assert.Contains("[A]", _bed.ReasonOf("demo UPDATE_ROLLBACK_FAILED"), StringComparison.Ordinal);
        Assert.DoesNotContain(_bed.Function.Requests, r => r.RequestType == "Delete");
    }

    [Fact]
    public async Task A_replaced_resource_with_the_policy_to_retain_stays()
    {
        await _bed.CreateAsync(Of(Custom("A", """ "Name": "one" """)));

        await _bed.UpdateAsync(Of(Custom("A", """ "Name": "two" """, """ "UpdateReplacePolicy": "Retain" """)));
        await _bed.UpdateAsync(Of(Custom("A", """ "Name": "three" """, """ "UpdateReplacePolicy": "Retain" """)));

        Assert.Equal(["Delete A id-one"], _bed.Function.Calls.Where(call => call.StartsWith("Delete", StringComparison.Ordinal)));
        Assert.Contains("A DELETE_SKIPPED", _bed.Events);
    }

    [Fact]
    public async Task A_create_only_property_of_an_AWS_resource_replaces_it_and_others_follow()
    {
        var consumer = Custom("C", """ "Queue": {"Ref": "Q"} """);
        await _bed.CreateAsync(Of(Native("Q", properties: """ "QueueName": "one" """), consumer));

        await _bed.UpdateAsync(Of(Native("Q", properties: """ "QueueName": "two" """), consumer));

        Assert.EndsWith("/two", (string?)_bed.Function.Requests[^1].ResourceProperties["Queue"], StringComparison.Ordinal);
        Assert.Contains("Q DELETE_COMPLETE", _bed.Events);
    }

    [Fact]
    public async Task A_custom_named_resource_cannot_be_replaced()
    {
        await _bed.CreateAsync(Of(Native("R", "AWS::IAM::Role", """ "RoleName": "r", "Path": "/a/" """)));

        await _bed.UpdateAsync(Of(Native("R", "AWS::IAM::Role", """ "RoleName": "r", "Path": "/b/" """)));

        Assert.StartsWith(
            "CloudFormation cannot update a stack when a custom-named resource requires replacing",
            _bed.ReasonOf("R UPDATE_FAILED"),
            StringComparison.Ordinal);
        Assert.Equal("arn:aws:iam::111122223333:role/a/r", (string?)_bed.Stack.Resources["R"].Attributes["Arn"]);
    }
}
