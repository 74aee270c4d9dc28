using System.Text.Json.Nodes;
using static EksIamCdk.Sandbox.Tests.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Tests.CloudFormation;

public class CreationTests
{
    [Fact]
    public async Task Resources_are_created_in_the_order_of_their_dependencies_and_deleted_in_reverse()
    {
        var bed = new EngineBed();

        await bed.CreateAsync(Of(Custom("C", """ "From": {"Ref": "B"} """), Custom("B", others: """ "DependsOn": "A" """), Custom("A")));
        await bed.DeleteAsync();

        Assert.Equal(["Create A", "Create B", "Create C", "Delete C id-C", "Delete B id-B", "Delete A id-A"], bed.Function.Calls);
        Assert.Equal("id-B", (string?)bed.Function.Requests[2].ResourceProperties["From"]);
        Assert.Equal("DELETE_COMPLETE", bed.Status);
        Assert.Empty(bed.Stack.Resources);
    }

    [Fact]
    public async Task Resources_that_do_not_need_each_other_are_created_in_parallel()
    {
        var bed = new EngineBed();
        var both = new TaskCompletionSource();
        bed.Function.Script = async request =>
        {
            if (bed.Function.Requests.Count == 2)
                both.SetResult();
            await both.Task;
            return ScriptedFunction.Success(request);
        };

        await bed.CreateAsync(Of(Custom("A"), Custom("B")));

        Assert.Equal("CREATE_COMPLETE", bed.Status);
    }

    [Fact]
    public async Task Hazard_1_a_failed_create_is_followed_by_a_delete_with_the_id_of_the_failed_answer()
    {
        var bed = new EngineBed();
        bed.Function.Script = request => Task.FromResult(request.RequestType == "Create"
            ? ScriptedFunction.Failure(request, "given-with-the-failure", "out of luck")
            : ScriptedFunction.Success(request));

        await bed.CreateAsync(Of(Custom("A")));

        Assert.Equal(["Create A", "Delete A given-with-the-failure"], bed.Function.Calls);
        Assert.Contains("out of luck", bed.ReasonOf("A CREATE_FAILED"), StringComparison.Ordinal);
        Assert.Equal(
            ["demo CREATE_IN_PROGRESS", "A CREATE_IN_PROGRESS", "A CREATE_FAILED", "demo ROLLBACK_IN_PROGRESS", "A DELETE_IN_PROGRESS", "A DELETE_COMPLETE", "demo ROLLBACK_COMPLETE"],
            bed.Events);
    }

