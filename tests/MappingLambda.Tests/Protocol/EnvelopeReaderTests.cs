using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Tests.Protocol;

public sealed class EnvelopeReaderTests
{
    private static readonly JsonObject Event = Events.Create([]).With("ResponseURL", "https://example.com/a%3Ab?c").With("RequestId", "r");

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("""{"ResponseURL": 1}""")]
    [InlineData("""{"ResponseURL": "ftp://example.com"}""")]
    [InlineData("""{"ResponseURL": "\ud800"}""")]
    [InlineData("""{"ResponseURL": "http://example.com/a\r\nX: y"}""")]
    [InlineData("""{"ResponseURL": "http://example.com/\u00e9"}""")]
    [InlineData("""{"Records": [{"Sns": {"Message": "not json"}}]}""")]
    [InlineData("""{"Records": [7]}""")]
    public void What_cannot_be_answered_says_why(string body)
    {
        var (envelope, failure) = EnvelopeReader.Read(Encoding.UTF8.GetBytes(body));

        Assert.Null(envelope);
        Assert.EndsWith("[EKSIAM001]", failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_is_read_bare_or_wrapped_by_SNS()
    {
        var wrapped = new JsonObject
        {
            ["Records"] = new JsonArray(new JsonObject { ["EventSource"] = "aws:sns", ["Sns"] = new JsonObject { ["Message"] = Event.ToJsonString() } }),
        };

        Assert.Equal("https://example.com/a%3Ab?c", Read(Event).ResponseUrl);
        Assert.Equal("https://example.com/a%3Ab?c", Read(wrapped).ResponseUrl);
        Assert.Equal("Dev", Read(wrapped).LogicalResourceId);
    }

    [Theory]
    [InlineData("StackId")]
    [InlineData("RequestId")]
    [InlineData("LogicalResourceId")]
    [InlineData("RequestType")]
    public void A_missing_member_is_a_problem_that_can_still_be_answered(string member) =>
        Assert.Equal(member, Assert.Single(Read(Event.Without(member)).Problems).Path);

    [Theory]
    [InlineData("create")]
    [InlineData("0")]
    [InlineData("Read")]
    public void An_unknown_request_type_is_a_problem(string type) =>
        Assert.Equal(type, Assert.Single(Read(Event.With("RequestType", type)).Problems).Got);

    [Fact]
    public void The_text_of_an_envelope_does_not_hold_its_URL() =>
        Assert.DoesNotContain("example.com", Read(Event).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        """{"errorType": "Runtime.ExitError", "errorMessage": "RequestId: 1 Error: Runtime exited with error: signal: killed"}""",
        "The function died before it could answer: Runtime.ExitError: RequestId: 1 Error: Runtime exited with error: signal: killed. "
        + "Look at the function's log; \"signal: killed\" is a lack of memory, which MemorySize gives. Then deploy again. [EKSIAM091]")]
    [InlineData(
        """{"errorType": "Sandbox.Timedout", "errorMessage": "RequestId: 1 Error: Task timed out after 120.00 seconds"}""",
        "The function died before it could answer: Sandbox.Timedout: RequestId: 1 Error: Task timed out after 120.00 seconds. "
        + "Look at the function's log; \"signal: killed\" is a lack of memory, which MemorySize gives. Then deploy again. [EKSIAM090]")]
    [InlineData(
        "null",
        "The function never took the event (EventAgeExceeded): it is throttled, or its account is. "
        + "Raise the concurrency that is left to it, and deploy again. [EKSIAM090]")]
    public void The_record_of_a_death_holds_the_event_and_says_of_what_it_died(string response, string reason)
    {
        var record = new JsonObject
        {
            ["version"] = "1.0",
            ["requestContext"] = new JsonObject { ["condition"] = response == "null" ? "EventAgeExceeded" : "RetriesExhausted" },
            [DeathRecord.Event] = Event.DeepClone(),
            ["responsePayload"] = JsonNode.Parse(response),
        };

        Assert.Equal(("Dev", reason), (Read(record).LogicalResourceId, Read(record).Death!.Reason));
        Assert.Null(Read(Event).Death);
    }

    private static Envelope Read(JsonObject given)
    {
        var (envelope, failure) = EnvelopeReader.Read(Encoding.UTF8.GetBytes(given.ToJsonString()));
        Assert.Null(failure);
        return envelope!;
    }
}
