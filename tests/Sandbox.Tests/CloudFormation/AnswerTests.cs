using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using static EksIamCdk.Sandbox.Tests.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Tests.CloudFormation;

public class AnswerTests
{
    private readonly EngineBed _bed = new() { Time = new HeldTime() };

    [Fact]
    public async Task Hazard_14_no_answer_within_the_service_timeout_is_a_failure()
    {
        _bed.Function.Script = request =>
            request.RequestType == "Create"
                ? new TaskCompletionSource<CustomResourceReply>().Task
                : Task.FromResult(ScriptedFunction.Success(request));

        var creating = _bed.CreateAsync(Of(Custom("A", """ "ServiceTimeout": 60 """)));
        var time = (HeldTime)_bed.Time;
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(creating.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await creating;

        Assert.StartsWith(
            "CloudFormation did not receive a response from your Custom Resource",
            _bed.ReasonOf("A CREATE_FAILED"),
            StringComparison.Ordinal);
        Assert.StartsWith("demo-A-", _bed.Function.Requests[^1].PhysicalResourceId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_a_failure()
    {
        _bed.Function.Script = request =>
            Task.FromResult(request.RequestType == "Create" ? new CustomResourceReply.TooLong() : ScriptedFunction.Success(request));

        await _bed.CreateAsync(Of(Custom("A")));

        Assert.Equal("Response object is too long.", _bed.ReasonOf("A CREATE_FAILED"));
    }

    [Fact]
    public async Task An_id_of_more_than_a_kilobyte_is_a_failure()
    {
        _bed.Function.Script = request => Task.FromResult(ScriptedFunction.Success(request, new string('x', 1025)));

        await _bed.CreateAsync(Of(Custom("A")));

        Assert.Equal("Invalid PhysicalResourceId", _bed.ReasonOf("A CREATE_FAILED"));
    }

    [Fact]
    public void The_event_has_the_members_that_the_documentation_lists()
    {
        var request = new CustomResourceRequest
        {
            ServiceToken = "t",
            RequestType = "Update",
            RequestId = "r",
            StackId = "s",
            LogicalResourceId = "A",
            ResourceType = "Custom::Test",
            PhysicalResourceId = "p",
            ResourceProperties = new JsonObject { ["New"] = "1" },
            OldResourceProperties = new JsonObject { ["Old"] = "0" },
        };

        Assert.Equal(
            """{"RequestType":"Update","ServiceToken":"t","ResponseURL":"http://url","StackId":"s","RequestId":"r","LogicalResourceId":"A","ResourceType":"Custom::Test","PhysicalResourceId":"p","ResourceProperties":{"New":"1"},"OldResourceProperties":{"Old":"0"}}""",
            request.ToEvent("http://url").ToJsonString());
    }
}