    [Fact]
    public async Task Hazard_2_a_failed_answer_without_an_id_hides_its_reason_and_gets_an_invented_id()
    {
        var bed = new EngineBed();
        bed.Function.Script = request => Task.FromResult(request.RequestType == "Create"
            ? ScriptedFunction.Failure(request, "", "the true reason")
            : ScriptedFunction.Success(request));

        await bed.CreateAsync(Of(Custom("A")));

        Assert.Contains("Invalid PhysicalResourceId", bed.ReasonOf("A CREATE_FAILED"), StringComparison.Ordinal);
        Assert.DoesNotContain("the true reason", bed.ReasonOf("A CREATE_FAILED"), StringComparison.Ordinal);
        Assert.StartsWith("demo-A-", bed.Function.Requests[1].PhysicalResourceId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hazard_2_a_success_without_an_id_gets_an_invented_one_too()
    {
        var bed = new EngineBed();
        bed.Function.Script = request => Task.FromResult(ScriptedFunction.Success(request, ""));

        await bed.CreateAsync(Of(Custom("A")));

        Assert.StartsWith("demo-A-", bed.Stack.Resources["A"].PhysicalId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hazard_3_a_create_that_still_runs_when_another_resource_fails_gets_a_delete_with_a_made_up_id_in_parallel()
    {
        var bed = new EngineBed();
        var creating = new TaskCompletionSource();
        bed.Function.Script = async request =>
        {
            if (request is { RequestType: "Create", LogicalResourceId: "Slow" })
                await creating.Task;
            return request is { RequestType: "Create", LogicalResourceId: "Bad" }
                ? ScriptedFunction.Failure(request)
                : ScriptedFunction.Success(request);
        };

        await bed.CreateAsync(Of(Custom("Slow"), Custom("Bad")));

        Assert.False(creating.Task.IsCompleted);
        Assert.Equal("Resource creation cancelled", bed.ReasonOf("Slow CREATE_FAILED"));
        Assert.StartsWith(
            "demo-Slow-",
            bed.Function.Requests.Single(r => r is { RequestType: "Delete", LogicalResourceId: "Slow" }).PhysicalResourceId,
            StringComparison.Ordinal);
        Assert.Equal("ROLLBACK_COMPLETE", bed.Status);
        creating.SetResult();
    }

    [Fact]
    public async Task Hazard_12_every_scalar_of_a_custom_resource_arrives_as_a_text()
    {
        var bed = new EngineBed();

        await bed.CreateAsync(Of(Custom("A", """ "Flag": true, "Number": 3, "Deep": [{"Half": 0.5, "Text": "x"}], "ServiceTimeout": 60 """)));

        var properties = bed.Function.Requests[0].ResourceProperties.DeepClone().AsObject();
        properties.Remove("ServiceToken");
        Assert.Equal("""{"Flag":"true","Number":"3","Deep":[{"Half":"0.5","Text":"x"}],"ServiceTimeout":"60"}""", properties.ToJsonString());
    }

    [Fact]
    public async Task What_AWS_refuses_was_never_there_and_is_not_deleted_by_a_call()
    {
        var bed = new EngineBed();

        await bed.CreateAsync(Of(Custom("A"), Custom("B", others: """ "DependsOn": "A" """)), "B");

        Assert.Equal(["Create A", "Delete A id-A"], bed.Function.Calls);
        Assert.StartsWith("Resource handler returned message:", bed.ReasonOf("B CREATE_FAILED"), StringComparison.Ordinal);
        Assert.Contains("[B]", bed.ReasonOf("demo ROLLBACK_IN_PROGRESS"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_that_cannot_delete_leaves_the_resource_and_what_it_needs()
    {
        var bed = new EngineBed();
        bed.Function.Script = request => Task.FromResult(request is { RequestType: "Delete", LogicalResourceId: "B" }
            ? ScriptedFunction.Failure(request, reason: "stuck")
            : ScriptedFunction.Success(request));
        var template = Of(Custom("A"), Custom("B", others: """ "DependsOn": "A" """), Custom("C", others: """ "DependsOn": "B" """), Custom("Free"));

        await bed.CreateAsync(template, "C");

        Assert.Equal("ROLLBACK_FAILED", bed.Status);
        Assert.Equal(["A", "B"], bed.Stack.Resources.Keys);
        Assert.Contains("[B]", bed.ReasonOf("demo ROLLBACK_FAILED"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_that_fails_can_be_tried_again()
    {
        var bed = new EngineBed();
        await bed.CreateAsync(Of(Custom("A"), Custom("B")));
        bed.Function.Script = request =>
            Task.FromResult(request.LogicalResourceId == "A" ? ScriptedFunction.Failure(request) : ScriptedFunction.Success(request));

        await bed.DeleteAsync();
        var afterFirst = (bed.Status, string.Join(',', bed.Stack.Resources.Keys));
        bed.Function.Script = request => Task.FromResult(ScriptedFunction.Success(request));
        await bed.DeleteAsync();

        Assert.Equal(("DELETE_FAILED", "A"), afterFirst);
        Assert.Equal("DELETE_COMPLETE", bed.Status);
    }

    [Fact]
    public async Task Data_of_the_answer_are_attributes()
    {
        var bed = new EngineBed();
        bed.Function.Script = request => Task.FromResult(ScriptedFunction.Success(request, data: new JsonObject { ["Arn"] = "arn-of-it" }));

        await bed.CreateAsync(Of(Custom("A"), Custom("B", """ "From": {"Fn::GetAtt": ["A", "Arn"]} """)));

        Assert.Equal("arn-of-it", (string?)bed.Function.Requests[1].ResourceProperties["From"]);
    }

    [Fact]
    public async Task An_attribute_that_the_answer_does_not_have_is_a_failure()
    {
        var bed = new EngineBed();

        await bed.CreateAsync(Of(Custom("A"), Custom("B", """ "From": {"Fn::GetAtt": ["A", "Arn"]} """)));

        Assert.Contains("Vendor response doesn't contain Arn attribute", bed.ReasonOf("B CREATE_FAILED"), StringComparison.Ordinal);
        Assert.Equal("ROLLBACK_COMPLETE", bed.Status);
    }

    [Fact]
    public async Task No_echo_hides_what_an_output_took_from_an_attribute()
    {
        var bed = new EngineBed();
        bed.Function.Script = request =>
            Task.FromResult<Sandbox.CloudFormation.Resources.CustomResourceReply>(new Sandbox.CloudFormation.Resources.CustomResourceReply.Answer(
            new JsonObject { ["Status"] = "SUCCESS", ["PhysicalResourceId"] = "x", ["NoEcho"] = true, ["Data"] = new JsonObject { ["Key"] = "secret" } }));

        await bed.CreateAsync($$"""{"Resources": { {{Custom("A")}} }, "Outputs": {"Key": {"Value": {"Fn::GetAtt": ["A", "Key"]} }, "Id": {"Value": {"Ref": "A"} } } }""");

        Assert.Equal("****", bed.Stack.Outputs["Key"]);
        Assert.Equal("x", bed.Stack.Outputs["Id"]);
    }

    [Fact]
    public async Task What_is_to_be_retained_stays_when_the_stack_goes()
    {
        var bed = new EngineBed();
        await bed.CreateAsync(Of(Custom("Kept", others: """ "DeletionPolicy": "Retain" """), Custom("Gone")));

        await bed.DeleteAsync();

        Assert.DoesNotContain("Delete Kept id-Kept", bed.Function.Calls);
        Assert.Contains("Kept DELETE_SKIPPED", bed.Events);
        Assert.Equal("DELETE_COMPLETE", bed.Status);
    }

    [Fact]
    public async Task Retain_except_on_create_is_deleted_when_its_own_creation_is_rolled_back()
    {
        var bed = new EngineBed();
        var template = Of(
            Custom("Kept", others: """ "DeletionPolicy": "Retain" """),
            Custom("Once", others: """ "DeletionPolicy": "RetainExceptOnCreate" """),
            Custom("Bad", others: """ "DependsOn": ["Kept", "Once"] """));

        await bed.CreateAsync(template, "Bad");

        Assert.Contains("Delete Once id-Once", bed.Function.Calls);
        Assert.DoesNotContain("Delete Kept id-Kept", bed.Function.Calls);
    }
}
