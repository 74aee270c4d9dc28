using System.Text.Json;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Tests.Protocol;

public sealed class DeathRecordTests
{
    [Theory]
    [InlineData(
        Deaths.Crashed,
        "The function died before it could answer: Runtime.ExitError: RequestId: e4b46cbf Error: Runtime exited with error: exit status 134. "
        + "Look at the end of its log, and deploy again. [EKSIAM091]")]
    [InlineData(
        """{"errorMessage": "RequestId: e4b46cbf Process exited before completing request"}""",
        "The function died before it could answer: RequestId: e4b46cbf Process exited before completing request. "
        + "Look at the end of its log, and deploy again. [EKSIAM091]")]
    [InlineData(
        """{"errorType": "Runtime.OutOfMemory", "errorMessage": "RequestId: 1 Error: Runtime exited with error: signal: killed"}""",
        "The function was killed before it could answer, as Lambda does when memory runs out: Runtime.OutOfMemory: RequestId: 1 Error: Runtime "
        + "exited with error: signal: killed. Give it more memory (MemorySize) if its log says that it used all, and deploy again. [EKSIAM091]")]
    [InlineData(
        """{"errorType": "Runtime.ExitError", "errorMessage": "RequestId: 1 Error: Runtime exited with error: signal: killed"}""",
        "The function was killed before it could answer, as Lambda does when memory runs out: Runtime.ExitError: RequestId: 1 Error: Runtime "
        + "exited with error: signal: killed. Give it more memory (MemorySize) if its log says that it used all, and deploy again. [EKSIAM091]")]
    [InlineData(
        """{"errorType": "Sandbox.Timedout", "errorMessage": "RequestId: 1 Error: Task timed out after 120.00 seconds"}""",
        "The function was stopped at its time limit before it could answer: Sandbox.Timedout: RequestId: 1 Error: Task timed out after 120.00 "
        + "seconds. Look at the end of its log for what it waited for, and deploy again. [EKSIAM090]")]
    [InlineData(
        """{"errorMessage": "2026-12-27T13:08:30.962Z e4b46cbf Task timed out after 120.01 seconds"}""",
        "The function was stopped at its time limit before it could answer: 2026-12-27T13:08:30.962Z e4b46cbf Task timed out after 120.01 "
        + "seconds. Look at the end of its log for what it waited for, and deploy again. [EKSIAM090]")]
    [InlineData(
        """{"errorType": "NotAnswered", "errorMessage": "CloudFormation has no answer to Create X Dev: s3 did not take it."}""",
        "The function could not give its answer: CloudFormation has no answer to Create X Dev: s3 did not take it. "
        + "Let it reach the internet (in a VPC: by a NAT gateway), and deploy again. [EKSIAM090]")]
    [InlineData("{}", "The function died before it could answer: Lambda does not say of what. Look at the end of its log, and deploy again. [EKSIAM091]")]
    [InlineData("\"oh\"", "The function died before it could answer: Lambda does not say of what. Look at the end of its log, and deploy again. [EKSIAM091]")]
    public void What_Lambda_says_of_a_death_is_the_reason(string response, string reason)
    {
        var death = Read(response, "RetriesExhausted");

        Assert.Equal((reason, true), (death.Failure.Reason, death.Began));
    }

    [Theory]
    [InlineData("EventAgeExceeded")]
    [InlineData("ZeroReservedConcurrency")]
    public void An_event_that_no_function_ever_took_says_why(string condition)
    {
        var death = Read(null, condition);

        Assert.Equal(
            ($"The function never took the event ({condition}): it is throttled, or cannot be started. "
                + "Leave it more concurrency, see that its role and its code are there, and deploy again. [EKSIAM090]", false),
            (death.Failure.Reason, death.Began));
    }

    [Fact]
    public void A_long_message_is_cut()
    {
        var death = Read($$"""{"errorMessage": "{{new string('x', 5000)}}"}""", "RetriesExhausted");

        Assert.InRange(death.Failure.Reason.Length, 500, 700);
    }

    private static Death Read(string? response, string condition) =>
        DeathRecord.Read(JsonSerializer.SerializeToElement(Deaths.Of([], response, condition)));
}
