using System.Text;
using System.Text.Json.Nodes;

namespace EksIamCdk.EndToEnd.Tests.Cloud;

/// <summary>One delivery of a request to the function: what was asked, what CloudFormation was answered, how the invocation ended.</summary>
internal sealed class Delivery(string id, string responseTarget, JsonObject request, DateTimeOffset deadline)
{
    private readonly TaskCompletionSource<string> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(DateTimeOffset At, string? ContentType, byte[] Body)> _puts = [];

    public string Id => id;

    public string ResponseTarget => responseTarget;

    public JsonObject Request => request;

    public DateTimeOffset Deadline => deadline;

    /// <summary>How the invocation ended: <c>response</c> or <c>error</c>.</summary>
    public Task<string> End => _end.Task;

    public void Ended(string how) => _end.TrySetResult(how);

    public void Put(string? contentType, byte[] body)
    {
        lock (_puts)
            _puts.Add((DateTimeOffset.UtcNow, contentType, body));
    }

    /// <summary>The answer, after the rules of the protocol are checked that hold for each delivery (docs: contract, sections 1 and 9).</summary>
    public FunctionAnswer Checked()
    {
        lock (_puts)
        {
            var (at, contentType, body) = Assert.Single(_puts);
            Assert.True(at < deadline, "answered after the deadline");
            Assert.Null(contentType);
            Assert.InRange(body.Length, 1, 4096);
            var answer = JsonNode.Parse(Encoding.UTF8.GetString(body))!.AsObject();
            foreach (var echoed in (string[])["StackId", "RequestId", "LogicalResourceId"])
                Assert.Equal((string?)request[echoed], (string?)answer[echoed]);
            return new FunctionAnswer(
                (string)answer["Status"]!,
                (string)answer["PhysicalResourceId"]!,
                (string?)answer["Reason"] ?? "",
                answer["Data"] as JsonObject ?? []);
        }
    }
}

/// <summary>What CloudFormation was answered.</summary>
internal sealed record FunctionAnswer(string Status, string PhysicalResourceId, string Reason, JsonObject Data)
{
    /// <summary>This answer when it is SUCCESS; else the test fails with the Reason.</summary>
    public FunctionAnswer Success()
    {
        Assert.True(Status == "SUCCESS", $"{Status}: {Reason}");
        Assert.NotEmpty(PhysicalResourceId);
        return this;
    }

    /// <summary>This answer when it is FAILED with that code.</summary>
    public FunctionAnswer Failed(string code)
    {
        Assert.True(Status == "FAILED", $"{Status}, though {code} was expected");
        Assert.EndsWith($"[{code}]", Reason, StringComparison.Ordinal);
        Assert.NotEmpty(PhysicalResourceId);
        return this;
    }
}
